"""Make the next things while the last one is used: the network's threads leave half a core to the making of batches."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

_END = object()


def ahead(made: Iterable[T]) -> Iterator[T]:
    """Return what an iterable makes, in its order, the next one in the making on a thread of its own."""
    source = iter(made)
    with ThreadPoolExecutor(1) as maker:
        following = maker.submit(next, source, _END)
        while (one := following.result()) is not _END:
            following = maker.submit(next, source, _END)
            yield one  # type: ignore[misc]
