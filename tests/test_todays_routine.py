"""Today's session, as the history asks for it: its words get fewer, and it tells why it is less than the last one."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.story import SHORT, USUAL, Story
from tests.history.sessions import FIRST_DAY, hurt, keep
from voicecoach.core.exercise import Variation
from voicecoach.core.routine import STRETCH, Routine
from voicecoach.core.schedule import Day
from voicecoach.core.units import Seconds
from voicecoach.core.verbosity import Verbosity
from voicecoach.history.database import VARIABLE
from voicecoach.history.keeping import catch_up, rebuild
from voicecoach.wiring import memory_of, routine_for

SHORTLY_AFTER = 3
"""Days after the last session: no long break."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path / 'history.sqlite'}")
    (tmp_path / "journals").mkdir()
    return tmp_path / "journals"


def today(sessions: int) -> Day:
    return Day(FIRST_DAY.toordinal() + 2 * sessions + SHORTLY_AFTER)


@pytest.mark.parametrize(("sessions", "level"), [(2, "full"), (3, "short"), (9, "counts")])
def test_the_more_sessions_of_a_variation_the_less_is_said(folder: Path, sessions: int, level: str) -> None:
    for number in range(sessions):
        keep(folder, Story().finish(), days=2 * number)
    catch_up(folder)
    routine = routine_for(memory_of("me", today(sessions)))
    assert (routine.verbosity, routine.earlier_sessions) == (Verbosity(level), sessions)
    assert routine.because == ()


def test_after_pain_the_next_session_is_gentler_says_why_and_explains_the_new_variation(folder: Path) -> None:
    for number in range(4):
        keep(folder, Story().finish() if number < 3 else hurt(), days=2 * number)
    catch_up(folder)
    routine = routine_for(memory_of("me", today(4)))
    assert routine.variation is Variation("hands_under")
    assert routine.because == ("opening.after_pain", "opening.gentler")
    assert routine.verbosity is Verbosity.FULL


def test_without_a_history_it_is_the_usual_routine(folder: Path) -> None:
    assert routine_for(memory_of("me", today(0))) == Routine()


def sitting(answer: str) -> Story:
    return Story(replace(SHORT, asks_sitting=True), answers={**USUAL, "sitting.ask": answer}).finish()


@pytest.mark.parametrize(("answer", "stretch"), [("yes", STRETCH), ("no", Seconds(0.0))])
def test_whether_a_person_sits_is_asked_in_the_second_session_and_remembered(
    folder: Path, answer: str, stretch: Seconds
) -> None:
    keep(folder, Story().finish())
    catch_up(folder)
    assert routine_for(memory_of("me", today(1))).asks_sitting
    keep(folder, sitting(answer), days=2)
    keep(folder, Story().finish(), days=4)
    catch_up(folder)
    routine = routine_for(memory_of("me", today(3)))
    assert (routine.asks_sitting, routine.stretch) == (False, stretch)
    assert memory_of("somebody else", today(3)).sits is None


def test_what_was_said_last_of_sitting_holds_and_a_history_made_anew_knows_it(folder: Path) -> None:
    keep(folder, sitting("yes"))
    keep(folder, sitting("no"), days=2)
    rebuild(folder)
    assert memory_of("me", today(2)).sits is False


def test_who_skipped_the_question_of_sitting_is_asked_in_the_next_session(folder: Path) -> None:
    keep(folder, sitting("skip"))
    catch_up(folder)
    assert routine_for(memory_of("me", today(1))).asks_sitting


def test_nobody_is_asked_of_sitting_in_the_first_session(folder: Path) -> None:
    assert not routine_for(memory_of("me", today(0))).asks_sitting
