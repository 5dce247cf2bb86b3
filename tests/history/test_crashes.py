"""What is looked for after a kill: reps that are missing from the history, and a damaged database."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.history.sessions import FIRST_DAY, arched, keep, keep_as
from voicecoach.core.errors import RehearsalBroken
from voicecoach.history.crashes import SCREEN, TypedCoach, finish

CREDITED = 4
"""Reps that `arched` credits."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / SCREEN).write_text(
        "  1:18.4  coach  And hold.\n  1:20.4  coach  three\n  1:22.0  coach  one one thousand two one thousand\n"
    )
    return tmp_path


def test_a_rep_that_was_counted_aloud_and_is_not_in_the_journal_is_a_fault(folder: Path) -> None:
    assert list(TypedCoach().faults(folder, 0)) == ["1 reps were counted aloud and are not in the journal"]


def test_a_history_with_every_credited_rep_has_no_fault(folder: Path) -> None:
    keep(folder / "voicecoach" / "journals", arched())
    assert list(TypedCoach().faults(folder, CREDITED)) == []


def test_a_credited_rep_that_is_missing_is_a_fault(folder: Path) -> None:
    keep(folder / "voicecoach" / "journals", arched())
    assert list(TypedCoach().faults(folder, CREDITED + 2)) == ["2 credited reps are not in the history"]


def test_a_damaged_database_is_a_fault(folder: Path) -> None:
    (folder / "history.sqlite").write_bytes(b"damaged" * 1000)
    assert "the database is damaged: file is not a database" in TypedCoach().faults(folder, 1)


def test_a_session_that_is_over_is_not_gone_on_with(folder: Path) -> None:
    journal = keep(folder / "voicecoach" / "journals", arched())
    TypedCoach().go_on(folder)
    assert TypedCoach().journals(folder) == (journal,)


def test_the_last_session_is_the_one_written_last_also_where_another_began_in_the_same_second(folder: Path) -> None:
    first = keep(folder / "voicecoach" / "journals", arched(), lines=1)
    second = keep_as(first.with_name(f"{first.stem}-2.jsonl"), arched(), FIRST_DAY)
    assert TypedCoach().journals(folder) == (second,)


def test_a_session_that_takes_too_long_is_told_and_ended() -> None:
    hanging = subprocess.Popen((sys.executable, "-c", "input()"), stdin=subprocess.PIPE, text=True)
    with pytest.raises(RehearsalBroken, match="did not end within 0 seconds"):
        finish(hanging, patience=0.0)
    assert hanging.returncode is not None
