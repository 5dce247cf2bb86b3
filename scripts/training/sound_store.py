"""Many short sounds in one file: samples one after the other, and a line of JSON for each."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Where an utterance lies in its store, and what is said in it."""

    text: str
    speaker: str
    start: int
    """First row: a sample of sound, or a frame of features."""
    length: int
    source: str
    """Which part of the corpus it is from, such as `words-train`."""


class StoreWriter:
    """Append arrays to a store; its index is written at the end, so a store without one is unfinished."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._index = folder / f"{name}.jsonl"
        self._index.unlink(missing_ok=True)
        self._rows = (folder / f"{name}.bin").open("wb")
        self._stored: list[Stored] = []
        self.length = 0
        """Rows so far."""

    def add(self, rows: NDArray[np.generic], *, text: str, speaker: str, source: str) -> None:
        """Append one utterance's rows."""
        self._rows.write(np.ascontiguousarray(rows).tobytes())
        self._stored.append(Stored(text=text, speaker=speaker, start=self.length, length=len(rows), source=source))
        self.length += len(rows)

    def close(self) -> None:
        """Write the index."""
        self._rows.close()
        lines = (json.dumps(asdict(stored)) + "\n" for stored in self._stored)
        self._index.write_text("".join(lines), encoding="utf-8")


class Store:
    """Read a store's arrays from the disk as they are needed."""

    def __init__(self, folder: Path, name: str, dtype: type[np.generic], width: int = 1) -> None:
        rows = np.memmap(folder / f"{name}.bin", dtype, "r")
        self._rows = rows if width == 1 else rows.reshape(-1, width)
        lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        self.stored = tuple(Stored(**json.loads(line)) for line in lines)

    def rows(self, stored: Stored) -> NDArray[np.generic]:
        """Return one utterance's rows: (length,) or (length, width)."""
        return self._rows[stored.start : stored.start + stored.length]

    def __iter__(self) -> Iterator[Stored]:
        return iter(self.stored)


def is_finished(folder: Path, name: str) -> bool:
    """Say whether a store was written to its end."""
    return (folder / f"{name}.jsonl").is_file()
