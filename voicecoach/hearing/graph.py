"""Whether a decoding graph is whole: Vosk answers a damaged one by ending the process."""

import struct
from io import BufferedReader
from pathlib import Path

_MAGIC = 2_125_659_606  # of every OpenFst file
_STATE_BYTES, _ARC_BYTES = 20, 16  # of the type "const"
_LONGEST_NAME = 64  # bytes


def is_whole_graph(file: Path) -> bool:
    """Say whether a file has the header of an OpenFst graph and, where the type tells its size, all its bytes.

    The format is that of OpenFst's fst.h (FstHeader) and const-fst.h: little-endian, strings by length.
    """
    try:
        with file.open("rb") as stream:
            return _is_whole(stream, file.stat().st_size)
    except (OSError, struct.error, ValueError):
        return False


def _is_whole(stream: BufferedReader, size: int) -> bool:
    (magic,) = struct.unpack("<i", stream.read(4))
    if magic != _MAGIC:
        return False
    kind = _name(stream)
    _name(stream)  # of the arcs
    _version, _flags, _properties, _start, states, arcs = struct.unpack("<iiQqqq", stream.read(40))
    if kind != b"const":
        return True
    return size >= stream.tell() + states * _STATE_BYTES + arcs * _ARC_BYTES


def _name(stream: BufferedReader) -> bytes:
    (length,) = struct.unpack("<i", stream.read(4))
    if not 0 < length <= _LONGEST_NAME:
        raise ValueError("no OpenFst header")
    return stream.read(length)
