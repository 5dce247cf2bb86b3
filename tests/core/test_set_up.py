"""What comes before the cat-cows: the set-up, long once and short afterwards, and stretches where they are wanted."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.story import SHORT, USUAL, Story
from voicecoach.core.commands import READY
from voicecoach.core.effects import NoteSitting, Say
from voicecoach.core.events import Interrupted
from voicecoach.core.machine import Phase
from voicecoach.core.reset import STRETCHES
from voicecoach.core.units import Seconds
from voicecoach.home.routines import read_routine

STRETCHING = replace(SHORT, stretch=Seconds(30.0))


def stretches(story: Story) -> list[str]:
    return [cue for cue in story.said() if cue in STRETCHES]


@pytest.mark.parametrize(("earlier", "cue"), [(0, "ready.setup"), (1, "ready.setup_short"), (20, "ready.setup_short")])
def test_the_set_up_is_explained_once_and_named_afterwards(earlier: int, cue: str) -> None:
    said = Story(replace(SHORT, earlier_sessions=earlier)).said()
    assert [one for one in said if one.startswith("ready.setup")] == [cue]


def test_without_a_wish_nothing_is_stretched() -> None:
    assert stretches(Story().run_to(Phase.TENSION_CHECK)) == []


def test_stretches_come_before_the_cat_cows_each_held_as_long_as_wanted() -> None:
    story = Story(STRETCHING).run_to(Phase.TENSION_CHECK)
    plain = Story().run_to(Phase.TENSION_CHECK)
    assert stretches(story) == list(STRETCHES)
    said = story.said()
    assert said.index(STRETCHES[-1]) < said.index("reset.intro")
    assert story.now - plain.now > 4 * 30.0


def test_a_stretch_that_was_interrupted_is_done_again_and_no_other() -> None:
    story = Story(STRETCHING).run_to(Phase.RESET)
    story.run_until(lambda: len(stretches(story)) == 2)
    story.say("pause", after=5.0)
    story.say("resume", after=5.0)
    story.run_to(Phase.TENSION_CHECK)
    assert stretches(story) == [STRETCHES[0], STRETCHES[1], *STRETCHES[1:]]
    assert story.said().count("reset.in") == 1


def test_a_resumed_session_does_not_stretch_again() -> None:
    story = Story(replace(STRETCHING, cat_cows=2)).run_to(Phase.RESET)
    story.run_until(lambda: "reset.out" in story.said())
    again = Story(replace(STRETCHING, cat_cows=2), standing=story.session.standing).run_to(Phase.TENSION_CHECK)
    assert stretches(again) == []


def test_skip_leaves_the_stretches_out() -> None:
    story = Story(STRETCHING).run_to(Phase.RESET)
    assert story.say("skip", after=2.0).phase is Phase.TENSION_CHECK


def test_a_routine_file_asks_for_stretches(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text("stretch = 20", encoding="utf-8")
    assert read_routine(tmp_path / "r.toml").stretch == Seconds(20.0)


@pytest.mark.parametrize(("phrase", "sits"), [("yes", True), ("no", False)])
def test_who_sits_all_day_is_asked_once_and_stretches_first(phrase: str, sits: bool) -> None:
    story = Story(replace(SHORT, asks_sitting=True))
    story.run_until(lambda: "sitting.ask" in story.said())
    story.say(phrase, after=4.0)
    assert story.effects(NoteSitting) == [NoteSitting(at=story.now, sits=sits)]
    story.run_to(Phase.TENSION_CHECK)
    assert stretches(story) == (list(STRETCHES) if sits else [])
    assert story.said().count("sitting.ask") == 1


def test_nobody_is_asked_of_sitting_where_it_is_known() -> None:
    assert "sitting.ask" not in Story().finish().said()


def asked_of_sitting(answers: dict[str, str]) -> Story:
    return Story(replace(SHORT, asks_sitting=True), answers={**USUAL, **answers})


@pytest.mark.parametrize("phrase", ["skip", "start now"])
def test_who_leaves_the_question_of_sitting_out_is_noted_as_neither(phrase: str) -> None:
    story = asked_of_sitting({})
    story.run_until(lambda: "sitting.ask" in story.said())
    assert story.say(phrase, after=4.0).phase is Phase.RESET
    assert story.effects(NoteSitting) == []
    assert story.session.standing.sits is None
    assert stretches(story.run_to(Phase.TENSION_CHECK)) == []


@pytest.mark.parametrize("phrase", READY)
def test_to_be_ready_once_more_is_no_answer_to_the_question_of_sitting(phrase: str) -> None:
    story = asked_of_sitting({})
    story.run_until(lambda: "sitting.ask" in story.said())
    turn = story.say(phrase, after=6.0)
    assert [effect.cue for effect in turn.effects if isinstance(effect, Say)] == ["sitting.closed"]
    assert not story.effects(NoteSitting)
    story.say("yes", after=6.0)
    assert [note.sits for note in story.effects(NoteSitting) if isinstance(note, NoteSitting)] == [True]


def test_who_does_not_answer_the_question_of_sitting_is_asked_twice_offered_a_choice_and_waited_for() -> None:
    story = asked_of_sitting({}).run_to(Phase.PAUSED)
    assert [cue for cue in story.said() if cue.startswith("sitting")] == ["sitting.ask"] * 2 + ["sitting.closed"]
    assert story.effects(NoteSitting) == []
    story.say("resume", after=5.0)
    assert (story.phase, story.said()[-1]) == (Phase.READY_CHECK, "sitting.ask")


@pytest.mark.parametrize(("interruption", "end"), [("pause", "resume"), ("it hurts", "easier")])
def test_the_question_of_sitting_is_asked_again_after_an_interruption(interruption: str, end: str) -> None:
    story = asked_of_sitting({})
    story.run_until(lambda: "sitting.ask" in story.said())
    story.say(interruption, after=4.0)
    story.say(end, after=9.0)
    assert (story.phase, story.said()[-1]) == (Phase.READY_CHECK, "sitting.ask")
    story.say("no", after=4.0)
    assert story.effects(NoteSitting) == [NoteSitting(at=story.now, sits=False)]


def test_help_at_the_question_of_sitting_names_its_answers() -> None:
    story = asked_of_sitting({})
    story.run_until(lambda: "sitting.ask" in story.said())
    story.say("help", after=4.0)
    assert story.said()[-1] == "help.asked"


def test_a_resumed_session_stretches_who_said_that_they_sit_and_asks_nobody_again() -> None:
    story = asked_of_sitting({"sitting.ask": "yes"}).run_to(Phase.RESET)
    story.take(Interrupted(at=Seconds(story.now + 1.0)))
    standing = story.session.standing
    assert standing.sits is True
    again = Story(replace(SHORT, asks_sitting=True), standing=standing).run_to(Phase.TENSION_CHECK)
    assert "sitting.ask" not in again.said()
    assert stretches(again) == list(STRETCHES)


def test_a_session_that_was_closed_before_the_question_of_sitting_asks_it_when_it_is_resumed() -> None:
    story = asked_of_sitting({})
    story.take(Interrupted(at=Seconds(3.0)))
    again = Story(replace(SHORT, asks_sitting=True), standing=story.session.standing)
    again.run_until(lambda: "sitting.ask" in again.said())
    assert again.phase is Phase.READY_CHECK


def test_a_session_that_goes_on_past_its_beginning_does_not_ask_of_sitting() -> None:
    standing = Story().run_to(Phase.REST).session.standing
    assert "sitting.ask" not in Story(replace(SHORT, asks_sitting=True), standing=standing).finish().said()
