"""Kaldi's binary format, value by value: tokens, numbers, vectors, matrices in 32, 16 or 8 bits.

After kaldi/src/base/io-funcs.h and matrix/compressed-matrix.h. Little-endian; each number is preceded
by its size in bytes.
"""

import struct
from collections.abc import Sequence
from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike

HEADER = b"\0B"
"""What a binary file begins with."""


class Bits(IntEnum):
    """How finely a matrix is stored."""

    EIGHT = 8
    SIXTEEN = 16
    FULL = 32


def token(word: str) -> bytes:
    """Write a token such as `<Nnet3>`."""
    return word.encode("ascii") + b" "


def integer(number: int) -> bytes:
    """Write an int32."""
    return struct.pack("<bi", 4, number)


def real(number: float) -> bytes:
    """Write a float32."""
    return struct.pack("<bf", 4, number)


def boolean(truth: bool) -> bytes:
    """Write a bool."""
    return b"T" if truth else b"F"


def integers(numbers: Sequence[int]) -> bytes:
    """Write a vector of int32."""
    return integer(len(numbers)) + np.asarray(numbers, "<i4").tobytes()


def vector(numbers: ArrayLike) -> bytes:
    """Write a vector of float32."""
    row = np.asarray(numbers, "<f4")
    return token("FV") + integer(row.size) + row.tobytes()


def matrix(numbers: ArrayLike, bits: Bits = Bits.FULL) -> bytes:
    """Write a matrix of (rows, columns); with fewer bits each value is a step between the least and the greatest."""
    rows = np.ascontiguousarray(numbers, "<f4")
    height, width = rows.shape
    if bits is Bits.FULL:
        return token("FM") + integer(height) + integer(width) + rows.tobytes()
    least = float(rows.min())
    span = float(rows.max()) - least or 1e-6
    steps = np.round((rows - least) / span * (2**bits - 1))
    kind, dtype = ("CM2", "<u2") if bits is Bits.SIXTEEN else ("CM3", "u1")
    return token(kind) + struct.pack("<ffii", least, span, height, width) + steps.astype(dtype).tobytes()
