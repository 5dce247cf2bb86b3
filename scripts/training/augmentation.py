"""Make one utterance sound as it might in a living room: another pace, room, microphone, distance, noise, breath."""

import numpy as np
import soxr
from scipy.fft import next_fast_len

from training.noises import Noises, Sound, breath, reverberate
from training.recordings import RATE

_FULL = 32767.0
_BANDS = (0.0, 300.0, 1000.0, 2000.0, 4000.0, 6000.0, 8000.0)  # Hz, where the random tone control has its knobs


def augment(sound: Sound, noises: Noises, *, person: bool, rng: np.random.Generator) -> Sound:
    """Return a variant of an utterance: whole numbers in the range of int16.

    `sound` is in that range too. A recorded `person` is changed less than a synthetic voice.
    """
    made = _at_pace(sound / _FULL, rng.uniform(0.88, 1.14) if person else rng.uniform(0.82, 1.2))
    made = _with_silence(made, rng, person=person)
    if rng.random() < 0.2:
        made = _with_breath(made, rng)
    if rng.random() < (0.45 if person else 0.6):
        made = reverberate(made, rng)
    if rng.random() < 0.6:
        made = equalise(made, rng)
    if rng.random() < 0.06:
        made = soxr.resample(soxr.resample(made, RATE, 8000), 8000, RATE)
    made = made * 10 ** (rng.uniform(-32, -1) / 20) / (np.abs(made).max() + 1e-9)
    return _whole(_with_noise(made, noises, rng))


def nearly_plain(sound: Sound, *, person: bool, rng: np.random.Generator) -> Sound:
    """Return an utterance with little but silence around it, at another pace and level, over faint noise."""
    made = _at_pace(sound / _FULL, rng.uniform(0.92, 1.1))
    made = _with_silence(made, rng, person=person)
    made = made * 10 ** (rng.uniform(-24, -2) / 20) / (np.abs(made).max() + 1e-9)
    return _whole(made + rng.normal(size=len(made)) * 10 ** (-rng.uniform(58, 85) / 20))


def no_speech(noises: Noises, rng: np.random.Generator) -> Sound:
    """Return a second or more in which nobody speaks: noise, breaths, or near silence."""
    made = np.zeros(int(RATE * rng.uniform(0.8, 3.5)))
    for _ in range(int(rng.integers(0, 3))):
        made = _with_breath(made + 1e-9, rng)
    made = made / (np.abs(made).max() + 1e-9) * 10 ** (rng.uniform(-40, -8) / 20)
    return _whole(made + noises.background(len(made), rng) * 10 ** (rng.uniform(-75, -22) / 20))


def equalise(sound: Sound, rng: np.random.Generator) -> Sound:
    """Return the sound through a random smooth tone control."""
    size = next_fast_len(len(sound), real=True)
    spectrum = np.fft.rfft(sound, size)
    frequencies = np.fft.rfftfreq(size, 1 / RATE)
    gains = np.cumsum(rng.normal(0, 3.0, len(_BANDS)))
    curve = np.interp(frequencies, _BANDS, gains - gains.mean())
    return np.fft.irfft(spectrum * 10 ** (curve / 20), size)[: len(sound)]


def _at_pace(sound: Sound, pace: float) -> Sound:
    return sound if abs(pace - 1) < 0.01 else soxr.resample(sound, RATE * pace, RATE, quality="MQ")


def _with_silence(sound: Sound, rng: np.random.Generator, *, person: bool) -> Sound:
    before, after = rng.uniform(0.0, 0.6, 2) if person else rng.uniform(0.05, 0.7, 2)
    return np.concatenate([np.zeros(int(before * RATE)), sound, np.zeros(int(after * RATE))])


def _with_breath(sound: Sound, rng: np.random.Generator) -> Sound:
    length = min(len(sound), int(RATE * rng.uniform(0.25, 0.9)))
    level = np.abs(sound).max() * 10 ** (rng.uniform(-26, -4) / 20)
    drawn = breath(length, rng) * level
    spot = 0 if rng.random() < 0.5 else len(sound) - length
    made = sound.copy()
    made[spot : spot + length] += drawn
    return made


def _with_noise(sound: Sound, noises: Noises, rng: np.random.Generator) -> Sound:
    made = sound
    if rng.random() < 0.85:
        made = made + noises.background(len(sound), rng) * _active_level(sound) * 10 ** (-rng.uniform(2, 34) / 20)
    if rng.random() < 0.9:
        made = made + rng.normal(size=len(sound)) * 10 ** (-rng.uniform(55, 92) / 20)
    return made


def _active_level(sound: Sound) -> float:
    """Return the root mean square of the 20 ms stretches within 25 dB of the loudest one."""
    stretch = RATE // 50
    powers = np.mean(sound[: len(sound) // stretch * stretch].reshape(-1, stretch) ** 2, axis=1)
    return float(np.sqrt(np.mean(powers[powers >= powers.max() * 10**-2.5]))) + 1e-9


def _whole(sound: Sound) -> Sound:
    return np.round(sound / max(1.0, float(np.abs(sound).max())) * _FULL)
