"""One session at a time on one machine's sound devices: a lock that also a killed program lets go of."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import platformdirs

from voicecoach.core.errors import AnotherSession


def lock_file() -> Path:
    """Return the file whose lock means that a session is running."""
    return platformdirs.user_data_path("voicecoach") / "running.lock"


@contextmanager
def only_session(file: Path) -> Iterator[None]:
    """Hold the lock inside the block; where no lock can be kept the session runs all the same.

    Raises AnotherSession when another program holds it.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(file, isolation_level=None, timeout=0.0)
    except (OSError, sqlite3.Error):
        yield
        return
    with closing(lock):
        _take(lock)
        yield


def _take(lock: sqlite3.Connection) -> None:
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if error.sqlite_errorname.startswith("SQLITE_BUSY"):
            raise AnotherSession(
                "another session is running on this machine; say stop there and end it, then start this one"
            ) from error
