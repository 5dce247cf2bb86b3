"""The sound between two edges of the gate, frame by frame, with what the gate saw."""

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np

from voicecoach.core.units import Decibels, Samples
from voicecoach.hearing.gate import Gauge
from voicecoach.ports import Frame, InputPcm

HANGOVER = 3
"""Quiet frames after a loud one that are kept as they are: 60 ms, for the end of a last consonant."""

_PEAK_SHARE = 0.8  # of a word's frames may be quieter than what counts as its excess over the echo


@dataclass(frozen=True, slots=True, kw_only=True)
class Heeded:
    """A frame and what the gate saw in it."""

    frame: Frame
    gauge: Gauge

    @property
    def is_coach(self) -> bool:
        """Say whether the coach can be heard and nobody else: no louder than the echo that is due."""
        return self.gauge.is_echo_known and self.gauge.has_echo and self.gauge.quiet > HANGOVER

    @property
    def without_coach(self) -> InputPcm:
        """Return the sound for the recogniser, lowered to the room's noise where it is only the coach's echo.

        An echo before or after a short command swallows it: Vosk makes one unknown word of both. The rule is that of
        a residual echo suppressor (ITU-T G.168, nonlinear processor), a frame at a time.
        """
        if not self.is_coach:
            return self.frame.pcm
        gain = 10 ** (min(0.0, self.gauge.floor - self.gauge.level) / 20)
        return np.asarray(np.rint(self.frame.pcm * gain), dtype=np.int16)


class Segment:
    """Hold what is decoded as one stretch, and place times within it on the session clock."""

    def __init__(self) -> None:
        self._heeded: list[Heeded] = []
        self._offsets: list[int] = []
        self._length = 0
        self.loud = 0
        """Frames in which somebody may have been speaking."""

    def add(self, heeded: Heeded) -> None:
        """Append the next frame."""
        self._heeded.append(heeded)
        self._offsets.append(self._length)
        self._length += heeded.frame.pcm.size
        self.loud += heeded.gauge.is_loud

    @property
    def frames(self) -> int:
        """Return how many frames it holds."""
        return len(self._heeded)

    @property
    def pcm(self) -> InputPcm:
        """Return the whole sound as the recogniser gets it: int16, (frames,), 16 kHz."""
        return np.concatenate([heeded.without_coach for heeded in self._heeded])

    @property
    def start(self) -> Samples:
        """Return when the segment began, pre-roll included."""
        return self._heeded[0].frame.start

    @property
    def end(self) -> Samples:
        """Return when its last frame ended."""
        return self.place(self._length)

    @property
    def voice_start(self) -> Samples:
        """Return when its first loud frame began."""
        return next((heeded.frame.start for heeded in self._heeded if heeded.gauge.is_loud), self.start)

    @property
    def voice_end(self) -> Samples:
        """Return when its last loud frame ended."""
        for heeded in reversed(self._heeded):
            if heeded.gauge.is_loud:
                return Samples(heeded.frame.start + heeded.frame.pcm.size)
        return self.end

    def place(self, offset: int) -> Samples:
        """Return the session sample that lies `offset` samples into the segment."""
        index = self._index(offset)
        return Samples(self._heeded[index].frame.start + offset - self._offsets[index])

    def excess(self, start: Samples, end: Samples) -> Decibels:
        """Return how far the sound between two session samples rises over the coach's expected echo."""
        over = sorted(
            heeded.gauge.level - heeded.gauge.echo
            for heeded in self._heeded
            if heeded.frame.start < end and heeded.frame.start + heeded.frame.pcm.size > start
        )
        return Decibels(over[int(_PEAK_SHARE * (len(over) - 1))]) if over else Decibels(0.0)

    def has_echo(self, start: Samples, end: Samples) -> bool:
        """Say whether the coach could be heard anywhere between two session samples."""
        return any(
            heeded.gauge.has_echo
            for heeded in self._heeded
            if heeded.frame.start < end and heeded.frame.start + heeded.frame.pcm.size > start
        )

    def _index(self, offset: int) -> int:
        return max(0, bisect_right(self._offsets, offset) - 1)
