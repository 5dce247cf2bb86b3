"""A session that goes into the history while it runs, one transaction a set."""

import threading
from collections.abc import Callable
from queue import SimpleQueue

from voicecoach.core.machine import Phase
from voicecoach.core.turn import Turn

AFTER_A_SET = (Phase.REST, Phase.PLANK, Phase.SUMMARY)
"""What begins when a set has ended."""


class Ongoing:
    """Let the session be stored after each set, on a thread of its own, so that the loop never waits for a disk."""

    def __init__(self, store: Callable[[], object]) -> None:
        self._store = store
        self._phase = Phase.READY_CHECK
        self._ends: SimpleQueue[bool] = SimpleQueue()
        """A true value for each set that ended, then a false one."""
        self._thread = threading.Thread(target=self._keep_storing, daemon=True)

    def __enter__(self) -> "Ongoing":
        self._thread.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self._ends.put(False)
        self._thread.join()

    def observe(self, turn: Turn) -> None:
        """Take note of the end of a set."""
        before, self._phase = self._phase, turn.phase
        if turn.phase is not before and turn.phase in AFTER_A_SET:
            self._ends.put(True)

    def _keep_storing(self) -> None:
        while self._ends.get():
            self._store()
