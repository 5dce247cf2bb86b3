"""Whether somebody begins with an "s" over the coach: no voice yet, and fainter than the echo, but not up there."""

from collections.abc import Iterator

import numpy as np

from voicecoach.core.units import BLOCK, RATE, Decibels
from voicecoach.hearing.echo import EchoLevel
from voicecoach.hearing.floor import NoiseFloor
from voicecoach.hearing.gate import ECHO_MARGIN
from voicecoach.hearing.level import SILENCE, decibels
from voicecoach.ports import InputPcm, OutputPcm

HISS = (5_000, 8_000)
"""Hertz in which an "s" has its energy, and the coach little."""

MIDDLE = (2_000, 4_500)
"""Hertz in which breath and coughs have at least as much."""

FLOOR_MARGIN = 8.0
"""Decibels over the room's hiss."""

OVER_MIDDLE = -3.0
"""Decibels of the hiss over the middle, at the least.

Of 99 % of the loud frames of panting, sighing and coughing, as `bench sound` makes them, the hiss is lower; in half of
the "stop" of recorded people who calibrate it is as high.
"""

LEAST_SHARE = -14.0
"""Decibels of the hiss over the whole sound, at the least."""

MOST_FALL = 3.0
"""Decibels by which it may fall from frame to frame: clatter falls faster.

Dishes being washed lowered the coach 4.5 times a minute without this, and 0.5 times with it.
"""

LONGEST = 15
"""Frames in a row of one "s" at the most, 300 ms; a noise that begins lasts longer until it is the floor."""

_WINDOW = np.hanning(BLOCK).astype(np.float32)
_SCALE = float(_WINDOW.dot(_WINDOW)) * BLOCK / 2
_FULL_SCALE = np.float32(32_768)


class Sibilants:
    """Find the frames of an "s" that rises over room and coach; only while the coach can be heard is there any need."""

    def __init__(self) -> None:
        """Know nothing of room and coach."""
        self._floor = NoiseFloor()
        self._echo = EchoLevel()
        self._has_coach = False
        self._last: float = SILENCE
        self._risen = 0

    def step(self, pcm: InputPcm, level: Decibels, reference: OutputPcm, *, is_open: bool) -> bool:
        """Take the next 20 ms frame, its level and what the mixer played meanwhile; say whether it is such a frame.

        `is_open` is whether somebody may be speaking already. Until the coach was heard for the first time nothing is.
        """
        is_playing = bool(reference.any())
        self._has_coach = self._has_coach or is_playing
        if not self._has_coach or pcm.size != BLOCK or reference.size != BLOCK:
            return False
        hiss, middle = _bands(np.asarray(pcm / _FULL_SCALE, np.float32), HISS, MIDDLE)
        (played,) = _bands(reference, HISS) if is_playing else (SILENCE,)
        floor = self._floor.step(hiss)
        echo = self._echo.step(hiss, played, floor, is_open=is_open)
        is_steady, self._last = hiss >= self._last - MOST_FALL, hiss
        rises = hiss > max(floor + FLOOR_MARGIN, echo + ECHO_MARGIN)
        self._risen = self._risen + 1 if rises else 0
        is_brief = self._risen <= LONGEST
        return rises and is_brief and is_steady and hiss > middle + OVER_MIDDLE and hiss > level + LEAST_SHARE


def _bands(sound: OutputPcm, *bands: tuple[int, int]) -> Iterator[Decibels]:
    """Return the level of a frame within each band of frequencies, relative to full scale."""
    spectrum = np.fft.rfft(sound * _WINDOW)
    power = spectrum.real**2 + spectrum.imag**2
    for low, high in bands:
        yield decibels(float(power[low * BLOCK // RATE : high * BLOCK // RATE].sum()) / _SCALE)
