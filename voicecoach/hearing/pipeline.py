"""The coach's ears: what the pipeline observed, as events of the session."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from voicecoach.core.events import DuplexLost, Event, HalfHeard, Heard, Misheard, SpeechBegan, SpeechEnded
from voicecoach.core.person import Profile
from voicecoach.core.units import Decibels, Samples, Seconds, seconds
from voicecoach.hearing.duplex import Duplex
from voicecoach.hearing.listener import Closed, Listener, Observation, Opened
from voicecoach.hearing.personal import recogniser_for
from voicecoach.hearing.recogniser import Recogniser
from voicecoach.hearing.utterance import Utterance
from voicecoach.hearing.voice import VoiceDetector
from voicecoach.ports import Frame, OutputPcm, SoundFacts


class Hearing:
    """Turn microphone frames into events; not for more than one thread."""

    def __init__(
        self, recogniser: Recogniser, voice: VoiceDetector | None = None, *, known: SoundFacts | None = None
    ) -> None:
        """Listen with a recogniser; see Listener.

        Listening gaps are never begun with, however great the leak that is known: it was measured before the canceller,
        and of 40 simulated rooms of -3 to 6 dB, 28 need them. The 15 s of the coach's voice that tell are over before
        the first count of a session. Believing the ears after 9 s where the leak is great would cost three more rooms
        their counts for the whole session.
        """
        self._listener = Listener(recogniser, voice, known=known)
        self._duplex = Duplex()

    @property
    def leak(self) -> Decibels:
        """Return the estimated leak from the coach's speaker into the microphone."""
        return self._listener.leak

    def turn_to(self, recogniser: Recogniser) -> None:
        """Hear with another recogniser, that of another person, from the next sound on."""
        self._listener.turn_to(recogniser)

    def hear(self, frame: Frame, reference: OutputPcm, now: Seconds) -> Sequence[Event]:
        """Return what was understood up to this frame, as events at `now`.

        Raises HearingFailed when the recogniser breaks.
        """
        observations = self._listener.step(frame, reference)
        lost = self._duplex.is_lost_now(self.leak, reference)
        if not (observations or lost):
            return ()
        events = (event for observation in observations for event in _events(observation, now))
        return (*events, *((DuplexLost(at=now, leak=Decibels(round(self.leak, 1))),) if lost else ()))

    def note_playing(self, text: str, start: Samples, end: Samples) -> None:
        """Learn that the coach says this from `start` to `end`."""
        self._listener.veto.note_playing(text, start, end)

    def forget_after(self, at: Samples) -> None:
        """Learn that the coach was hushed at `at`."""
        self._listener.veto.forget_after(at)


def open_hearing(model: Path, profile: Profile | None = None) -> Hearing:
    """Load a model and return ears on it, a person's own where there is a profile; raises ModelMissing, ModelBroken."""
    return Hearing(recogniser_for(model, profile))


def _events(observation: Observation, now: Seconds) -> Iterator[Event]:
    match observation:
        case Opened():
            yield SpeechBegan(at=now)
        case Closed():
            yield SpeechEnded(at=now)
        case Utterance(meaning=meaning) if observation.is_accepted and meaning is not None:
            yield Heard.saying(meaning, observation.phrase, at=now, spoken_at=seconds(observation.start))
        case Utterance(command=command, rival=rival) if command is not None and rival is not None:
            yield HalfHeard(
                at=now,
                spoken_at=seconds(observation.start),
                text=observation.phrase,
                candidates=(command, rival),
            )
        case Utterance(is_speech=True):
            yield Misheard(at=now, spoken_at=seconds(observation.start), text=observation.text)
        case Utterance():
            return
