"""A short chirp, and what its arrival at the microphone tells of the way there."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.units import RATE, Decibels, Seconds, seconds
from voicecoach.ports import OutputPcm

LENGTH = RATE // 4
_LOWEST, _HIGHEST = 300.0, 6000.0
"""Hertz: what any small speaker plays and any microphone hears."""
_AMPLITUDE = 0.3
_EDGE = RATE // 100

EARLIEST, LATEST = -RATE // 10, 7 * RATE // 10
"""Samples between which the chirp is looked for; a Bluetooth headset is 0.3 s late."""

RINGS_FOR = RATE * 15 // 100
"""Samples of the room's answer that count as leak."""

_CLEAR = 8.0
"""Height of the correlation over its median deviation; the highest of 13,000 values of noise is 4.4."""

_DIRECT = 0.5
"""Part of the highest peak that an earlier one must have to be the direct sound."""

_MEDIAN_OF_NORMAL = 0.6745

SILENCE = Decibels(-90.0)
"""What digital silence counts as."""

Sound = NDArray[np.float64]
"""float64 in [-1, 1], (frames,), 16 kHz."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A chirp that was heard."""

    latency: Seconds
    """After the moment at which it should have been heard."""
    leak: Decibels
    """Its level at the microphone, with 150 ms of its room, against what was played."""


def chirp() -> OutputPcm:
    """Return a sweep whose pitch rises evenly, float32, (4000,), its edges rounded.

    Its energy lies at one moment once it is correlated with itself (Farina 2000, Simultaneous measurement of
    impulse response and distortion with a swept-sine technique).
    """
    time = np.arange(LENGTH) / RATE
    octaves = math.log(_HIGHEST / _LOWEST)
    span = LENGTH / RATE
    phase = 2 * np.pi * _LOWEST * span / octaves * (np.exp(time / span * octaves) - 1)
    edge = np.clip(np.minimum(np.arange(LENGTH), LENGTH - 1 - np.arange(LENGTH)) / _EDGE, 0, 1)
    sweep: Sound = _AMPLITUDE * np.sin(phase) * np.sin(np.pi / 2 * edge) ** 2
    return sweep.astype(np.float32)


def arrival(heard: Sound, at: int, noise: Decibels) -> Arrival | None:
    """Return how the chirp that was played at sample `at` arrived, or nothing where it did not.

    `heard` begins with the session's sample 0 and reaches a second beyond `at`.
    """
    played = chirp().astype(np.float64)
    searched = heard[at + EARLIEST : at + LATEST + LENGTH]
    likeness = np.abs(np.correlate(searched, played, "valid"))
    highest = float(likeness.max())
    if highest <= _CLEAR * float(np.median(likeness)) / _MEDIAN_OF_NORMAL:
        return None
    first = int(np.argmax(likeness >= _DIRECT * highest))
    direct = first + int(np.argmax(likeness[first : first + RATE // 1000]))
    sound = searched[direct : direct + LENGTH + RINGS_FOR]
    energy = float(sound @ sound) - len(sound) * 10 ** (noise / 10)
    if energy <= 0:
        return None
    leak = Decibels(10 * math.log10(energy / float(played @ played)))
    return Arrival(latency=seconds(direct + EARLIEST), leak=leak)


def level(sound: Sound) -> Decibels:
    """Return the level of a sound, its constant part left out."""
    power = float(np.var(sound)) if len(sound) else 0.0
    return Decibels(max(SILENCE, 10 * math.log10(power))) if power > 0 else SILENCE
