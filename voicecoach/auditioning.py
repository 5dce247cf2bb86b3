"""The audition's loop, and what is learnt from it: devices and ears around `core.audition`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from voicecoach.audio.mixer import Mixer
from voicecoach.core.audition import Audition, EventOfAudition
from voicecoach.core.effects import Effect, Say
from voicecoach.core.events import ClockReached, Interrupted, Started
from voicecoach.core.person import Profile
from voicecoach.core.units import BLOCK, Samples, Seconds, samples, seconds
from voicecoach.hearing.mishearing import candidates, decoys_that_help
from voicecoach.hearing.models import model_hash
from voicecoach.hearing.open_ears import OpenEars
from voicecoach.hearing.personal import corrections, personal
from voicecoach.hearing.recogniser import VoskRecogniser
from voicecoach.hearing.threshold_file import thresholds_for
from voicecoach.hearing.thresholds import LET_ALL_PASS
from voicecoach.ports import CueBank, Frame, Microphone, Recording, Speaker

AFTERWARDS = samples(0.5)
"""Sound after the last words, so that their fade is whole."""

Observer = Callable[[EventOfAudition, Sequence[Effect]], None]


@dataclass(slots=True, kw_only=True)
class AuditionLoop:
    """Run one audition from its start to its end, live or offline."""

    audition: Audition
    ears: OpenEars
    bank: CueBank
    speaker: Speaker
    microphone: Microphone
    observe: Observer = lambda event, effects: None
    """Called with every event and what it caused."""
    is_interrupted: bool = False
    """Set from outside, also from a signal handler, to break it off."""
    mixer: Mixer = field(init=False)

    def __post_init__(self) -> None:
        """Begin at the first sample."""
        self.mixer = Mixer(self.bank.pcm)

    def run(self) -> None:
        """Run until the last words have been played; always close the devices.

        Raises DeviceFailed, HearingFailed and StorageFull: an audition that breaks is begun anew.
        """
        try:
            self._take(Started(at=self._now))
            while not self.audition.is_over:
                self._step()
            end = samples(self.audition.ends_at) + AFTERWARDS
            while self.mixer.clock < end:
                self.speaker.write(self.mixer.render())
        finally:
            self.microphone.close()
            self.speaker.close()

    @property
    def _now(self) -> Seconds:
        return seconds(self.mixer.clock)

    def _step(self) -> None:
        self._run_clock()
        self.speaker.write(self.mixer.render())
        for frame in self.microphone.read():
            self._hear(frame)
        if self.is_interrupted:
            self._take(Interrupted(at=self._now))

    def _run_clock(self) -> None:
        end = self.mixer.clock + BLOCK
        while (deadline := self.audition.deadline) is not None and samples(deadline) < end:
            self._take(ClockReached(at=deadline))

    def _hear(self, frame: Frame) -> None:
        for event in self.ears.hear(frame, self.mixer.played(frame.start, BLOCK), self._now):
            self._take(event)

    def _take(self, event: EventOfAudition) -> None:
        effects = self.audition.handle(event)
        for effect in effects:
            self.mixer.carry_out(effect)
            if isinstance(effect, Say):
                start = samples(effect.at)
                end = Samples(start + len(self.bank.pcm[effect.cue]))
                self.ears.note_playing(self.bank.text[effect.cue], start, end)
        self.observe(event, effects)


def open_ears(model: Path) -> OpenEars:
    """Load a model with every threshold open; raises ModelMissing and ModelBroken."""
    return OpenEars(VoskRecogniser(model, LET_ALL_PASS), thresholds_for(model_hash(model)))


def recordings_of(audition: Audition, ears: OpenEars) -> tuple[Recording, ...]:
    """Return the tries that were answered, with the sounds of the answers."""
    return tuple(
        Recording(said=each, sound=ears.sounds[each.answer.sound]) for each in audition.tries if each.answer is not None
    )


def learn(name: str, recordings: Sequence[Recording], model: Path) -> Profile:
    """Return what the answers tell of a voice: corrections of the thresholds, and decoys that were tried on them.

    Raises HearingFailed when the recogniser breaks.
    """
    digest = model_hash(model)
    measured = thresholds_for(digest)
    profile = Profile(name=name, model=digest, corrections=corrections([each.said for each in recordings], measured))
    recogniser = VoskRecogniser(model, LET_ALL_PASS)
    decoys = decoys_that_help(
        recordings,
        candidates(recordings, recogniser.any_words),
        lambda own: VoskRecogniser(model, LET_ALL_PASS, own_decoys=own),
        personal(measured, profile, digest),
    )
    return replace(profile, decoys=decoys)
