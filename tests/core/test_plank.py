"""The plank: held to its end or ended early, its seconds are told and recorded."""

from dataclasses import replace

import pytest

from tests.core.story import SHORT, Story
from voicecoach.core.commands import RULE_OF, Command
from voicecoach.core.effects import Held, Say
from voicecoach.core.journal import encode_turn
from voicecoach.core.machine import Phase
from voicecoach.core.units import Seconds

LONG = replace(SHORT, sets=1, reps=1, plank=Seconds(40.0))


def held(story: Story) -> list[float]:
    return [effect.lasted for effect in story.effects(Held) if isinstance(effect, Held)]


def after(story: Story, seconds: float) -> Seconds:
    return Seconds(story.session.ends_at - story.now + seconds)


def test_a_plank_to_its_end_is_recorded_in_full() -> None:
    assert held(Story(LONG).finish()) == [40.0]


@pytest.mark.parametrize("phrase", ["skip", "i'm down", "i am down", "coming down"])
@pytest.mark.parametrize("seconds", [3, 17, 33])
def test_a_plank_that_ends_early_tells_and_records_its_seconds(seconds: int, phrase: str) -> None:
    story = Story(LONG).run_to(Phase.PLANK)
    turn = story.say(phrase, after=after(story, seconds))
    assert turn.phase is Phase.SUMMARY
    assert held(story) == [pytest.approx(seconds, abs=0.01)]
    said = story.said(len(story.turns) - 1)
    tens, ones = (seconds // 10 * 10, seconds % 10) if seconds > 20 else (seconds, 0)
    numbers = [f"number.{part}" for part in (tens, ones) if part]
    assert said[: len(numbers) + 2] == ["plank.held", *numbers, "rest.seconds"]


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase not in (Phase.PLANK, Phase.DONE)])
def test_down_makes_sense_in_the_plank_alone(phase: Phase) -> None:
    assert phase not in RULE_OF[Command.PLANK_DOWN].phases


def test_down_in_a_rep_ends_nothing() -> None:
    story = Story(LONG).run_to(Phase.DESCEND)
    assert story.say("i'm down", after=0.3).phase is Phase.DESCEND
    assert "not_now" in story.finish().said()
    assert held(story) == [40.0]


def test_a_plank_that_was_left_out_has_no_seconds() -> None:
    story = Story(LONG).run_to(Phase.PLANK)
    story.say("skip", after=0.1)
    assert held(story) == [0.0]
    assert "plank.held" not in story.said()


def test_an_interruption_does_not_count_as_holding() -> None:
    story = Story(LONG).run_to(Phase.PLANK)
    story.say("pause", after=after(story, 10.0))
    story.say("resume", after=60.0)
    story.say("skip", after=after(story, 5.0))
    assert held(story) == [pytest.approx(15.0, abs=0.1)]


def test_the_seconds_stand_in_the_journal() -> None:
    story = Story(LONG).run_to(Phase.PLANK)
    turn = story.say("skip", after=after(story, 8.0))
    assert '{"held":8' in encode_turn(turn)


@pytest.mark.parametrize("phrase", ["easier", "resume"])
def test_after_pain_in_the_plank_nobody_is_led_back_into_it(phrase: str) -> None:
    story = Story(LONG).run_to(Phase.PLANK)
    story.say("it hurts", after=after(story, 12.0))
    story.say(phrase, after=6.0)
    assert "safety.no_plank" in story.said()
    assert story.said().count("plank.intro") == 1
    assert held(story.finish()) == [pytest.approx(12.0, abs=0.1)]


def test_a_session_that_is_ended_in_the_plank_records_its_seconds() -> None:
    story = Story(LONG).run_to(Phase.PLANK)
    story.say("end workout", after=after(story, 15.0))
    story.say("yes", after=2.0)
    assert held(story.finish()) == [pytest.approx(15.0, abs=0.1)]


@pytest.mark.parametrize("left", [17.0, 11.0, 3.0])
def test_an_answer_makes_nobody_hold_longer_and_nothing_untrue_is_said_after_it(left: float) -> None:
    story = Story(LONG).run_to(Phase.PLANK)
    ends = story.session.ends_at + LONG.plank
    story.say("why", after=after(story, LONG.plank - left))
    story.run_to(Phase.SUMMARY)
    assert story.now == pytest.approx(ends, abs=0.01)
    assert held(story) == [40.0]
    assert [say.at for say in story.effects(Say) if isinstance(say, Say) and say.cue == "plank.end"] == [story.now]
    tens = [say.at for say in story.effects(Say) if isinstance(say, Say) and say.cue == "plank.ten"]
    assert all(ends - at == pytest.approx(10.0, abs=1.0) for at in tens)
    assert bool(tens) is (left != 11.0), "an answer that sounds then leaves no room for the announcement"
