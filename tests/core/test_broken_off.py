"""A session that broke off is offered first: a yes takes it up, a no closes it for good."""

from dataclasses import replace

import pytest

from tests.core.story import SHORT, USUAL, Story
from voicecoach.core.effects import End, Outcome
from voicecoach.core.events import Interrupted
from voicecoach.core.machine import Phase
from voicecoach.core.standing import Standing

WITHOUT_ANSWERS: dict[str, str] = {}


def broken_off() -> Standing:
    """Return where a session stood that was cut off in the third rep of its first set, offered now."""
    story = Story().run_to(Phase.DESCEND, rep=3)
    story.take(Interrupted(at=story.now))
    return replace(story.session.standing, is_offered=True)


def offered(**answers: str) -> Story:
    return Story(
        standing=broken_off(), answers={**USUAL, **{name.replace("_", "."): it for name, it in answers.items()}}
    )


def test_the_person_hears_what_the_session_came_to_and_is_asked() -> None:
    told = [cue for cue in offered().said() if not cue.startswith("earcon")]
    assert told == ["resume.broken_off", "number.2", "tally.perfect", "resume.ask"]


@pytest.mark.parametrize("phrase", ["yes", "resume"])
def test_a_yes_leads_to_the_total_of_a_session_that_was_never_interrupted(phrase: str) -> None:
    story = offered()
    story.say(phrase, after=9.0)
    assert story.phase is Phase.READY_CHECK
    story.finish()
    whole = Story().finish()
    assert story.verdicts().count("credited") == whole.verdicts().count("credited") == SHORT.sets * SHORT.reps
    assert not story.session.is_declined


def test_a_no_closes_it_for_good_and_makes_room_for_a_new_one() -> None:
    story = offered()
    story.say("no", after=9.0)
    assert story.session.is_declined
    assert not story.session.is_resumable
    assert [end.outcome for end in story.effects(End) if isinstance(end, End)] == [Outcome.ENDED]
    assert story.said()[-1] == "resume.closing"


def test_silence_takes_it_up_because_nothing_is_lost_by_that() -> None:
    story = Story(standing=broken_off(), answers=WITHOUT_ANSWERS)
    story.run_until(lambda: "ready.ask" in story.said())
    assert story.said().count("resume.ask") == 2
    assert "resume.closed" in story.said()
    assert len(story.session.reps) == len(broken_off().reps)


def test_help_names_what_answers_the_question() -> None:
    story = offered()
    story.say("help", after=9.0)
    assert "help.asked" in story.said()
    story.run_until(lambda: story.said().count("resume.ask") == 2)


def test_one_that_breaks_off_again_before_the_answer_is_still_there_to_be_taken_up() -> None:
    story = offered()
    story.take(Interrupted(at=story.now))
    assert story.session.is_resumable
    assert replace(story.session.standing, is_offered=True) == broken_off()
