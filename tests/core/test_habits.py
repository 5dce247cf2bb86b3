"""Habits: what a session leaves behind, and what the next one begins with."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.story import SHORT, Story
from voicecoach.core.effects import Say, SetVolume
from voicecoach.core.exercise import LADDER, USUAL, Variation
from voicecoach.core.habits import Habits
from voicecoach.core.machine import Phase
from voicecoach.core.memory import NOTHING, Memory
from voicecoach.core.progress import SessionDone, SetDone
from voicecoach.core.routine import Breathing, Routine
from voicecoach.core.schedule import Day
from voicecoach.core.tempo import Tempo
from voicecoach.core.units import Decibels, Seconds
from voicecoach.core.verbosity import Verbosity


def memory(variation: Variation = USUAL, *, alarms: tuple[str, ...] = ()) -> Memory:
    tally = SetDone(number=1, variation=variation, descent=3, attempted=10, perfect=8, voided=2)
    done = SessionDone(day=Day(100), variation=variation, reps_asked=10, sets=(tally,), alarms=alarms)
    return Memory(today=Day(103), sessions=(done,), earlier=1, familiar=1)


def routine_of(remembered: Memory) -> Routine:
    decision = remembered.for_today
    return Routine(variation=decision.variation, reps=decision.reps)


def after(story: Story, before: Habits | None = None) -> Habits:
    return (before or Habits()).after(story.routine, story.session.standing)


def test_a_session_leaves_its_variation_and_its_floor() -> None:
    story = Story().finish()
    assert after(story) == Habits(variation=Variation("straight"), floor=story.session.standing.floor)
    assert story.session.standing.floor is not None


def test_what_was_changed_by_voice_is_kept() -> None:
    story = Story().run_to(Phase.BETWEEN_REPS, rep=1)
    for words in ("slower", "counts only", "quieter", "quieter"):
        story.say(words, after=2.0)
    story.say("easier", after=2.0)
    habits = after(story.finish())
    assert habits.variation is Variation("hands_under")
    assert habits.tempo == SHORT.tempo.lowered(4)
    assert habits.verbosity is Verbosity.COUNTS
    assert habits.volume == Decibels(-8.0)


def test_short_breaths_that_were_chosen_by_voice_are_kept() -> None:
    story = Story().run_to(Phase.BETWEEN_REPS, rep=1)
    story.say("shield", after=2.0)
    assert after(story.finish()).breathing is Breathing.SHIELDING
    assert after(Story().finish(), Habits(breathing=Breathing.SHIELDING)).breathing is Breathing.SHIELDING


def test_the_usual_breath_that_was_chosen_by_voice_is_kept() -> None:
    before = Habits(breathing=Breathing.SHIELDING)
    story = Story(routine=before.todays(SHORT, NOTHING)).run_to(Phase.BETWEEN_REPS, rep=1)
    story.say("shield", after=2.0)
    assert after(story.finish(), before).breathing is Breathing.FLOWING


def test_what_nobody_changed_stays_as_it_was() -> None:
    before = Habits(verbosity=Verbosity.SHORT, tempo=Tempo.read("4-1-X-1.2"), breathing=Breathing.SHIELDING, voice="v")
    story = Story(routine=before.todays(SHORT, NOTHING)).finish()
    kept = after(story, before)
    assert kept == replace(before, variation=Variation("straight"), floor=kept.floor)


def test_what_was_chosen_is_spent_by_training_only() -> None:
    chosen = Habits(wants=Variation("bent_knee"), variation=Variation("straight"))
    closed = Story().run_to(Phase.TENSION_CHECK)
    assert after(closed, chosen) == chosen
    assert after(Story().finish(), chosen).wants is None


def test_the_next_session_begins_as_loud_as_the_last_one_ended() -> None:
    story = Story(routine=Habits(volume=Decibels(-8.0)).applied_to(SHORT))
    first, *rest = story.turns[0].effects
    assert first == SetVolume(at=Seconds(0.0), gain=Decibels(-8.0))
    assert all(isinstance(effect, Say) for effect in rest)
    story.say("louder", after=1.0)
    assert story.effects(SetVolume)[-1] == SetVolume(at=story.now, gain=Decibels(-4.0))


def test_a_session_that_is_gone_on_with_is_as_loud_as_it_was() -> None:
    story = Story().run_to(Phase.BETWEEN_REPS, rep=1)
    story.say("louder", after=2.0)
    again = Story(standing=story.session.standing)
    assert again.effects(SetVolume) == [SetVolume(at=Seconds(0.0), gain=Decibels(4.0))]


def test_the_known_floor_holds_where_none_is_looked_for() -> None:
    known = Habits(variation=Variation("straight"), floor=0.6)
    story = Story(routine=known.applied_to(SHORT)).run_to(Phase.FINDING_FLOOR)
    story.say("skip", after=1.0)
    assert story.finish().session.standing.floor == 0.6
    assert "summary.floor" in story.said()


def test_the_floor_of_another_variation_says_nothing() -> None:
    known = Habits(variation=Variation("bent_knee"), floor=0.6)
    assert known.applied_to(SHORT).floor is None


def test_todays_session_is_done_in_the_persons_way() -> None:
    habits = Habits(
        tempo=Tempo.read("4-0-X-1"), breathing=Breathing.SHIELDING, verbosity=Verbosity.SHORT, volume=Decibels(4.0)
    )
    today = habits.todays(routine_of(memory()), memory())
    assert today == replace(
        routine_of(memory()),
        tempo=Tempo.read("4-0-X-1"),
        breathing=Breathing.SHIELDING,
        verbosity=Verbosity.SHORT,
        volume=Decibels(4.0),
    )


def test_the_history_goes_before_the_variation_of_the_last_session() -> None:
    hurt = memory(alarms=("it_hurts",))
    assert Habits(variation=Variation("straight")).todays(routine_of(hurt), hurt).variation is Variation("hands_under")


def test_where_the_history_cannot_be_read_the_last_variation_is_taken() -> None:
    assert Habits(variation=Variation("dead_bug")).todays(Routine(), NOTHING).variation is Variation("dead_bug")


def test_what_was_chosen_goes_before_the_history_and_is_explained_in_full() -> None:
    habits = Habits(wants=Variation("arms_wide"))
    today = habits.todays(replace(routine_of(memory()), verbosity=Verbosity.COUNTS, reps=15), memory())
    assert (today.variation, today.reps, today.verbosity) == (Variation("arms_wide"), 10, Verbosity.FULL)


def test_a_tempo_is_fitted_to_the_variation() -> None:
    habits = Habits(tempo=Tempo.read("2-1-X-1"), wants=Variation("bent_knee"))
    assert habits.todays(Routine(), NOTHING).tempo.descent == 3


@pytest.mark.parametrize("wanted", LADDER)
@given(last=st.sampled_from(LADDER))
def test_no_choice_raises_the_load_after_pain(wanted: Variation, last: Variation) -> None:
    hurt = memory(last, alarms=("it_hurts",))
    today = Habits(variation=last, wants=wanted).todays(routine_of(hurt), hurt)
    assert LADDER.index(today.variation) <= LADDER.index(routine_of(hurt).variation)
    assert today.reps <= routine_of(hurt).reps


def test_the_floor_of_one_kind_is_not_kept_for_another_that_was_taken_in_the_session() -> None:
    story = Story(replace(SHORT, variation=Variation("weighted"), floor=0.6)).run_to(Phase.REST)
    story.say("harder", after=6.0)
    story.say("yes", after=5.0)
    after = Habits(variation=Variation("weighted"), floor=0.6).after(story.routine, story.session.standing)
    assert (after.variation, after.floor) == (Variation("hanging"), None)
