"""Sounds that are nobody's command: coloured noise, hum, clatter, babble, breath, recordings; and what a room adds."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.fft import next_fast_len
from scipy.signal import fftconvolve

from training.recordings import RATE

Sound = NDArray[np.float64]
"""(samples,), 16 kHz, of any level unless said otherwise."""

_TALKERS = (3, 7)  # in babble
_BREATH_BAND = (200.0, 2200.0)  # Hz


class Noises:
    """Make stretches of background sound at a level of 1."""

    def __init__(self, recorded: Sequence[Sound], talkers: Sequence[Sound]) -> None:
        self._recorded = recorded
        self._talkers = talkers

    def background(self, length: int, rng: np.random.Generator) -> Sound:
        """Return noise of some kind: (length,), root mean square 1."""
        kind = rng.random()
        if kind < 0.25 or not self._talkers:
            made = coloured(length, float(rng.uniform(-0.5, 2.2)), rng)
        elif kind < 0.32:
            made = hum(length, rng) + 0.2 * coloured(length, 1.0, rng)
        elif kind < 0.5:
            made = clatter(length, rng)
        elif kind < 0.68 or not self._recorded:
            made = self._babble(length, rng)
        else:
            made = _cut(self._recorded[rng.integers(len(self._recorded))], length, rng)
        return made / (np.sqrt(np.mean(made**2)) + 1e-9)

    def _babble(self, length: int, rng: np.random.Generator) -> Sound:
        made = np.zeros(length)
        for _ in range(rng.integers(*_TALKERS)):
            talk = np.concatenate([self._talkers[rng.integers(len(self._talkers))] for _ in range(3)])
            made += rng.uniform(0.3, 1.0) * _cut(talk / (talk.std() + 1e-9), length, rng)
        return made


def coloured(length: int, slope: float, rng: np.random.Generator) -> Sound:
    """Return noise whose power falls as frequency to the power of `slope`: 0 is white, 1 pink, 2 brown."""
    size = next_fast_len(length, real=True)
    spectrum = np.fft.rfft(rng.normal(size=size))
    spectrum[1:] /= np.arange(1, len(spectrum)) ** (slope / 2)
    spectrum[0] = 0
    return np.fft.irfft(spectrum, size)[:length]


def hum(length: int, rng: np.random.Generator) -> Sound:
    """Return mains hum: 50 or 60 Hz and its overtones."""
    ground = rng.choice((50.0, 60.0)) * rng.uniform(0.99, 1.01)
    times = np.arange(length) / RATE
    tones = [np.sin(2 * np.pi * (ground * n * times + rng.random())) * rng.random() / n for n in range(1, 9)]
    return np.sum(tones, axis=0)


def clatter(length: int, rng: np.random.Generator) -> Sound:
    """Return hits of dishes and tools over running water: 1 to 8 a second, each a few partials that fade."""
    made = 0.05 * rng.uniform(0, 1) * coloured(length, float(rng.uniform(-0.5, 1.0)), rng)
    for _ in range(1 + int(rng.poisson(rng.uniform(1, 8) * length / RATE))):
        start = int(rng.integers(length))
        times = np.arange(min(length - start, RATE // 2)) / RATE
        partials = np.exp(rng.uniform(np.log(400), np.log(7500), rng.integers(2, 7)))
        hit = np.sum([np.sin(2 * np.pi * one * times + rng.uniform(0, 6)) for one in partials], axis=0)
        hit += rng.uniform(0, 2) * rng.normal(size=len(times))
        fading = np.exp(-times / np.exp(rng.uniform(np.log(0.004), np.log(0.12))))
        made[start : start + len(times)] += rng.uniform(0.1, 1.0) ** 2 * hit * fading
    return made


def breath(length: int, rng: np.random.Generator) -> Sound:
    """Return one breath: noise through a mouth-like band, swelling and fading, with a peak near 1."""
    low, high = rng.uniform(*_BREATH_BAND), rng.uniform(2500.0, 6500.0)
    size = next_fast_len(length, real=True)
    spectrum = np.fft.rfft(rng.normal(size=size))
    frequencies = np.fft.rfftfreq(size, 1 / RATE)
    spectrum *= np.exp(-((np.log2((frequencies + 1) / np.sqrt(low * high)) / np.log2(high / low)) ** 2) * 3)
    swell = np.sin(np.pi * np.linspace(0, 1, length) ** rng.uniform(0.5, 1.8)) ** rng.uniform(0.8, 2.5)
    made = np.fft.irfft(spectrum, size)[:length] * swell
    return made / (np.abs(made).max() + 1e-9)


def reverberate(sound: Sound, rng: np.random.Generator) -> Sound:
    """Return the sound as heard 0.3 to 3 m away in a room that rings for 0.15 to 0.7 s.

    The tail is decaying noise; its level against the direct sound follows from the distance
    and a critical distance of 0.6 to 1.6 m (Kuttruff, Room Acoustics, 2009).
    """
    ringing = rng.uniform(0.15, 0.7)
    distance, critical = rng.uniform(0.3, 3.0), rng.uniform(0.6, 1.6)
    length = int(RATE * ringing)
    tail = rng.normal(size=length) * np.exp(-6.9 * np.arange(length) / length)
    first = int(rng.uniform(0.002, 0.012) * RATE)
    tail[:first] = 0
    response = tail * (distance / critical) / (np.sqrt(np.sum(tail**2)) + 1e-9)
    response[0] = 1.0
    return fftconvolve(sound, response)[: len(sound)]


def _cut(sound: Sound, length: int, rng: np.random.Generator) -> Sound:
    whole = sound if len(sound) > length else np.tile(sound, length // len(sound) + 1)
    start = rng.integers(len(whole) - length + 1)
    return whole[start : start + length]
