"""Utterances of like length together, padded to one array."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.features import WIDTH
from training.network import STRIDE, Shape
from training.sound_store import Store, Stored

FRAMES = 6400
"""Input frames of one batch: 64 s of sound."""

_MOST = 96  # utterances in a batch
_JITTER = 25.0  # frames by which lengths are blurred, so that batches differ from epoch to epoch


Vary = Callable[[NDArray[np.float32], str], tuple[NDArray[np.float32], str]]
"""Turns an utterance's features and text into another version of both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some utterances as the network takes them."""

    features: NDArray[np.float32]
    """(utterances, frames, 40), with the network's context on both sides."""
    lengths: NDArray[np.int64]
    """Output frames of each utterance."""
    texts: tuple[str, ...]
    sources: tuple[str, ...]


def epoch(stored: Sequence[Stored], rng: np.random.Generator) -> list[list[Stored]]:
    """Sort all utterances into batches of like length, in random order."""
    blurred = np.array([one.length for one in stored]) + rng.uniform(-_JITTER, _JITTER, len(stored))
    groups = list(grouped(stored[index] for index in np.argsort(blurred)))
    rng.shuffle(groups)  # type: ignore[arg-type]
    return groups


def grouped(stored: Iterable[Stored]) -> Iterator[list[Stored]]:
    """Cut a sequence into batches of at most FRAMES, padding included."""
    group: list[Stored] = []
    longest = 0
    for one in stored:
        if group and (max(longest, one.length) * (len(group) + 1) > FRAMES or len(group) == _MOST):
            yield group
            group, longest = [], 0
        group.append(one)
        longest = max(longest, one.length)
    if group:
        yield group


def _as_it_is(frames: NDArray[np.float32], text: str) -> tuple[NDArray[np.float32], str]:
    return frames, text


def batch(store: Store, group: Sequence[Stored], shape: Shape, vary: Vary = _as_it_is) -> Batch:
    """Read a batch from the disk, each utterance varied."""
    varied = [vary(store.rows(one).astype(np.float32), one.text) for one in group]
    utterances = [frames for frames, _ in varied]
    return Batch(
        features=padded(utterances, shape),
        lengths=np.array([-(-len(frames) // STRIDE) for frames in utterances]),
        texts=tuple(text for _, text in varied),
        sources=tuple(one.source for one in group),
    )


def padded(utterances: Sequence[NDArray[np.float32]], shape: Shape) -> NDArray[np.float32]:
    """Return features of utterances as the network takes them, see Batch."""
    longest = max(-(-len(frames) // STRIDE) for frames in utterances) * STRIDE
    rows = np.empty((len(utterances), shape.left + longest + shape.right, WIDTH), np.float32)
    for row, frames in zip(rows, utterances, strict=True):
        _fill(row, frames, shape.left)
    return rows


def _fill(row: NDArray[np.float32], frames: NDArray[np.float32], left: int) -> None:
    """Repeat the first and the last frame as context, as Kaldi's decoder does."""
    row[:left] = frames[0]
    row[left : left + len(frames)] = frames
    row[left + len(frames) :] = frames[-1]
