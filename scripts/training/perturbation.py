"""Vary features each time they are trained on: tempo, voice, microphone, noise, hidden bands.

What `augmentation` does to sound happens once, before the training; this costs a few milliseconds a batch
and never gives the same utterance twice. All of it works on the logarithmic mel spectrum, which is
the cepstra turned back. Voices after Jaitly and Hinton, "Vocal tract length perturbation improves speech
recognition", 2013; hidden bands after Park et al., "SpecAugment", 2019.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.fft import dct
from scipy.signal import lfilter

from training.features import HIGH, LOW, WIDTH

Frames = NDArray[np.float32]
"""(frames, 40): features, or their logarithmic mel spectrum."""

_LIFTER = 22.0  # of Kaldi's cepstra
_TEMPO = (0.84, 1.18)
_TRACTS = np.linspace(0.87, 1.16, 25)  # length of the vocal tract against the speaker's own
_KNOBS = 7
_TONE = 2.5  # dB, of each knob
_NOISE_BELOW = (0.0, 32.0)  # dB
_WIDEST_BAND = 7
_RINGING = (0.15, 0.8)  # seconds in which a room's echo falls by 60 dB
_ECHO = (-12.0, 2.0)  # dB, the whole echo against what comes straight
_FAINTEST = -40.0  # nats below the loudest
_FRAME = 0.01  # seconds
_DECIBEL = float(np.log(10) / 10)


def _cepstra_of_mel() -> NDArray[np.float64]:
    """Return the matrix that turns a mel spectrum into Kaldi's cepstra: (40, 40)."""
    lifter = 1 + 0.5 * _LIFTER * np.sin(np.pi * np.arange(WIDTH) / _LIFTER)
    return lifter[:, None] * dct(np.eye(WIDTH), axis=0, norm="ortho")


_FORTH = _cepstra_of_mel()
_BACK = np.linalg.inv(_FORTH)


class Perturbation:
    """Vary one utterance after the other."""

    def __init__(self, noises: Sequence[Frames]) -> None:
        """Take features of stretches in which nobody speaks."""
        self._noises = [_mel(noise) for noise in noises if len(noise)]
        self._warps = [warp(tract) for tract in _TRACTS]

    def vary(self, frames: Frames, rng: np.random.Generator) -> Frames:
        """Return another version of an utterance's features, longer or shorter too."""
        mel = _mel(frames)
        if rng.random() < 0.6:
            mel = _at_tempo(mel, rng.uniform(*_TEMPO))
        if rng.random() < 0.8:
            mel = mel @ self._warps[rng.integers(len(self._warps))]
        if rng.random() < 0.35:
            mel = _reverberated(mel, rng)
        if rng.random() < 0.7:
            mel = mel + _tone(rng)
        if self._noises and rng.random() < 0.5:
            mel = self._with_noise(mel, rng)
        if rng.random() < 0.4:
            mel = _with_hidden_band(mel, rng)
        return (mel @ _FORTH.T).astype(np.float32)

    def _with_noise(self, mel: Frames, rng: np.random.Generator) -> Frames:
        noise = self._noises[rng.integers(len(self._noises))]
        start = rng.integers(len(noise))
        stretch = noise[(start + np.arange(len(mel))) % len(noise)]
        return _mixed(mel, stretch, rng.uniform(*_NOISE_BELOW))


def noisy(frames: Frames, noise: Frames, below: float) -> Frames:
    """Return features of an utterance with noise of the same length, so many dB below its loud parts."""
    return (_mixed(_mel(frames), _mel(noise)[: len(frames)], below) @ _FORTH.T).astype(np.float32)


def _mixed(mel: Frames, noise: Frames, below: float) -> Frames:
    louder = np.percentile(mel, 90) - np.percentile(noise, 90) - below * _DECIBEL
    return np.logaddexp(mel, noise + np.float32(louder))


def _mel(frames: Frames) -> Frames:
    return (frames.astype(np.float32) @ _BACK.T.astype(np.float32)).astype(np.float32)


def _at_tempo(mel: Frames, tempo: float) -> Frames:
    places = np.linspace(0, len(mel) - 1, max(2, round(len(mel) / tempo)))
    below = np.minimum(places.astype(int), len(mel) - 2) if len(mel) > 1 else np.zeros(len(places), int)
    part = (places - below)[:, None].astype(np.float32)
    return mel[below] * (1 - part) + mel[np.minimum(below + 1, len(mel) - 1)] * part


def _reverberated(mel: Frames, rng: np.random.Generator) -> Frames:
    """Let each band's power ring: a decaying echo of all earlier frames is added to each."""
    kept = 10 ** (-6 * _FRAME / rng.uniform(*_RINGING))
    echo = (1 - kept) * 10 ** (rng.uniform(*_ECHO) / 10)
    top = float(mel.max())
    power = np.exp(np.maximum(mel - top, _FAINTEST))
    ringing = lfilter([0.0, echo], [1.0, -kept], power, axis=0)
    return (np.log(power + ringing) + top).astype(np.float32)


def warp(tract: float) -> NDArray[np.float32]:
    """Return the matrix by which a mel spectrum becomes that of a longer or shorter vocal tract: (40, 40)."""
    edges = np.linspace(_to_mel(LOW), _to_mel(HIGH), WIDTH + 2)
    centres = edges[1:-1]
    asked = np.clip(_to_mel(700 * (np.exp(centres / 1127) - 1) * tract), centres[0], centres[-1])
    return np.stack([np.interp(asked, centres, band) for band in np.eye(WIDTH)]).astype(np.float32)


def _to_mel(frequency: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return 1127 * np.log(1 + np.asarray(frequency) / 700)


def _tone(rng: np.random.Generator) -> Frames:
    knobs = np.cumsum(rng.normal(0, _TONE, _KNOBS))
    curve = np.interp(np.linspace(0, _KNOBS - 1, WIDTH), np.arange(_KNOBS), knobs - knobs.mean())
    return (curve * _DECIBEL + rng.uniform(-6, 6) * _DECIBEL).astype(np.float32)


def _with_hidden_band(mel: Frames, rng: np.random.Generator) -> Frames:
    width = rng.integers(1, _WIDEST_BAND + 1)
    lowest = rng.integers(WIDTH - width)
    made = mel.copy()
    made[:, lowest : lowest + width] = mel[:, lowest : lowest + width].mean(0)
    return made
