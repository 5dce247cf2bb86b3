"""Phrasings with a number: a longer rest by an amount, and another set."""

from dataclasses import replace

import pytest

from tests.core.story import SHORT, Story
from voicecoach.core.commands import COMMAND_OF, MEANING_OF, RULES, Command, Meaning
from voicecoach.core.effects import Credit
from voicecoach.core.machine import Phase
from voicecoach.core.units import Seconds

AMOUNTS = {
    "ten more seconds": 10,
    "fifteen more seconds": 15,
    "twenty more seconds": 20,
    "thirty more seconds": 30,
    "forty more seconds": 40,
    "sixty more seconds": 60,
    "another minute": 60,
    "one more minute": 60,
    "two more minutes": 120,
}
SETS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
NUMBERS = frozenset((*SETS, "ten", "fifteen", "twenty", "thirty", "forty", "sixty"))
PRONOUNS = frozenset(("that one failed", "that one was good", "why one leg", "why only one leg"))
THREE = replace(SHORT, sets=3, reps=2)


def dones(story: Story) -> list[tuple[int, int]]:
    return [(credit.set, credit.rep) for credit in story.effects(Credit) if isinstance(credit, Credit)]


@pytest.mark.parametrize(("phrase", "seconds"), AMOUNTS.items())
def test_an_amount_of_rest_is_what_its_words_say(phrase: str, seconds: int) -> None:
    assert MEANING_OF[phrase] == Meaning(command=Command.MORE_REST, amount=Seconds(float(seconds)))


@pytest.mark.parametrize(("word", "number"), SETS.items())
def test_a_set_is_the_one_that_is_named(word: str, number: int) -> None:
    assert MEANING_OF[f"go to set {word}"] == Meaning(command=Command.GO_TO_SET, set=number)


def test_numbers_are_said_only_where_one_is_expected() -> None:
    numbered = {phrase for phrase in COMMAND_OF if NUMBERS & set(phrase.split())} - PRONOUNS
    assert numbered | {"another minute"} == {phrase for rule in RULES for phrase in (*rule.amounts, *rule.sets)}
    assert not numbered & NUMBERS


@pytest.mark.parametrize(("phrase", "seconds"), [("more rest", 30), *AMOUNTS.items()])
def test_a_rest_gets_longer_by_the_amount(phrase: str, seconds: int) -> None:
    plain, longer = Story().run_to(Phase.REST), Story().run_to(Phase.REST)
    longer.say(phrase, after=2.0)
    over = [story.run_to(Phase.BETWEEN_REPS).now for story in (plain, longer)]
    assert over[1] - over[0] == pytest.approx(seconds)


def test_the_coach_tells_how_much_rest_was_added() -> None:
    story = Story().run_to(Phase.REST)
    turn = story.say("forty more seconds", after=2.0)
    assert story.said(story.turns.index(turn)) == ["number.40", "rest.added"]


def test_amounts_between_reps_add_up() -> None:
    story = Story().run_to(Phase.DESCEND, rep=1).run_to(Phase.BETWEEN_REPS)
    plain = Story().run_to(Phase.LIFT, rep=2).now
    story.say("ten more seconds", after=0.3)
    story.say("fifteen more seconds", after=5.0)
    assert story.run_to(Phase.LIFT, rep=2).now - plain == pytest.approx(25)


@pytest.mark.parametrize("phrase", ["thirty more seconds", "go to set two"])
@pytest.mark.parametrize("phase", [Phase.READY_CHECK, Phase.TEST_LIFT, Phase.PLANK])
def test_a_number_where_it_makes_no_sense_gets_a_short_answer(phase: Phase, phrase: str) -> None:
    story = Story().run_to(phase)
    before = len(story.turns)
    story.say(phrase, after=0.5)
    assert "not_now" in story.said(before)
    assert story.phase is phase


def test_another_set_before_the_first_rep_begins_at_once_and_sets_between_stay_undone() -> None:
    story = Story(THREE).run_to(Phase.BETWEEN_REPS)
    assert story.say("go to set three", after=0.5).phase is Phase.BETWEEN_REPS
    story.finish()
    assert dones(story) == [(3, 1), (3, 2)]
    assert "plank.end" in story.said()


def test_another_set_in_a_rest_begins_at_once() -> None:
    story = Story(THREE).run_to(Phase.REST)
    assert story.say("go to set three", after=3.0).phase is Phase.BETWEEN_REPS
    story.finish()
    assert dones(story) == [(1, 1), (1, 2), (3, 1), (3, 2)]


@pytest.mark.parametrize("phase", [Phase.DESCEND, Phase.BETWEEN_REPS])
def test_leaving_a_set_that_has_begun_asks_first_and_a_yes_goes(phase: Phase) -> None:
    story = Story(THREE).run_to(Phase.DESCEND, rep=1).run_to(phase)
    assert story.say("go to set two", after=0.3).phase is Phase.CONFIRMING
    assert story.said()[-3:] == ["confirm.set", "number.2", "confirm.closed"]
    assert story.say("yes", after=4.0).phase is Phase.BETWEEN_REPS
    story.finish()
    assert [number for number, _ in dones(story)] == [1] * (phase is Phase.BETWEEN_REPS) + [2, 2, 3, 3]


def test_leaving_a_set_that_has_begun_asks_first_and_a_no_stays() -> None:
    story = Story(THREE).run_to(Phase.DESCEND, rep=2)
    story.say("go to set two", after=0.3)
    assert story.say("no", after=4.0).phase is Phase.BETWEEN_REPS
    assert dones(story.finish()) == [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 2)]


def test_saying_it_again_confirms_and_another_number_does_not() -> None:
    story = Story(THREE).run_to(Phase.DESCEND, rep=2)
    story.say("go to set two", after=0.3)
    assert story.say("go to set three", after=4.0).phase is Phase.CONFIRMING
    assert story.say("go to set two", after=4.0).phase is Phase.BETWEEN_REPS
    assert story.run_to(Phase.LIFT).session.reps[-1].set == 2


@pytest.mark.parametrize(
    ("phrase", "answer"),
    [
        pytest.param("go to set five", "go_to_set.none", id="there is none"),
        pytest.param("go to set one", "go_to_set.done", id="it is complete"),
        pytest.param("go to set two", "go_to_set.here", id="it is this one"),
    ],
)
def test_a_set_that_cannot_be_gone_to_gets_a_short_answer(phrase: str, answer: str) -> None:
    story = Story(THREE).run_to(Phase.LIFT, set_number=2, rep=2).run_to(Phase.BETWEEN_REPS)
    before = len(story.turns)
    assert story.say(phrase, after=0.2).phase is Phase.BETWEEN_REPS
    assert story.said(before) == [answer]
    assert dones(story.finish()) == [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 2)]


def test_a_set_that_was_left_can_be_finished_later_and_what_is_complete_is_not_done_again() -> None:
    story = Story(THREE).run_to(Phase.DESCEND, rep=1).run_to(Phase.BETWEEN_REPS)
    story.say("go to set two", after=0.3)
    story.say("yes", after=4.0)
    story.run_to(Phase.REST)
    before = len(story.turns)
    story.say("go to set one", after=2.0)
    assert story.said(before) == ["set.number", "number.1", "left.reps", "number.1"]
    story.finish()
    assert dones(story) == [(1, 1), (2, 1), (2, 2), (1, 2), (3, 1), (3, 2)]
    assert len([cue for cue in story.said() if cue.startswith("set.done")]) == len((2, 1, 3))


def lift_after(story: Story) -> float:
    """Return how long it takes to the next lift."""
    now = story.now
    return story.run_to(Phase.LIFT).now - now


@pytest.mark.parametrize("verdict", ["back arched", "rep failed"])
def test_a_rest_that_was_asked_for_before_a_verdict_is_given_before_the_next_lift(verdict: str) -> None:
    plain, longer = (Story().run_to(Phase.DESCEND, rep=1).run_to(Phase.BETWEEN_REPS) for _ in range(2))
    longer.say("thirty more seconds", after=0.3)
    for story in (plain, longer):
        story.say(verdict, after=1.3 if story is plain else 1.0)
    assert lift_after(longer) - lift_after(plain) == pytest.approx(30)
    assert lift_after(longer.run_to(Phase.STOP_POINT, rep=2)) < 8


def test_a_rest_that_was_asked_for_goes_on_while_help_is_given() -> None:
    story = Story().run_to(Phase.DESCEND, rep=1).run_to(Phase.BETWEEN_REPS)
    story.say("thirty more seconds", after=0.3)
    asked = story.now
    story.say("help", after=0.5)
    assert 30 <= story.run_to(Phase.LIFT).now - asked < 33


def test_a_long_pause_is_rest_enough() -> None:
    story = Story().run_to(Phase.DESCEND, rep=1).run_to(Phase.BETWEEN_REPS)
    story.say("thirty more seconds", after=0.3)
    story.say("pause", after=1.0)
    story.say("resume", after=40.0)
    assert lift_after(story) < 6


def test_no_rest_that_was_asked_for_is_owed_after_an_alarm() -> None:
    story = Story().run_to(Phase.DESCEND, rep=1).run_to(Phase.BETWEEN_REPS)
    story.say("two more minutes", after=0.3)
    story.say("it hurts", after=1.0)
    story.say("easier", after=8.0)
    assert lift_after(story) < 20
    assert lift_after(story.run_to(Phase.STOP_POINT)) < 8


def test_a_rest_that_was_asked_for_after_the_last_rep_is_given_after_the_set_and_told() -> None:
    story = Story().run_to(Phase.DESCEND, rep=3).run_to(Phase.BETWEEN_REPS)
    story.say("thirty more seconds", after=0.3)
    rests = story.run_to(Phase.REST).now
    assert story.said()[-3:] == ["rest.for", "number.50", "rest.seconds"]
    assert story.run_to(Phase.BETWEEN_REPS).now - rests == pytest.approx(50)
    assert lift_after(story) < 10


def test_a_rest_that_was_asked_for_is_given_after_a_set_that_ends_early() -> None:
    story = Story(replace(SHORT, reps=6)).run_to(Phase.DESCEND, rep=1)
    story.say("back arched", after=1.0)
    story.run_to(Phase.DESCEND, rep=2).run_to(Phase.BETWEEN_REPS)
    story.say("thirty more seconds", after=0.3)
    story.say("back arched", after=0.5)
    voided = story.now
    assert story.run_to(Phase.REST).now - voided < 20
    assert story.said()[-3:] == ["rest.for", "number.50", "rest.seconds"]


def test_no_rest_that_was_asked_for_follows_into_another_set() -> None:
    story = Story(THREE).run_to(Phase.DESCEND, rep=1).run_to(Phase.BETWEEN_REPS)
    story.say("two more minutes", after=0.3)
    story.say("go to set two", after=4.0)
    story.say("yes", after=5.0)
    assert lift_after(story) < 10
