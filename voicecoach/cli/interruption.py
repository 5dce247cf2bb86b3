"""What ends a session from outside: Ctrl-C, `kill`, a terminal that closes, and a disk that takes no journal."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import typer

from voicecoach.app import Conductor
from voicecoach.core.turn import Turn
from voicecoach.history.journals import JournalFile

CTRL_C = 130

_ENDS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""What `kill` and a terminal that closes send; Windows has only the first."""

_STDOUT, _STDERR = 1, 2


class Interruption:
    """Close the session when it is asked to end, at once on a second Ctrl-C; say once that no journal can be saved."""

    def __init__(self) -> None:
        self._conductor: Conductor | None = None
        self._journal: JournalFile | None = None
        self._is_told = False

    def arm(self, conductor: Conductor, journal: JournalFile) -> None:
        """Learn what to interrupt."""
        self._conductor, self._journal = conductor, journal

    @property
    def journal(self) -> Path | None:
        """Return the journal of the session that ran last."""
        return self._journal.path if self._journal else None

    def watch(self, _turn: Turn) -> None:
        """Say once that the journal waits in memory."""
        if self._journal and self._journal.fault and not self._is_told:
            self._is_told = True
            typer.echo(
                f"the journal {self._journal.path} cannot be written: {self._journal.fault}; "
                "the session goes on and keeps it in memory",
                err=True,
            )

    @contextmanager
    def on_ctrl_c(self) -> Iterator[None]:
        """Catch Ctrl-C inside the block, and what else asks the program to end."""
        before = signal.signal(signal.SIGINT, self._interrupt)
        try:
            with _caught(self._end):
                yield
        finally:
            signal.signal(signal.SIGINT, before)

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if self._conductor is None or self._conductor.is_interrupted:
            raise KeyboardInterrupt
        self._conductor.is_interrupted = True

    def _end(self, number: int, frame: FrameType | None) -> None:
        """End as on Ctrl-C; a shell and a kernel may both tell of one terminal, which is no second wish."""
        _leave_a_closed_terminal()
        if self._conductor is None or not self._conductor.is_interrupted:
            self._interrupt(number, frame)


@contextmanager
def ending_as_on_ctrl_c() -> Iterator[None]:
    """Let what else asks the program to end raise KeyboardInterrupt inside the block, once, so that all is put back."""

    def end(_number: int, _frame: FrameType | None) -> None:
        for ending in _ENDS:
            signal.signal(ending, signal.SIG_IGN)
        _leave_a_closed_terminal()
        raise KeyboardInterrupt

    with _caught(end):
        yield


@contextmanager
def _caught(handle: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Handle what asks the program to end inside the block, but for what it was started to ignore, as by `nohup`."""
    heeded = (number for number in _ENDS if signal.getsignal(number) is not signal.SIG_IGN)
    before = {number: signal.signal(number, handle) for number in heeded}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave_a_closed_terminal() -> None:
    """Let what is printed from now on go nowhere where the terminal refuses it."""
    for stream in (_STDOUT, _STDERR):
        try:
            os.write(stream, b"")
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream)
            os.close(nowhere)
