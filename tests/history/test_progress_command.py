"""What `voicecoach progress` shows of the floor."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.core.story import Story
from tests.core.test_golden import floor_higher, floor_marked
from tests.history.sessions import FIRST_DAY, keep
from voicecoach.cli.progress import progress
from voicecoach.history.journals import journal_folder

TODAY = (date.today() - FIRST_DAY.date()).days
"""A break of two weeks would ask for another kind, whose floor is not known."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.delenv("VOICECOACH_DATABASE", raising=False)
    journal_folder().mkdir(parents=True)


def test_the_floor_its_spread_and_why_it_moved_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    keep(journal_folder(), floor_marked(), days=TODAY - 2)
    keep(journal_folder(), floor_higher(), days=TODAY)
    progress()
    shown = capsys.readouterr().out
    assert "68% down, spread 5%" in shown
    assert "marked" in shown
    assert "higher: two arches" in shown
    assert "next floor: 70% down (kept); 2 sessions without an arch lower it" in shown


def test_the_figures_hold_the_floor_that_comes(capsys: pytest.CaptureFixture[str]) -> None:
    keep(journal_folder(), floor_higher(), days=TODAY)
    progress(as_json=True)
    figures = json.loads(capsys.readouterr().out)
    assert figures["next_floor"] == {"fraction": 0.7, "cause": "kept"}
    assert figures["sessions"][0]["floor_cause"] == "raised"


def test_a_floor_that_was_the_ground_is_looked_for_anew(capsys: pytest.CaptureFixture[str]) -> None:
    keep(journal_folder(), Story().finish())
    progress()
    assert "next floor: looked for in slow test descents" in capsys.readouterr().out
