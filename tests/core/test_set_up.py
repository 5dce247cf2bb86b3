"""What comes before the cat-cows: the set-up, long once and short afterwards, and stretches where they are wanted."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.story import SHORT, Story
from voicecoach.core.events import NoteSitting
from voicecoach.core.machine import Phase
from voicecoach.core.units import Seconds
from voicecoach.core.warm_up import STRETCHES
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
