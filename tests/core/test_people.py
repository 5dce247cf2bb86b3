"""Who trains: somebody says at the beginning that it is them, is greeted, and the session is left to theirs."""

from dataclasses import replace

import pytest

from tests.core.story import Story
from voicecoach.core.commands import Command
from voicecoach.core.effects import End, Outcome
from voicecoach.core.events import Heard
from voicecoach.core.journal import encode_turn
from voicecoach.core.machine import Phase
from voicecoach.core.units import Seconds


def says_who(story: Story, name: str = "sam") -> Story:
    story.take(Heard(at=story.now, spoken_at=story.now, command=Command.PERSON, text=f"this is {name}", topic=name))
    return story


def waiting() -> Story:
    story = Story(answers={})
    story.run_clock(Seconds(story.session.ends_at))
    return story


def test_whoever_says_who_they_are_is_greeted_and_the_session_is_left_to_theirs() -> None:
    story = says_who(waiting())
    assert story.said()[-1] == "person.hello"
    assert (story.phase, story.session.handed_to) == (Phase.DONE, "sam")
    assert [end.outcome for end in story.effects(End)] == [Outcome.CLOSED]  # type: ignore[attr-defined]


def test_they_are_understood_while_the_coach_still_welcomes_them() -> None:
    story = says_who(Story(answers={}))
    assert story.said()[-1] == "person.hello"
    assert story.session.handed_to == "sam"


def test_nobody_is_greeted_when_nobody_says_who_they_are() -> None:
    story = Story().finish()
    assert story.session.handed_to is None
    assert "person.hello" not in story.said()


@pytest.mark.parametrize("phase", [Phase.RESET, Phase.DESCEND, Phase.REST])
def test_later_it_makes_no_sense_any_more(phase: Phase) -> None:
    story = says_who(Story().run_to(phase))
    assert story.session.handed_to is None
    story.finish()
    assert "not_now" in story.said()
    assert story.session.standing.reps


def test_a_session_that_broke_off_stays_to_be_gone_on_with_when_another_person_came() -> None:
    standing = Story().run_to(Phase.BETWEEN_REPS, rep=2).session.standing
    story = says_who(Story(standing=replace(standing, is_offered=True), answers={}))
    assert story.session.handed_to == "sam"
    assert story.session.is_resumable
    assert not story.session.is_declined
    after = replace(story.session.standing, is_offered=False)
    assert (after.station, after.reps) == (standing.station, standing.reps)


def test_without_a_name_nothing_is_left_to_anybody() -> None:
    story = waiting()
    story.take(Heard(at=story.now, spoken_at=story.now, command=Command.PERSON, text="this is"))
    assert (story.phase, story.session.handed_to) == (Phase.READY_CHECK, None)
    assert "not_now" in story.said()


def test_the_journal_tells_who_it_was() -> None:
    assert '"topic":"sam"' in encode_turn(says_who(waiting()).turns[-1])
