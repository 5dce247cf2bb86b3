"""Typed commands: each line of a text stream is taken as if it had been spoken."""

import math
import queue
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from voicecoach.core.commands import MEANING_OF
from voicecoach.core.events import Event, Heard, Misheard
from voicecoach.core.units import Seconds, on_grid
from voicecoach.hearing.people import introductions


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A line that was typed, and when it is meant to be said."""

    phrase: str
    at: Seconds | None
    """The session time of a line such as `rep failed@12.4`, or nothing for at once."""


class Keyboard:
    """Read lines on a thread of its own, so that the loop never waits for them."""

    is_lost = False

    def __init__(self, stream: Iterable[str], people: Iterable[str] = ()) -> None:
        """Read a stream; `people` may say that it is them."""
        self._meanings = {**MEANING_OF, **introductions(people)}
        self._lines: queue.SimpleQueue[Typed | None] = queue.SimpleQueue()
        self._waiting: list[Typed] = []
        self._has_ended = False
        threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    @property
    def is_exhausted(self) -> bool:
        """Say whether the stream has ended and every line has been taken."""
        return self._has_ended and not self._waiting

    @property
    def has_ended(self) -> bool:
        """Say whether the stream has ended; lines with a time may still wait for it."""
        return self._has_ended

    def due(self, now: Seconds) -> Sequence[Event]:
        """Return the lines whose time has come, in the order in which they were typed."""
        self._waiting.extend(self._arrived())
        due = [typed for typed in self._waiting if typed.at is None or typed.at <= now]
        self._waiting = [typed for typed in self._waiting if typed not in due]
        return tuple(self._event(typed, now) for typed in due)

    def _event(self, typed: Typed, now: Seconds) -> Event:
        meaning = self._meanings.get(typed.phrase)
        if meaning is None:
            return Misheard(at=now, spoken_at=now, text=typed.phrase)
        return Heard.saying(meaning, typed.phrase, at=now, spoken_at=now)

    def _arrived(self) -> Iterator[Typed]:
        while not self._lines.empty():
            typed = self._lines.get()
            if typed is None:
                self._has_ended = True
            else:
                yield typed

    def _read(self, stream: Iterable[str]) -> None:
        for line in stream:
            if line.strip():
                self._lines.put(parse_line(line))
        self._lines.put(None)


def parse_line(line: str) -> Typed:
    """Return a typed line; what stands behind an at sign is its time if it is a number."""
    phrase, _, at = line.lower().rpartition("@")
    try:
        time = float(at)
    except ValueError:
        time = math.nan
    if phrase and math.isfinite(time):
        return Typed(phrase=_plain(phrase), at=on_grid(time))
    return Typed(phrase=_plain(line.lower()), at=None)


def _plain(text: str) -> str:
    """Return the words alone: "Stop!" is a stop, and a curly apostrophe is one."""
    return " ".join(re.findall(r"[\w']+", text.replace("\u2019", "'")))
