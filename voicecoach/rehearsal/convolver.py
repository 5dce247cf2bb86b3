"""A room's answer to an endless sound, block by block."""

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.units import BLOCK

Block = NDArray[np.float64]
"""float64, (320,), 16 kHz."""

_SIZE = 2 * BLOCK
_SILENCE = np.zeros(BLOCK)


class Convolver:
    """Convolve a stream with an impulse response, without added delay; silence costs next to nothing.

    Uniformly partitioned overlap-add (Gardner 1995, Efficient Convolution without Input-Output Delay).
    """

    def __init__(self, response: NDArray[np.float64]) -> None:
        parts = max(1, -(-len(response) // BLOCK))
        padded = np.zeros(parts * BLOCK)
        padded[: len(response)] = response
        self._response = np.fft.rfft(padded.reshape(parts, BLOCK), _SIZE)
        self._coming = np.zeros_like(self._response)
        self._place = 0
        self._carry = _SILENCE
        self._blocks_left = 0

    def convolve(self, block: NDArray[np.floating]) -> Block:
        """Return the next block of the answer."""
        parts = len(self._response)
        if block.any():
            self._spread(np.fft.rfft(block, _SIZE))
            self._blocks_left = parts + 1
        if not self._blocks_left:
            return _SILENCE
        self._blocks_left -= 1
        sound = np.fft.irfft(self._coming[self._place], _SIZE)
        self._coming[self._place] = 0
        self._place = (self._place + 1) % parts
        answer = sound[:BLOCK] + self._carry
        self._carry = sound[BLOCK:]
        return np.asarray(answer)

    def _spread(self, spectrum: NDArray[np.complex128]) -> None:
        parts = len(self._response)
        answers = self._response * spectrum
        until_wrap = parts - self._place
        self._coming[self._place :] += answers[:until_wrap]
        self._coming[: self._place] += answers[until_wrap:]
