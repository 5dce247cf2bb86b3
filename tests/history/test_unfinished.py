"""Which session can be gone on with, and which one is worth a question at the next start."""

import os
from datetime import timedelta
from pathlib import Path

from tests.core.story import Story
from tests.history.sessions import FIRST_DAY, arched, keep
from voicecoach.core.events import Interrupted
from voicecoach.core.machine import Phase
from voicecoach.history.unfinished import OFFERED_FOR, broken_off, latest_resumable

HALF = 40
"""Lines of `arched` by which some of its reps are done."""


def cut_off(folder: Path, *, days: int = 0, person: str = "me", lines: int | None = HALF) -> Path:
    """Write a session that was cut off a minute after it began."""
    path = keep(folder, arched(), days=days, person=person, lines=lines)
    written = (FIRST_DAY + timedelta(days=days, minutes=1)).timestamp()
    os.utime(path, (written, written))
    return path


def test_a_session_that_was_cut_off_is_offered_to_the_one_who_did_it(tmp_path: Path) -> None:
    path = cut_off(tmp_path)
    now = FIRST_DAY + timedelta(minutes=10)
    assert broken_off(tmp_path, "me", now) == path
    assert broken_off(tmp_path, "sam", now) is None


def test_one_that_was_closed_is_offered_too(tmp_path: Path) -> None:
    story = Story().run_to(Phase.DESCEND, rep=2)
    story.take(Interrupted(at=story.now))
    path = keep(tmp_path, story)
    assert broken_off(tmp_path, "me", FIRST_DAY) == path


def test_one_that_came_to_its_end_is_not(tmp_path: Path) -> None:
    cut_off(tmp_path, lines=None)
    assert broken_off(tmp_path, "me", FIRST_DAY) is None
    assert latest_resumable(tmp_path) is None


def test_one_that_came_to_no_rep_is_not_but_can_be_resumed_by_hand(tmp_path: Path) -> None:
    path = cut_off(tmp_path, lines=3)
    assert broken_off(tmp_path, "me", FIRST_DAY) is None
    assert latest_resumable(tmp_path) == path


def test_one_of_yesterday_is_another_workout(tmp_path: Path) -> None:
    path = cut_off(tmp_path)
    began = FIRST_DAY + timedelta(minutes=1)
    assert broken_off(tmp_path, "me", began + OFFERED_FOR) == path
    assert broken_off(tmp_path, "me", began + OFFERED_FOR + timedelta(seconds=1)) is None


def test_only_the_last_session_of_a_person_is_offered(tmp_path: Path) -> None:
    cut_off(tmp_path)
    later = keep(tmp_path, arched(), person="me", days=1)
    os.utime(later, (FIRST_DAY.timestamp() + 300, FIRST_DAY.timestamp() + 300))
    assert broken_off(tmp_path, "me", FIRST_DAY + timedelta(hours=1)) is None


def test_a_journal_that_cannot_be_read_hides_no_other_one(tmp_path: Path) -> None:
    path = cut_off(tmp_path)
    (tmp_path / "bad.jsonl").write_text("nonsense\n")
    assert broken_off(tmp_path, "me", FIRST_DAY) == path
    assert latest_resumable(tmp_path) == path
