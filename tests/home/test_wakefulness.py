"""Keeping awake, with a stand-in for the platform's program: it notes its words and runs what it is given."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from voicecoach.home.wakefulness import staying_awake

INHIBIT = """#!/bin/sh
echo "$@" > {notes}
echo $$ > {number}
while [ "${{1#--}}" != "$1" ]; do shift; done
exec "$@"
"""
CAFFEINATE = """#!/bin/sh
echo "$@" > {notes}
echo $$ > {number}
exec cat
"""

PROGRAM = """
import time
from voicecoach.home.wakefulness import staying_awake
with staying_awake("linux"):
    time.sleep(60)
"""


class Platform:
    """A path on which the platform's program is a stand-in."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._notes, self._number = folder / "notes", folder / "number"
        for name, script in (("systemd-inhibit", INHIBIT), ("caffeinate", CAFFEINATE)):
            (folder / name).write_text(script.format(notes=self._notes, number=self._number))
            (folder / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")

    @property
    def words(self) -> str:
        _until(self._number.exists)
        return self._notes.read_text()

    @property
    def is_inhibited(self) -> bool:
        return Path(f"/proc/{self._number.read_text().strip()}").exists()


def _until(is_so: object) -> None:
    end = time.monotonic() + 10
    while not is_so():  # type: ignore[operator]
        assert time.monotonic() < end


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Platform:
    return Platform(tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("system", "words"),
    [
        pytest.param("linux", "--what=sleep:idle --who=voicecoach", id="linux"),
        pytest.param("darwin", f"-i -w {os.getpid()}", id="mac"),
    ],
)
def test_the_computer_is_kept_awake_inside_the_block_only(platform: Platform, system: str, words: str) -> None:
    with pytest.raises(KeyboardInterrupt), staying_awake(system):  # noqa: PT012 - both are the matter
        assert words in platform.words
        assert platform.is_inhibited
        raise KeyboardInterrupt
    assert not platform.is_inhibited


def test_a_program_that_is_killed_lets_the_computer_sleep(platform: Platform) -> None:
    process = subprocess.Popen([sys.executable, "-c", PROGRAM])
    assert "sleep:idle" in platform.words
    process.send_signal(signal.SIGKILL)
    process.wait()
    _until(lambda: not platform.is_inhibited)


@pytest.mark.parametrize("system", ["linux", "darwin", "plan9"])
def test_where_nothing_keeps_it_awake_the_session_runs_all_the_same(
    system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(KeyError, match="from inside"), staying_awake(system):
        raise KeyError("from inside")
