"""One cue on its way out: where it falls, how much of it is heard, and when it is faded."""

from dataclasses import dataclass

from voicecoach.audio.gain import ramp
from voicecoach.core.units import RATE
from voicecoach.ports import OutputPcm

CUT_IN = RATE * 5 // 1000
"""Samples over which a cue whose beginning was cut comes in: 5 ms."""

FADE_OUT = RATE * 30 // 1000
"""Samples over which a cue that is hushed or overruled goes out: 30 ms."""


@dataclass(slots=True, kw_only=True, eq=False)
class Sounding:
    """A cue that was placed and has not ended."""

    pcm: OutputPcm
    start: int
    """Where `pcm[0]` falls."""
    first: int
    """First sample that is heard; later than `start` when the cue came too late for its beat."""
    rank: int
    """Place of its priority; a higher one wins."""
    is_earcon: bool
    stop: int
    """Where it begins to fade; its natural end when nothing stops it."""

    @property
    def end(self) -> int:
        """Return the first sample at which nothing of it sounds any more."""
        if self.stop <= self.first:
            return self.first
        return min(self.start + len(self.pcm), self.stop + FADE_OUT)

    def stop_at(self, sample: int) -> None:
        """Fade from `sample` on; a cue that would begin there or later is never heard."""
        self.stop = min(self.stop, sample)

    def give_way(self, other: "Sounding") -> None:
        """Fade where `other` begins, if that one wins and this one is sounding by then."""
        if self.is_earcon or other.is_earcon:
            return
        if other.rank > self.rank and other.first >= self.first:
            self.stop_at(other.first)

    def add_to(self, block: OutputPcm, at: int) -> None:
        """Mix into `block`, whose first sample is number `at`."""
        begin, end = max(self.first, at), min(self.end, at + len(block))
        if end <= begin:
            return
        sound = self.pcm[begin - self.start : end - self.start]
        if self.first > self.start and begin < self.first + CUT_IN:
            sound = sound * ramp(begin, end, origin=self.first, frames=CUT_IN)
        if end > self.stop:
            sound = sound * (1 - ramp(begin, end, origin=self.stop, frames=FADE_OUT))
        block[begin - at : end - at] += sound
