"""The program as a person runs it: a process of its own, in a home of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAM = (sys.executable, "-P", "-c", "from voicecoach.cli import main; main()")


def home_of(folder: Path) -> dict[str, str]:
    """Return an environment whose data, cache and logs lie in a folder."""
    return {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": "", "XDG_CACHE_HOME": "", "XDG_STATE_HOME": ""}


def voicecoach(
    *arguments: str | Path, environment: Mapping[str, str] | None = None, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run the program to its end, in a new home where none is given; return its exit code and what it printed."""
    with TemporaryDirectory() as home:
        return subprocess.run(
            (*PROGRAM, *map(str, arguments)),
            env=environment or home_of(Path(home)),
            input=typed,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line with which the program failed."""
    (line,) = done.stderr.strip().splitlines()
    return line
