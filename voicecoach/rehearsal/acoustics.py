"""How a room answers: impulse responses and levels over distance."""

from math import pi, sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.units import RATE
from voicecoach.rehearsal.persona import Room
from voicecoach.rehearsal.recording import recording

Response = NDArray[np.float64]
"""Impulse response: float64, (taps,), 16 kHz."""

SPEED_OF_SOUND = 343.0
"""Metres a second in air of 20 degrees."""

VOLUME = 50.0
"""Cubic metres of the simulated room: a living room."""

DIRECTIVITY = 2.0
"""Factor by which a mouth radiates more to the front than evenly all round."""


def voice_response(room: Room, chance: np.random.Generator) -> Response:
    """Return the path from the mouth to the microphone; its direct sound has the gain 1 / distance."""
    if room.impulse_response:
        return _recorded(room.impulse_response) / room.distance
    travel = round(room.distance / SPEED_OF_SOUND * RATE)
    direct = np.zeros(travel + 1)
    direct[travel] = 1 / room.distance
    return np.concatenate([direct, _tail(room.rt60, chance)])


def leak_response(room: Room, level: float, chance: np.random.Generator) -> Response:
    """Return the path from the speaker to the microphone without its delay; `level` is its whole gain in dB."""
    if room.impulse_response:
        path = _recorded(room.impulse_response)
    else:
        path = np.concatenate([np.ones(1), _tail(room.rt60, chance)])
    return np.asarray(path * (gain(level) / np.linalg.norm(path)))


def gain(level: float) -> float:
    """Return the factor of a level in dB."""
    return float(10 ** (level / 20))


def _tail(rt60: float, chance: np.random.Generator) -> Response:
    """Return the reverberation of a source that is heard with gain 1 at 1 m.

    Noise under an exponential decay, as strong as diffuse-field theory has it: equal to the direct sound at the
    critical distance 0.1 sqrt(Q V / (pi RT60)) (Kuttruff 2016, Room Acoustics, 5.1).
    """
    taps = round(rt60 * RATE)
    if not taps:
        return np.zeros(0)
    decay = 10 ** (-3 * np.arange(taps) / taps)
    noise = chance.standard_normal(taps) * decay
    critical_distance = 0.1 * sqrt(DIRECTIVITY * VOLUME / (pi * rt60))
    return np.asarray(noise / (np.linalg.norm(noise) * critical_distance))


def _recorded(file: Path) -> Response:
    """Return a recorded response from its loudest sample on, which becomes 1."""
    path = recording(file).astype(np.float64)
    start = int(np.argmax(np.abs(path)))
    return np.asarray(path[start:] / path[start])
