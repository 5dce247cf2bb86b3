"""A session that is ended from outside is closed, whoever asks for it, and the program leaves nothing undone."""

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_app import HEADER, ScriptedSource, conductor
from voicecoach.app import Conductor
from voicecoach.cli.interruption import Interruption, ending_as_on_ctrl_c
from voicecoach.history.journals import JournalFile

ENDS = [signal.SIGTERM, signal.SIGHUP]


@pytest.fixture
def ended(tmp_path: Path) -> Iterator[tuple[Interruption, Conductor]]:
    interruption, running = Interruption(), conductor(ScriptedSource())
    journal = JournalFile(tmp_path / "journal.jsonl", HEADER)
    interruption.arm(running, journal)
    yield interruption, running
    journal.close()


@pytest.mark.parametrize("number", [signal.SIGINT, *ENDS])
def test_a_session_is_closed_by_ctrl_c_by_kill_and_by_a_terminal_that_closes(
    number: int, ended: tuple[Interruption, Conductor]
) -> None:
    interruption, running = ended
    before = signal.getsignal(number)
    with interruption.on_ctrl_c():
        signal.raise_signal(number)
        assert running.is_interrupted
    assert signal.getsignal(number) is before


def test_a_second_ctrl_c_ends_at_once_but_a_second_word_of_the_shell_does_not(
    ended: tuple[Interruption, Conductor],
) -> None:
    interruption, _ = ended
    with interruption.on_ctrl_c():
        for number in (signal.SIGHUP, signal.SIGHUP, signal.SIGTERM):
            signal.raise_signal(number)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


@pytest.mark.parametrize("number", ENDS)
def test_before_a_session_begins_the_program_ends_as_on_ctrl_c_and_only_once(number: int) -> None:
    with ending_as_on_ctrl_c():
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
        signal.raise_signal(number)
    assert signal.getsignal(number) is signal.SIG_DFL


def test_what_the_program_was_started_to_ignore_it_ignores() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with ending_as_on_ctrl_c():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


IN_A_TERMINAL = """
import os, sys, threading
from voicecoach.cli.interruption import ending_as_on_ctrl_c
with ending_as_on_ctrl_c():
    try:
        print("in", flush=True)
        threading.Event().wait(30)
    finally:
        print("closed; go on with", flush=True)
        open(sys.argv[1], "w").close()
"""


def test_a_terminal_that_closed_keeps_nobody_from_putting_things_back(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    words = [sys.executable, "-c", IN_A_TERMINAL, str(tmp_path / "done")]
    process = subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    with open(ours, "rb", buffering=0) as terminal:
        terminal.readline()  # all of the line: what cannot be printed before the signal is another matter
    process.send_signal(signal.SIGHUP)
    process.wait(20)
    assert (tmp_path / "done").exists()
