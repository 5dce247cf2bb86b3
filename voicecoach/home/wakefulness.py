"""Keeping the computer awake while a session runs, with what each platform offers; a crash lets go of it too."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress

_SYSTEMD = (
    "systemd-inhibit",
    "--what=sleep:idle",
    "--who=voicecoach",
    "--why=A coached session is running",
    "cat",  # it ends with our end of its input, however we end
)

_ES_CONTINUOUS, _ES_SYSTEM_REQUIRED = 0x80000000, 0x00000001
"""Flags of SetThreadExecutionState (Microsoft, Windows API); Windows forgets them with the thread."""


def staying_awake(platform: str = sys.platform) -> AbstractContextManager[None]:
    """Return what keeps the computer from sleeping inside the block; where nothing can, the block runs all the same."""
    match platform:
        case "linux":
            return _beside(_SYSTEMD)
        case "darwin":
            return _beside(("caffeinate", "-i", "-w", str(os.getpid())))
        case "win32":
            return _required()
        case _:
            return nullcontext()


@contextmanager
def _beside(words: Sequence[str]) -> Iterator[None]:
    """Run a program during the block that ends when the block does, or this process."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the words stand above
            words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
    except OSError:
        yield
        return
    try:
        yield
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin:
        with suppress(OSError):
            process.stdin.close()
    process.terminate()
    try:
        process.wait(2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def _required() -> Iterator[None]:
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - only Windows has it
    kernel.SetThreadExecutionState(_ES_CONTINUOUS | _ES_SYSTEM_REQUIRED)
    try:
        yield
    finally:
        kernel.SetThreadExecutionState(_ES_CONTINUOUS)
