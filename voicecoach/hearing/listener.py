"""Microphone frames to utterances: the one pipeline behind coaching, rehearsing and `hear`."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from voicecoach.core.units import Decibels, Samples
from voicecoach.hearing.attempt import Attempt
from voicecoach.hearing.gate import ATTACK, Edge, Gate
from voicecoach.hearing.level import mic_level, speaker_level
from voicecoach.hearing.loudness import Talker
from voicecoach.hearing.recogniser import Recogniser
from voicecoach.hearing.segment import Heeded, Segment, with_onset
from voicecoach.hearing.sibilant import Sibilants
from voicecoach.hearing.talk import Talk
from voicecoach.hearing.utterance import Utterance
from voicecoach.hearing.veto import Veto
from voicecoach.hearing.voice import SileroVoice, VoiceDetector
from voicecoach.ports import Frame, OutputPcm, SoundFacts

PRE_ROLL = 18
"""Frames kept from before the first loud one: 360 ms, so that no first consonant is lost."""


TAIL = 5
"""Loud frames, 100 ms, that may be left of a word after where the recogniser ends it; more are of another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Somebody may be speaking."""

    at: Samples
    """When the first loud frame began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """It is quiet again."""

    at: Samples


Observation = Opened | Utterance | Closed


class Listener:
    """Gate the sound, decode what comes through and judge it; the same frames give the same observations."""

    def __init__(
        self, recogniser: Recogniser, voice: VoiceDetector | None = None, *, known: SoundFacts | None = None
    ) -> None:
        """Listen with a recogniser; `voice` tells a voice from other sounds, Silero's model unless given.

        `known` is what was measured of these devices on another day. It is only begun with: the noise is forgotten
        after 2.2 s, the leak is learnt anew within the coach's first second, and the level of a word holds for the
        first thing that is said.
        """
        self.veto = Veto()
        """What the coach itself is saying; the loop keeps it up to date."""
        self._recogniser = recogniser
        self._gate = Gate(known.noise, known.leak) if known else Gate()
        self._voice = voice or SileroVoice()
        self._sibilants = Sibilants()
        self._talker = Talker(known.word if known else None)
        self._talk = Talk()
        self._before: deque[Heeded] = deque(maxlen=PRE_ROLL + ATTACK)
        self._attempt: Attempt | None = None
        self._end = Samples(0)

    @property
    def leak(self) -> Decibels:
        """Return the estimated leak from the coach's speaker into the microphone."""
        return self._gate.leak

    def turn_to(self, recogniser: Recogniser) -> None:
        """Hear with another recogniser from the next sound on; what was learnt of the room stays."""
        self._recogniser = recogniser

    def step(self, frame: Frame, reference: OutputPcm) -> Sequence[Observation]:
        """Take the next frame, and what the mixer played meanwhile: float32, (frames,).

        Raises HearingFailed when the recogniser breaks.
        """
        level = mic_level(frame.pcm)
        voice = self._voice.step(frame.pcm, is_sound=self._gate.is_sound(level))
        is_sibilant = self._sibilants.step(frame.pcm, level, reference, is_open=self._gate.is_open)
        gauge = self._gate.step(level, speaker_level(reference), voice, is_sibilant=is_sibilant)
        heeded = Heeded(frame=frame, gauge=gauge)
        self._end = Samples(frame.start + frame.pcm.size)
        self._before.append(heeded)
        if self._attempt is not None:
            return self._go_on(self._attempt, heeded)
        if gauge.edge is Edge.OPENED:
            return self._open()
        return ()

    def finish(self) -> Sequence[Observation]:
        """End the sound: conclude what is being heard."""
        if self._attempt is None:
            return ()
        return self._close(self._attempt)

    def _open(self) -> Sequence[Observation]:
        opened = self._before[-ATTACK].frame.start
        self._attempt = self._begin(with_onset(tuple(self._before), ATTACK), opened)
        return (Opened(at=opened),)

    def _go_on(self, attempt: Attempt, heeded: Heeded) -> Sequence[Observation]:
        found = self._learned(attempt.add(heeded))
        match heeded.gauge.edge:
            case Edge.CLOSED if attempt.is_over:
                self._attempt = None
                return (*found, Closed(at=self._end))
            case Edge.CLOSED:
                return (*found, *self._close(attempt))
            case Edge.CUT if not attempt.is_over:
                found = (*found, *self._learned(attempt.finish()))
                self._attempt = self._begin()
            case _ if attempt.is_over:
                self._attempt = self._begin(self._since(found))
        return found

    def _since(self, found: Sequence[Observation]) -> Sequence[Heeded]:
        """Return the frames after the words that were just reported, where the next word has begun in them."""
        ends = [each.end for each in found if isinstance(each, Utterance)]
        since = tuple(heeded for heeded in self._before if ends and heeded.frame.start >= ends[-1])
        return since if sum(heeded.gauge.is_loud for heeded in since) > TAIL else ()

    def _close(self, attempt: Attempt) -> Sequence[Observation]:
        self._attempt = None
        closed = Closed(at=self._end)
        return (closed,) if attempt.is_silent else (*self._learned(attempt.finish()), closed)

    def _begin(self, before: Sequence[Heeded] = (), opened: Samples | None = None) -> Attempt:
        segment = Segment(self._talker.gain, self._talk.before(self._end if opened is None else opened))
        return Attempt(self._recogniser, self.veto, segment, before)

    def _learned(self, found: Utterance | None) -> Sequence[Observation]:
        """Return what was found, and learn how loud the person is from a command, and from all else who is talking."""
        if found is None:
            return ()
        self._talk.note(found)
        if found.is_accepted and found.evidence is not None:
            self._talker.learn(found.evidence.level)
        elif found.is_speech:
            self._talker.doubt()
        return (found,)
