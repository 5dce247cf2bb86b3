"""How loud a block of sound is, in decibels relative to full scale."""

import math

import numpy as np

from voicecoach.core.units import Decibels
from voicecoach.ports import InputPcm, OutputPcm

SILENCE = Decibels(-90.0)
"""What digital silence counts as: below the noise of a 16-bit converter."""

_FULL_SCALE = 32_768.0
_LEAST_POWER = 10.0 ** (SILENCE / 10)


def mic_level(pcm: InputPcm) -> Decibels:
    """Return the level of a microphone block, its constant part left out: int16, (frames,)."""
    if not pcm.size:
        return SILENCE
    sound = pcm.astype(np.float32)
    mean = float(sound.sum()) / sound.size
    power = float(sound.dot(sound)) / sound.size - mean * mean
    return decibels(power / (_FULL_SCALE * _FULL_SCALE))


def speaker_level(pcm: OutputPcm) -> Decibels:
    """Return the level of a block that the mixer played: float32 in [-1, 1], (frames,)."""
    if not pcm.size:
        return SILENCE
    return decibels(float(pcm.dot(pcm)) / pcm.size)


def decibels(power: float) -> Decibels:
    """Return a power as a level, `SILENCE` at the least."""
    return Decibels(10.0 * math.log10(power)) if power > _LEAST_POWER else SILENCE
