"""The coach's own voice taken out of the microphone: a linear model of the room, learned while it speaks."""

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.units import BLOCK
from voicecoach.ports import InputPcm, OutputPcm

PARTITIONS = 30
"""Blocks of 20 ms of echo that are modelled: 600 ms, of which untold buffers of the devices take up to 140.

Of 120 recorded "stop" 12 dB under the echo in six rooms (`bench.sound.barge_in`, speakers who calibrate) 48 were obeyed
with 400 ms, 58 with 600 and 59 with 800; 6 dB under it 76, 81 and 81.
"""

KEEPS = 0.9995
"""How much of what is known of the room holds for another block; less forgets faster and settles less deep."""

_FULL_SCALE = 32_768.0
_BINS = BLOCK + 1
_UNKNOWN = 0.1  # variance of the room's response in a block, before anything was heard of it
_DELAY = 7  # blocks of the response that may hold the direct sound; what comes later is a tail
_FADE = 0.1  # bels a block by which a tail loses power at the least: 60 dB in 1.2 s
_SMOOTHING = 0.8  # of the power of what is no echo, from block to block
_LEAST = 1e-10

_RAIL = 32_700  # of int16, from which on a converter clips

Spectra = NDArray[np.complex128]
Powers = NDArray[np.float64]


class KalmanCanceller:
    """Fulfil `ports.EchoCanceller` by a partitioned-block Kalman filter in the frequency domain.

    The room is a state that drifts slowly; what the coach does not explain is noise, so a person who speaks over
    the coach slows the learning down by itself, without a detector of double talk (Enzner and Vary 2006,
    Frequency-domain adaptive Kalman filter for acoustic echo control; Kuech, Mabande and Enzner 2014, State-space
    architecture of the partitioned-block-based acoustic echo controller). It is linear: what a speaker distorts
    stays. An echo that comes before its reference cannot be modelled. A muted microphone, all zeros, teaches nothing,
    nor does one that is driven too far, of which the echo is expected no louder than its converter can tell.
    """

    def __init__(self) -> None:
        self._window = np.zeros(2 * BLOCK)
        self._played: Spectra = np.zeros((PARTITIONS, _BINS), np.complex128)
        self._response: Spectra = np.zeros((PARTITIONS, _BINS), np.complex128)
        tail = np.maximum(0, np.arange(PARTITIONS) - _DELAY)
        self._doubt: Powers = np.repeat(_UNKNOWN * 10 ** (-_FADE * tail)[:, None], _BINS, axis=1)
        self._rest: Powers = np.full(_BINS, 1e-6)
        self._silent = PARTITIONS + 1

    def clean(self, pcm: InputPcm, reference: OutputPcm) -> InputPcm:
        """Return a block without the echo that is due: int16, (320,); `reference` is float32, (320,), as played then.

        While the coach has been silent for as long as a room rings, the block comes back as it is.
        """
        self._silent = 0 if reference.any() else self._silent + 1
        if self._silent > PARTITIONS:
            return pcm
        self._take(reference)
        heard = pcm / _FULL_SCALE
        error = heard - np.clip(self._echo(), -1.0, 1.0)
        if pcm.any() and not _is_clipped(pcm):
            self._learn(error)
        if np.dot(error, error) > np.dot(heard, heard):
            return pcm
        return np.clip(np.rint(error * _FULL_SCALE), -32_768, 32_767).astype(np.int16)

    def _take(self, reference: OutputPcm) -> None:
        self._window = np.concatenate([self._window[BLOCK:], reference])
        self._played = np.roll(self._played, 1, axis=0)
        self._played[0] = np.fft.rfft(self._window)

    def _echo(self) -> Powers:
        """Return the expected echo of this block: the later half of the circular convolution."""
        whole = np.fft.irfft((self._response * self._played).sum(axis=0))
        return np.asarray(whole[BLOCK:], np.float64)

    def _learn(self, error: Powers) -> None:
        spectrum = np.fft.rfft(np.concatenate([np.zeros(BLOCK), error]))
        self._rest = _SMOOTHING * self._rest + (1 - _SMOOTHING) * np.abs(spectrum) ** 2
        power = np.abs(self._played) ** 2
        trust = self._doubt / (0.5 * (power * self._doubt).sum(axis=0) + self._rest + _LEAST)
        step = np.fft.irfft(trust * np.conj(self._played) * spectrum, axis=1)
        step[:, BLOCK:] = 0  # a response lasts one block in each partition
        self._response += np.fft.rfft(step, axis=1)
        drift = (1 - KEEPS**2) * np.abs(self._response) ** 2 + _LEAST
        self._doubt = KEEPS**2 * (1 - 0.5 * trust * power) * self._doubt + drift


def _is_clipped(pcm: InputPcm) -> bool:
    return int(np.abs(pcm.astype(np.int32)).max()) >= _RAIL
