"""The article's mistakes: a report gets its remedy, reminders rotate and lean towards what was reported."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.story import CATALOGUE, LENGTHS, SHORT, Story
from voicecoach.core.commands import MEANING_OF, Command, Meaning
from voicecoach.core.effects import BeginRep, Say
from voicecoach.core.ledger import Verdict
from voicecoach.core.machine import Phase
from voicecoach.core.mistakes import EVERY, MISTAKES, next_reminder
from voicecoach.core.script import remedy, reminder
from voicecoach.core.units import RATE

LONGEST_REMEDY = 8.0
TEN = replace(SHORT, reps=10)
REPORTS = [(mistake, phrase) for mistake, phrases in MISTAKES.items() for phrase in phrases]
names = st.lists(st.sampled_from(sorted(MISTAKES)), max_size=8)


def reminders(story: Story) -> list[str]:
    return [cue.split(".")[1] for cue in story.said() if cue.startswith("remind.")]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_has_a_short_remedy_and_a_reminder_from_the_article(mistake: str) -> None:
    told, (reminded,) = remedy(mistake), reminder(mistake)
    assert LENGTHS[told] / RATE <= LONGEST_REMEDY
    assert CATALOGUE[told]["source"]
    assert CATALOGUE[reminded]["source"]


@pytest.mark.parametrize(("mistake", "phrase"), REPORTS)
def test_a_report_gets_its_remedy(mistake: str, phrase: str) -> None:
    assert MEANING_OF[phrase] == Meaning(command=Command.MISTAKE, topic=mistake)
    story = Story().run_to(Phase.REST)
    turn = story.say(phrase, after=6.0)
    assert [effect.cue for effect in turn.effects if isinstance(effect, Say)] == [f"remedy.{mistake}"]


def test_a_report_in_a_rep_is_answered_after_it() -> None:
    story = Story().run_to(Phase.DESCEND, rep=1)
    assert not story.say("i'm swinging", after=0.5).effects
    story.run_to(Phase.LIFT, rep=2)
    said = [cue for cue in story.said() if cue.startswith(("number.1", "remedy"))]
    assert said[-2:] == ["number.1", "remedy.swinging"], "the number comes first"


def test_a_neck_that_hurts_breaks_the_rep_off_and_it_is_done_again() -> None:
    story = Story().run_to(Phase.DESCEND, rep=2)
    turn = story.say("my neck hurts", after=0.5)
    assert turn.phase is Phase.BETWEEN_REPS
    assert "remedy.neck" in [effect.cue for effect in turn.effects if isinstance(effect, Say)]
    story.finish()
    second = [rep.verdict for rep in story.session.reps if (rep.set, rep.number) == (1, 2)]
    assert second == [Verdict.INTERRUPTED, Verdict.CREDITED]


def test_reminders_come_every_few_reps_and_rotate() -> None:
    story = Story(replace(TEN, sets=2)).finish()
    assert reminders(story) == ["breath", "swinging", "neck", "ribs", "hips", "breath"]


def test_what_was_reported_comes_first_and_once_a_set() -> None:
    story = Story(replace(TEN, sets=2)).run_to(Phase.LIFT, rep=1)
    story.say("my ribs are flaring", after=0.5)
    assert reminders(story.finish()) == ["ribs", "breath", "swinging", "ribs", "neck", "hips"]


def test_a_rep_that_got_a_remedy_gets_no_reminder() -> None:
    story = Story(TEN).run_to(Phase.DESCEND, rep=3)
    story.say("i'm swinging", after=0.5)
    story.run_to(Phase.LIFT, rep=4)
    assert reminders(story) == []


def test_there_is_never_more_than_one_reminder_a_rep() -> None:
    for_rep = 0
    for turn in Story(TEN).finish().turns:
        for effect in turn.effects:
            match effect:
                case BeginRep():
                    for_rep = 0
                case Say(cue=cue) if cue.startswith(("remind.", "remedy.")):
                    for_rep += 1
        assert for_rep <= 1


@given(reported=names, said=names, in_set=st.integers(0, 10 // EVERY))
def test_no_reminder_comes_twice_in_a_set(reported: list[str], said: list[str], in_set: int) -> None:
    in_set = min(in_set, len(said))
    assert next_reminder(reported, said, in_set, MISTAKES) not in said[len(said) - in_set :]


def test_what_was_reported_is_remembered_when_a_session_is_resumed() -> None:
    story = Story().run_to(Phase.REST)
    story.say("i'm swinging", after=6.0)
    again = Story(standing=story.session.standing)
    assert again.session.standing.mistakes == ("swinging",)
