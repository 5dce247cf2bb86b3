"""Whether a decoding graph is whole: Vosk answers a damaged one by ending the process."""

from io import SEEK_CUR, BufferedReader
from pathlib import Path

_MAGIC = 2_125_659_606  # of every OpenFst file
_STATE_BYTES, _ARC_BYTES = 20, 16  # of the type "const"
_BEFORE_COUNTS = 24  # bytes of version, flags, properties and start state
_LONGEST_NAME = 64  # bytes


def is_whole_graph(file: Path) -> bool:
    """Say whether a file has the header of an OpenFst graph and, where the type tells its size, all its bytes.

    The format is that of OpenFst's fst.h (FstHeader) and const-fst.h: little-endian, strings by length.
    """
    try:
        with file.open("rb") as stream:
            return _is_whole(stream, file.stat().st_size)
    except (OSError, ValueError):
        return False


def _is_whole(stream: BufferedReader, size: int) -> bool:
    if _integer(stream) != _MAGIC:
        return False
    kind = _name(stream)
    _name(stream)  # of the arcs
    stream.seek(_BEFORE_COUNTS, SEEK_CUR)
    states, arcs = _integer(stream, 8), _integer(stream, 8)
    return kind != b"const" or size >= stream.tell() + states * _STATE_BYTES + arcs * _ARC_BYTES


def _name(stream: BufferedReader) -> bytes:
    length = _integer(stream)
    if not 0 < length <= _LONGEST_NAME:
        raise ValueError("no OpenFst header")
    return stream.read(length)


def _integer(stream: BufferedReader, size: int = 4) -> int:
    read = stream.read(size)
    if len(read) < size:
        raise ValueError("the header is cut off")
    return int.from_bytes(read, "little", signed=True)
