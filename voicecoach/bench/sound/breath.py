"""Somebody who pants, sighs and coughs, and what else is loud without being speech."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voicecoach.bench.sound.own_voice import Rambled, Task
from voicecoach.bench.sound.scene import Scene
from voicecoach.core.units import BLOCK, RATE
from voicecoach.ports import OutputPcm
from voicecoach.rehearsal.acoustics import gain
from voicecoach.rehearsal.recording import recording
from voicecoach.speech.loudness import active_rms

LEVELS = (-42.0, -30.0)
"""dBFS between which the active level lies: heavy breath at one to two metres, a word there has -30."""

RECORDED = ("exercise_bike", "doing_the_dishes")
"""Noises of a corpus that are heard too, where there is one."""

LONGEST = 10.0
"""Minutes after which a session is cut off: another room is due."""

ANOTHER_ROOM = 1000
"""By how much the seeds of two sessions with one noise lie apart."""

Hear = Callable[[Mapping[str, float], int], Iterable[Rambled]]

_LOOP = 40 * RATE
_Sound = NDArray[np.float64]


def tasks(model: Path, noises: Mapping[str, OutputPcm], missing: Mapping[str, float], seed: int) -> Iterator[Task]:
    """Return a session in a room of its own with each noise of which minutes are missing, no longer than these."""
    for place, (name, sound) in enumerate(noises.items()):
        if name in missing:
            drawn = Scene.drawn(seed + place)
            scene = Scene(seed=drawn.seed, rt60=drawn.rt60, leak=-20.0, delay=drawn.delay)
            yield Task(model=model, scene=scene, noise=sound, longest=60 * min(missing[name], LONGEST))


def heard_out(minutes: Mapping[str, float], hear: Hear) -> Iterator[tuple[str, Rambled]]:
    """Return sessions with each noise until it was heard for so many minutes: one may end after a single minute.

    `hear` is given the minutes that are missing and the number of the round, and returns a session for each.
    """
    missing, number = dict(minutes), 0
    while missing:
        for name, one in zip(tuple(missing), hear(dict(missing), number), strict=True):
            missing[name] -= one.seconds / 60
            yield name, one
        missing = {name: left for name, left in missing.items() if left > 0}
        number += 1


def noises(corpus: Path | None, seed: int) -> Mapping[str, OutputPcm]:
    """Return sounds to be heard over and over, by name; raises what reading the corpus raises."""
    return dict(_noises(corpus, np.random.default_rng([seed, 4])))


def _noises(corpus: Path | None, chance: np.random.Generator) -> Iterator[tuple[str, OutputPcm]]:
    makers: dict[str, Callable[[np.random.Generator], _Sound]] = {
        "panting": _pant,
        "sighing": _sigh,
        "coughing": _cough,
    }
    for name, make in makers.items():
        yield name, _row(make, chance)
    if corpus:
        for name in RECORDED:
            sound = recording(corpus / "noise" / f"{name}.flac")
            half = sound[len(sound) // 2 :]
            yield name, _at(half[: len(half) // BLOCK * BLOCK], LEVELS[0])


def _row(make: Callable[[np.random.Generator], _Sound], chance: np.random.Generator) -> OutputPcm:
    """Return one after the other, each at its own level, with a second or two between."""
    loop, place = np.zeros(_LOOP), 0
    while place < _LOOP - 4 * RATE:
        one = _at(make(chance).astype(np.float32), float(chance.uniform(*LEVELS)))
        loop[place : place + len(one)] += one
        place += len(one) + round(chance.uniform(0.5, 2.5) * RATE)
    return loop.astype(np.float32)


def _at(sound: OutputPcm, level: float) -> OutputPcm:
    return np.asarray(sound * gain(level - active_rms(sound)), np.float32)


def _pant(chance: np.random.Generator) -> _Sound:
    """Return a row of fast breaths, in and out: noise through an open mouth, lower on the way out."""
    breaths = []
    for number in range(int(chance.integers(4, 10))):
        length = round(chance.uniform(0.2, 0.4) * RATE)
        band = (500.0, 3500.0) if number % 2 else (300.0, 2200.0)
        swell = np.sin(np.pi * np.linspace(0, 1, length)) ** chance.uniform(0.7, 1.6)
        breaths += [_band_noise(length, *band, chance) * swell, np.zeros(round(chance.uniform(0.03, 0.12) * RATE))]
    return np.concatenate(breaths)


def _sigh(chance: np.random.Generator) -> _Sound:
    """Return a long breath out that fades, with a little voice in half of them."""
    length = round(chance.uniform(0.8, 1.8) * RATE)
    times = np.arange(length) / RATE
    fading: _Sound = np.minimum(1, times / 0.08) * np.exp(-times * chance.uniform(1.5, 3.0))
    pitch = chance.uniform(90, 220) * np.exp(-0.3 * times)
    voice = np.sin(2 * np.pi * np.cumsum(pitch) / RATE) * (chance.random() < 0.5)
    return np.asarray((_band_noise(length, 300.0, 3000.0, chance) + 0.7 * voice) * fading)


def _cough(chance: np.random.Generator) -> _Sound:
    """Return two or three bursts: a hard onset, broad noise, a fast decay with a voiced end."""
    bursts = []
    for _ in range(int(chance.integers(2, 4))):
        length = round(chance.uniform(0.18, 0.35) * RATE)
        times = np.arange(length) / RATE
        noise = _band_noise(length, 400.0, 6000.0, chance) * np.exp(-times * chance.uniform(12, 25))
        voiced = np.sin(2 * np.pi * chance.uniform(120, 250) * times) * np.exp(-((times - 0.12) ** 2) / 0.003)
        bursts += [noise + 0.5 * voiced, np.zeros(round(chance.uniform(0.05, 0.2) * RATE))]
    return np.concatenate(bursts)


def _band_noise(length: int, low: float, high: float, chance: np.random.Generator) -> _Sound:
    spectrum = np.fft.rfft(chance.standard_normal(length))
    hertz = np.fft.rfftfreq(length, 1 / RATE) + 1
    middle, width = np.sqrt(low * high), np.log2(high / low) / 2
    sound: _Sound = np.fft.irfft(spectrum * np.exp(-((np.log2(hertz / middle) / width) ** 2)), length)
    return np.asarray(sound / (np.sqrt(np.mean(sound**2)) + 1e-12))
