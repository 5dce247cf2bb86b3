"""A set ends early when its quality goes."""

from dataclasses import replace

import pytest

from tests.core.story import SHORT, Story
from voicecoach.core.effects import Credit
from voicecoach.core.exercise import Variation
from voicecoach.core.ledger import Rep, Verdict, is_quality_gone
from voicecoach.core.machine import Phase
from voicecoach.core.units import Seconds

SIX = replace(SHORT, reps=6)
VERDICTS = {"c": Verdict.CREDITED, "v": Verdict.VOIDED, "i": Verdict.INTERRUPTED, "r": Verdict.RUNNING}


def arch(story: Story, *reps: int) -> Story:
    """Let the back arch in some reps of the set that comes next, or runs."""
    for rep in reps:
        story.run_to(Phase.DESCEND, rep=rep)
        story.say("back arched", after=1.0, began=0.5)
    return story


@pytest.mark.parametrize(
    ("reps", "is_gone"),
    [
        ("", False),
        ("v", False),
        ("ccc", False),
        ("cv", False),
        ("vcv", True),
        ("vv", True),
        ("ccccvv", True),
        ("cvcv", False),
        ("cvcvcv", False),
        ("cvicvi", False),
        ("viv", True),
        ("ccvvc", False),
        ("vvr", True),
    ],
)
def test_two_voided_in_a_row_or_more_voided_than_credited_is_too_many(reps: str, is_gone: bool) -> None:
    done = [Rep(set=1, number=1, start=Seconds(0.0), verdict=VERDICTS[letter]) for letter in reps]
    assert is_quality_gone(done) is is_gone


def test_two_voided_reps_in_a_row_end_the_set_and_offer_a_gentler_one() -> None:
    story = arch(Story(SIX), 2, 3).run_to(Phase.REST)
    assert [rep.verdict.value for rep in story.session.reps] == ["credited", "voided", "voided"]
    early = story.said().index("set.early")
    assert story.said()[early : early + 4] == ["set.early", "set.gentler", "set.done", "number.1"]
    story.run_to(Phase.LIFT)
    assert story.session.reps[-1].set == 2


def test_one_voided_rep_ends_nothing() -> None:
    story = arch(Story(SIX), 1).finish()
    assert "set.early" not in story.said()
    assert len(story.effects(Credit)) == 11


def test_easier_in_the_rest_takes_up_the_offer() -> None:
    story = arch(Story(SIX), 1, 2).run_to(Phase.REST)
    story.say("easier", after=12.0)
    assert story.session.standing.variation is Variation("hands_under")
    assert story.finish().said().count("set.early") == 1


def test_a_verdict_that_is_taken_back_in_time_keeps_the_set() -> None:
    story = arch(Story(SIX), 1, 2)
    story.say("that one was good", after=1.0)
    assert "set.early" not in story.finish().said()


def test_the_last_set_ends_early_without_an_offer() -> None:
    story = Story(replace(SIX, sets=1))
    assert "set.gentler" not in arch(story, 1, 2).finish().said()
    assert "plank.end" in story.said()


def test_the_gentlest_kind_is_not_offered_a_gentler_one() -> None:
    story = arch(Story(replace(SIX, variation=Variation("dead_bug"))), 1, 2).run_to(Phase.REST)
    assert {"set.early", "set.gentler"} & set(story.said()) == {"set.early"}


def test_without_a_plank_an_early_end_of_the_last_set_leads_to_the_summary() -> None:
    story = arch(Story(replace(SIX, sets=1, plank=Seconds(0.0))), 1, 2)
    assert "summary.intro" in story.finish().said()


def test_reps_before_a_change_of_kind_say_nothing_about_the_new_one() -> None:
    story = arch(Story(SIX), 1)
    story.say("easier", after=2.0)
    assert "set.early" not in arch(story, 2).run_to(Phase.REST).said()


def test_a_set_that_ended_early_can_be_gone_back_to() -> None:
    story = arch(Story(SIX), 1, 2).run_to(Phase.LIFT, set_number=2, rep=1)
    story.say("go to set one", after=0.5)
    story.say("yes", after=5.0)
    story.run_to(Phase.REST)
    assert story.said().count("set.early") == 1
    assert len([rep for rep in story.session.reps if rep.set == 1 and rep.verdict is Verdict.CREDITED]) == 4
