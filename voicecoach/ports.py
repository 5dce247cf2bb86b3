"""What adapters fulfil: microphones, speakers, ears, cue banks and speech engines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.events import Event
from voicecoach.core.tryout import Try
from voicecoach.core.units import CueId, Decibels, Samples, Seconds

InputPcm = NDArray[np.int16]
"""Sound that came in: int16, (frames,), 16 kHz."""

OutputPcm = NDArray[np.float32]
"""Sound that goes out: float32 in [-1, 1], (frames,), 16 kHz."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """One block of the microphone."""

    pcm: InputPcm
    """int16, (320,), 16 kHz."""
    start: Samples
    """Index on the session clock of the sample that sounded while the first one was recorded."""
    fraction: float = 0.0
    """By how much later that was, in samples from -0.5 to 0.5: two devices do not tick together."""

    @classmethod
    def at(cls, place: float, pcm: InputPcm) -> "Frame":
        """Return a frame that began at a place between two samples of the session clock."""
        start = round(place)
        return cls(pcm=pcm, start=Samples(start), fraction=place - start)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recording:
    """A command that somebody was asked for, and the sound of their answer."""

    said: Try
    sound: InputPcm


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundFacts:
    """What was measured of a speaker, a microphone and the room between them; levels relative to full scale."""

    latency: Seconds | None
    """By how much later the microphone seems to hear the speaker than the devices say; nothing if it does not."""
    leak: Decibels | None
    """How loud the speaker arrives, against what was played; nothing if it does not, as with headphones."""
    noise: Decibels
    """Of the room, while nobody speaks."""
    word: Decibels | None
    """Of a word that the person said; nothing if none was heard."""


class Microphone(Protocol):
    """Where the person is heard from."""

    @property
    def is_exhausted(self) -> bool:
        """Say whether no sound can come any more, as at the end of a file."""

    @property
    def is_lost(self) -> bool:
        """Say whether the device is gone for now, so that nobody is heard."""

    def read(self) -> Sequence[Frame]:
        """Return what arrived since the last call, oldest first; never wait.

        Raises DeviceFailed once when the device went away; later calls return nothing until it is back.
        """

    def close(self) -> None:
        """Release the device; safe to call twice."""


class Speaker(Protocol):
    """Where the coach is heard."""

    @property
    def is_lost(self) -> bool:
        """Say whether the device is gone for now, so that nothing is heard."""

    def write(self, block: OutputPcm) -> None:
        """Hand over the next block, waiting until the device has room; this paces the loop.

        Raises DeviceFailed when the device went away, StorageFull when a file cannot grow.
        """

    def close(self) -> None:
        """Play out what was written, then release the device; safe to call twice."""


@runtime_checkable
class Softening(Protocol):
    """A speaker in which sound waits before it is heard, and may still be made softer meanwhile."""

    @property
    def waiting(self) -> int:
        """Return how many samples of those written last can still be softened."""

    def soften(self, gains: OutputPcm) -> None:
        """Multiply the samples that were written last, at most `waiting` of them."""


class EchoCanceller(Protocol):
    """What takes the coach's own voice out of the microphone."""

    def clean(self, pcm: InputPcm, reference: OutputPcm) -> InputPcm:
        """Return a block without the echo that is due: int16, (320,).

        `reference` is what the mixer played while the block was recorded: float32, (320,). Blocks come in order.
        """


class Ears(Protocol):
    """What turns microphone frames into commands."""

    def hear(self, frame: Frame, reference: OutputPcm, now: Seconds) -> Sequence[Event]:
        """Return what was understood up to this frame, as events at `now`.

        `reference` is what the mixer played while the frame was recorded: float32, (320,).
        Raises HearingFailed when the recogniser breaks.
        """

    def note_playing(self, text: str, start: Samples, end: Samples) -> None:
        """Learn that the coach says this from `start` to `end`, so that its echo is not taken for a person."""

    def forget_after(self, at: Samples) -> None:
        """Learn that the coach was hushed: of what was noted, nothing sounds after `at`."""


class CueBank(Protocol):
    """The coach's voice as sound in memory."""

    @property
    def hash(self) -> str:
        """Return a digest of every cue, for the journal's header."""

    @property
    def pcm(self) -> Mapping[CueId, OutputPcm]:
        """Return the sound of each cue."""

    @property
    def text(self) -> Mapping[CueId, str]:
        """Return the words of each cue; an earcon has its name in brackets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice of a speech engine."""

    name: str
    """The engine's own id of the voice, such as `gmw/en-us+f3`."""
    words_a_minute: int


class SpeechEngine(Protocol):
    """What turns text into sound, beforehand."""

    def render(self, texts: Iterable[str], voice: Voice) -> Iterable[OutputPcm]:
        """Return the sound of each text in order: float32, (frames,), 16 kHz, silence trimmed.

        Raises SpeechEngineMissing and RenderingFailed.
        """
