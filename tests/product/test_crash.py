"""Sessions killed without warning: no credited rep is lost, and going on leads to the total of a whole session.

`voicecoach bench crashes` kills two hundred.
"""

import json
from pathlib import Path
from random import Random

import pytest

from tests.product.program import home_of, voicecoach
from voicecoach.history.crashes import Rehearsed, TypedCoach, Whole, crash, run_whole
from voicecoach.rehearsal.persona_file import SHELF

pytestmark = pytest.mark.product

SHORT = "sets = 1\nreps = 8\nplank = 0\ncat_cows = 0\n"


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return run_whole(TypedCoach(), tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("seed", [2, 5])
def test_a_typed_session_that_is_killed_loses_nothing(typed: Whole, tmp_path: Path, seed: int) -> None:
    left = crash(TypedCoach(), tmp_path, typed, Random(seed))  # noqa: S311 - moments, no secrets
    assert (typed.total, left.total, left.faults) == (30, 30, ())


def test_a_rehearsal_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "routine.toml").write_text(SHORT)
    persona = tmp_path / "short.toml"
    persona.write_text(f'routine = "{tmp_path / "routine.toml"}"\n{(SHELF / "clean.toml").read_text()}')
    for name in ("whole", "killed"):
        (tmp_path / name).mkdir()
    whole = run_whole(Rehearsed(persona=str(persona)), tmp_path / "whole")
    left = crash(Rehearsed(persona=str(persona)), tmp_path / "killed", whole, Random(4))  # noqa: S311 - moments, no secrets
    assert (whole.total, left.total, left.faults) == (8, 8, ())


def test_the_next_start_offers_to_go_on_and_history_shows_it(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    (tmp_path / "routine.toml").write_text(SHORT)
    typed = ("coach", "--input", "keyboard", "--output", "none", "--routine", tmp_path / "routine.toml")
    broken = voicecoach(*typed, environment=home, typed="yes\nyes\nyes\nyes\npause@60\n")
    assert broken.returncode == 0
    assert "has not come to its end" in voicecoach("history", environment=home).stdout
    again = voicecoach(*typed, environment=home, typed="yes\nyes\n")
    assert "Do you want to finish it now?" in again.stdout
    sessions = json.loads(voicecoach("history", "--json", environment=home).stdout)
    assert [(session["perfect"], session["outcome"]) for session in sessions] == [(8, "finished")]


def test_a_no_to_the_offer_closes_that_session_and_begins_a_new_one(tmp_path: Path) -> None:
    home = home_of(tmp_path)
    typed = ("coach", "--input", "keyboard", "--output", "none")
    voicecoach(*typed, environment=home, typed="yes\nskip\nyes\nyes\nyes\npause@80\n")
    again = voicecoach(*typed, environment=home, typed="no\nyes@30\n")
    assert again.stdout.index("We begin a new one") < again.stdout.index("Welcome. We do leg raises")
    outcomes = [session["outcome"] for session in json.loads(voicecoach("history", "--json", environment=home).stdout)]
    assert outcomes == ["ended", "closed"]
