"""What else is heard in a room: noises as loops."""

from pathlib import Path
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.units import BLOCK, RATE
from voicecoach.ports import OutputPcm
from voicecoach.rehearsal.acoustics import gain
from voicecoach.rehearsal.persona import Noise, NoiseKind
from voicecoach.rehearsal.recording import recording

LOOP = 24 * RATE
"""Samples after which a synthetic noise repeats without a seam; a whole number of blocks and of breaths."""

BREATH_EVERY = 4
"""Seconds of one breath of somebody who works."""


def noise_loop(noise: Noise, chance: np.random.Generator) -> OutputPcm | None:
    """Return the noise at its level: float32, a whole number of blocks; nothing for a silent room.

    Raises SoundFileBroken when the noise's file cannot be used.
    """
    loop = _recorded(noise.file) if noise.file else _synthetic(noise.kind, chance)
    if loop is None:
        return None
    return np.asarray(loop * (gain(noise.level) / np.sqrt(np.mean(loop**2))), dtype=np.float32)


def _recorded(file: Path) -> NDArray[np.float64]:
    pcm = recording(file).astype(np.float64)
    return np.resize(pcm, -(-len(pcm) // BLOCK) * BLOCK)


def _synthetic(kind: NoiseKind, chance: np.random.Generator) -> NDArray[np.float64] | None:
    hertz = np.fft.rfftfreq(LOOP, 1 / RATE).astype(np.float64)
    hertz[0] = hertz[1]
    match kind:
        case "none":
            return None
        case "white":
            return _coloured(np.ones(len(hertz)), chance)
        case "pink":
            return _coloured(1 / np.sqrt(hertz), chance)
        case "fan":
            return _coloured(1 / (hertz + 60), chance) + _hum()
        case "breath":
            airway = np.exp(-(((np.log2(hertz) - np.log2(900)) / 1.2) ** 2))
            return _coloured(airway, chance) * _breathing()
    assert_never(kind)


def _coloured(shape: NDArray[np.float64], chance: np.random.Generator) -> NDArray[np.float64]:
    """Return noise of RMS 1 with a spectrum's shape; it repeats without a seam."""
    spectrum = np.fft.rfft(chance.standard_normal(LOOP)) * shape
    spectrum[0] = 0
    sound = np.fft.irfft(spectrum, LOOP)
    return np.asarray(sound / np.sqrt(np.mean(sound**2)))


def _hum() -> NDArray[np.float64]:
    """Return the blades and the mains of a fan, a few dB below its rush."""
    clock = np.arange(LOOP) / RATE
    return np.asarray(0.5 * np.sin(2 * np.pi * 100 * clock) + 0.25 * np.sin(2 * np.pi * 175 * clock))


def _breathing() -> NDArray[np.float64]:
    """Return the strength of the breath: in for 1.2 s, out for 1.8 s, then a pause."""
    at = np.arange(LOOP) / RATE % BREATH_EVERY
    inward = np.where(at < 1.2, np.sin(np.pi * at / 1.2), 0)
    outward = np.where((at >= 1.4) & (at < 3.2), np.sin(np.pi * (at - 1.4) / 1.8), 0)
    return np.asarray(0.5 * inward + outward)
