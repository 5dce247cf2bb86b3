"""Tell how far the work is, in lines that a log file keeps."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

Item = TypeVar("Item")

_EVERY = 20.0  # seconds


class Progress:
    """Write a line now and then; each says how long the run has taken."""

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        self._stream = stream
        self._started = time.monotonic()

    @property
    def seconds(self) -> float:
        """Return how long ago the work began."""
        return time.monotonic() - self._started

    def say(self, line: str) -> None:
        """Write one line."""
        self._stream.write(f"[{self.seconds:6.0f} s] {line}\n")
        self._stream.flush()

    def over(self, doing: str, items: Iterable[Item], count: int) -> Iterator[Item]:
        """Pass items on, and say every 20 s how many went by."""
        said = self.seconds
        for number, item in enumerate(items, 1):
            yield item
            if self.seconds - said >= _EVERY:
                said = self.seconds
                self.say(f"{doing}: {number} of {count}")
        self.say(f"{doing}: done, {count}")
