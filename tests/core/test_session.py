"""The session as stories: what the person says, and what comes of it."""

import itertools
from dataclasses import replace

import pytest

from tests.core.story import LENGTHS, SHORT, TEXTS, USUAL, Story
from voicecoach.core.attention import DUCK_RELEASE
from voicecoach.core.commands import Command
from voicecoach.core.effects import (
    BeginRep,
    Credit,
    Duck,
    End,
    Hush,
    MarkFloor,
    Outcome,
    Priority,
    Reason,
    Say,
    SetVolume,
    Unduck,
    Void,
)
from voicecoach.core.events import (
    ClockReached,
    Device,
    DeviceFound,
    DeviceLost,
    Heard,
    Interrupted,
    Misheard,
    SpeechBegan,
    SpeechEnded,
    Started,
)
from voicecoach.core.exercise import Variation
from voicecoach.core.floors import REACTION
from voicecoach.core.machine import UNFINISHED, Phase
from voicecoach.core.routine import Breathing, Routine
from voicecoach.core.session import Session
from voicecoach.core.stage import UNSPOKEN
from voicecoach.core.standing import Standing
from voicecoach.core.turn import Turn
from voicecoach.core.units import RATE, CueId, Samples, Seconds, on_grid, samples


def test_a_clean_session_credits_every_rep_and_finishes() -> None:
    story = Story(Routine()).finish()
    assert story.verdicts() == ["credited"] * 30
    assert story.effects(End) == [End(at=story.now, outcome=Outcome.FINISHED)]


def test_the_phases_of_a_clean_session_come_in_the_order_of_the_article() -> None:
    seen: list[Phase] = []
    for turn in Story(replace(SHORT, sets=1, reps=1)).finish().turns:
        if not seen or seen[-1] is not turn.phase:
            seen.append(turn.phase)
    assert [phase.value for phase in seen] == [
        *("ready_check", "reset", "tension_check", "test_lift", "finding_floor"),
        *("between_reps", "lift", "hold", "descend", "stop_point", "between_reps"),
        *("rest", "plank", "summary", "done"),
    ]


@pytest.mark.parametrize("descent", [3, 4])
def test_the_counts_of_a_descent_are_a_second_apart_to_the_sample(descent: int) -> None:
    routine = replace(SHORT, tempo=replace(SHORT.tempo, descent=descent))
    says = Story(routine).finish().effects(Say)
    counts = [say for say in says if isinstance(say, Say) and say.priority is Priority.COUNT]
    assert counts
    for before, after in itertools.pairwise(counts):
        if after.cue != "count.1":
            assert samples(after.at) - samples(before.at) == RATE


def test_counts_are_placed_by_their_beats() -> None:
    beats = {CueId(f"count.{second}"): Samples(700 * second % 1600) for second in range(1, 5)}
    story = Story(beats=beats).run_to(Phase.DESCEND)
    says = [s for s in story.turns[-1].effects if isinstance(s, Say)]
    heard = [samples(say.at) + beats[say.cue] for say in says]
    assert [after - before for before, after in itertools.pairwise(heard)] == [RATE, RATE]
    assert min(samples(say.at) for say in says) == samples(says[0].at) == samples(story.now)
    story.run_to(Phase.STOP_POINT)
    assert samples(story.now) == heard[0] + 3 * RATE


def test_nothing_that_is_said_overlaps() -> None:
    story = Story().finish()
    says = sorted((s for s in story.effects(Say) if isinstance(s, Say) and s.cue in TEXTS), key=lambda s: s.at)
    for before, after in itertools.pairwise(says):
        assert samples(before.at) + LENGTHS[before.cue] <= samples(after.at), (before.cue, after.cue)


def test_the_number_is_spoken_only_once_the_rep_is_credited() -> None:
    story = Story().run_to(Phase.LIFT, rep=1)
    story.run_until(lambda: bool(story.effects(Credit)))
    credit = story.turns[-1]
    numbers = [e for e in credit.effects if isinstance(e, Say) and e.cue == "number.1"]
    assert len(numbers) == 1
    ended = story.session.reps[0].end
    assert ended is not None
    assert credit.event.at - ended == pytest.approx(1.5)


def test_a_rep_is_voided_when_the_back_arches_in_it_and_the_next_number_is_one_less() -> None:
    story = Story().run_to(Phase.DESCEND, rep=2)
    story.say("back arched", after=1.0, began=0.4)
    assert story.phase is Phase.BETWEEN_REPS
    story.finish()
    assert story.verdicts() == ["credited", "voided", "credited", *["credited"] * 3]
    assert story.said().count("number.2") >= 1
    assert story.effects(Void) == [Void(at=story.session.reps[1].end or Seconds(0), set=1, rep=2, reason=Reason.ARCHED)]


def test_a_verdict_begun_in_a_rep_and_recognised_in_the_next_takes_back_the_first() -> None:
    story = Story().run_to(Phase.LIFT, rep=2)
    first = story.session.reps[0]
    assert first.end is not None
    turn = story.say("rep failed", after=0.5, began=first.end - 0.2 - story.now)
    assert turn.phase is Phase.LIFT, "the rep that runs goes on"
    before = len(story.turns)
    story.run_to(Phase.LIFT, rep=3)
    spoken = [cue for cue in story.said(before) if cue.startswith(("void", "number"))]
    assert spoken == ["void.taken_out", "number.0", "number.1"], "first the correction, then the number of this rep"
    assert story.finish().verdicts()[:2] == ["voided", "credited"]


def test_undo_gives_the_rep_back_and_says_the_tally() -> None:
    story = Story().run_to(Phase.BETWEEN_REPS, rep=1)
    story.say("rep failed", after=0.5)
    turn = story.say("that one was good", after=1.0)
    assert [e.cue for e in turn.effects if isinstance(e, Say)] == ["earcon.credited", "undo.done", "number.1"]
    assert story.session.reps[0].verdict.value == "credited"


def test_a_rep_that_was_cut_short_is_not_credited_by_undo_but_done_again() -> None:
    story = Story().run_to(Phase.LIFT, rep=1)
    story.say("rep failed", after=0.5)
    assert said(story.say("that one was good", after=1.0)) == ["undo.again"]
    story.run_to(Phase.REST)
    assert [(rep.number, rep.verdict.value) for rep in story.session.reps] == [
        (1, "interrupted"),
        (1, "credited"),
        (2, "credited"),
        (3, "credited"),
    ]


def test_a_verdict_of_long_ago_is_not_taken_back() -> None:
    story = Story().run_to(Phase.BETWEEN_REPS, set_number=1, rep=1)
    story.say("rep failed", after=0.5)
    story.run_to(Phase.BETWEEN_REPS, set_number=2, rep=1)
    story.say("that one was good", after=0.5)
    assert story.session.reps[0].verdict.value == "voided"


@pytest.mark.parametrize("phrase", ["stop", "pause", "easier", "skip"])
def test_a_rep_in_which_an_interruption_began_to_be_spoken_is_not_credited(phrase: str) -> None:
    story = Story().run_to(Phase.STOP_POINT, rep=1).run_to(Phase.BETWEEN_REPS)
    story.say(phrase, after=0.3, began=-0.4)
    assert story.verdicts()[0] == "interrupted"


def test_a_rep_in_which_pain_began_to_be_told_is_voided_however_late_it_is_understood() -> None:
    story = Story().run_to(Phase.STOP_POINT, rep=1).run_to(Phase.BETWEEN_REPS)
    story.say("it hurts", after=1.8, began=-0.4)
    assert story.verdicts()[0] == "voided"


def test_a_verdict_waits_for_a_person_who_is_still_speaking() -> None:
    story = Story().run_to(Phase.STOP_POINT, rep=1).run_to(Phase.BETWEEN_REPS)
    end = story.session.reps[0].end
    assert end is not None
    story.take(SpeechBegan(at=Seconds(end + 1.2)))
    story.run_clock(end + 2.5)
    assert not story.effects(Credit)
    story.say("back arched", began=-1.3)
    assert story.verdicts() == ["voided"]


def test_a_pause_keeps_the_remaining_rest() -> None:
    story = Story().run_to(Phase.REST)
    began = story.now
    story.say("pause", after=8.0)
    story.say("resume", after=100.0)
    resumed = story.now
    assert story.phase is Phase.REST
    story.run_to(Phase.BETWEEN_REPS)
    assert (story.now - resumed) + 8.0 == pytest.approx(SHORT.rest, abs=0.01)
    assert began < resumed


def test_a_pause_in_a_rep_interrupts_it_and_the_rep_is_done_again() -> None:
    story = Story().run_to(Phase.DESCEND, rep=2)
    story.say("pause", after=0.5)
    story.say("resume", after=5.0)
    story.finish()
    assert story.verdicts()[:3] == ["credited", "interrupted", "credited"]
    assert [rep.number for rep in story.session.reps[:3]] == [1, 2, 2]


@pytest.mark.parametrize("phase", [phase for phase in UNFINISHED if phase not in (Phase.PAUSED, Phase.SAFETY_STOP)])
def test_stop_silences_the_coach_and_waits_in_every_phase(phase: Phase) -> None:
    story = reach(phase)
    turn = story.say("stop", after=0.1)
    assert turn.phase is (Phase.DONE if phase is Phase.SUMMARY else Phase.PAUSED)
    hushes = [e for e in turn.effects if isinstance(e, Hush)]
    says = [e for e in turn.effects if isinstance(e, Say)]
    assert all(hush.at == turn.event.at for hush in hushes)
    assert all(say.at > turn.event.at + 0.399 for say in says), "it falls silent before it speaks"


@pytest.mark.parametrize("phrase", ["it hurts", "dizzy", "my middle is pushing out"])
@pytest.mark.parametrize("phase", UNFINISHED)
def test_an_alarm_stops_every_phase_at_once(phase: Phase, phrase: str) -> None:
    story = reach(phase)
    turn = story.say(phrase, after=0.1)
    assert turn.phase is Phase.SAFETY_STOP
    credited = len(story.effects(Credit))
    story.finish()
    assert len(story.effects(Credit)) == credited, "nothing is credited after an alarm that nobody answers"
    assert story.effects(End)[-1].outcome is Outcome.SAFETY  # type: ignore[attr-defined]


def test_after_pain_the_session_goes_on_only_with_a_gentler_variation() -> None:
    story = Story().run_to(Phase.DESCEND, rep=2)
    story.say("it hurts", after=0.5)
    turn = story.say("easier", after=6.0)
    assert turn.phase is Phase.BETWEEN_REPS
    assert story.session.standing.variation is Variation("hands_under")
    story.finish()
    assert story.verdicts()[1] == "voided"
    assert story.session.reps[1].reason is Reason.PAIN


def test_pain_that_comes_back_ends_the_session_without_a_question() -> None:
    story = Story().run_to(Phase.DESCEND, rep=1)
    assert "safety.ask" in said(story.say("it hurts", after=0.5))
    story.say("easier", after=6.0)
    story.run_to(Phase.DESCEND)
    assert said(story.say("it hurts", after=0.5)) == ["safety.pain", "safety.tilt", "safety.end"]
    assert story.finish().effects(End)[-1].outcome is Outcome.SAFETY  # type: ignore[attr-defined]


def test_a_safety_stop_asks_as_often_as_ever_after_other_questions_that_stayed_open() -> None:
    story = Story(answers={"ready.ask": "yes", "tension.ask": "yes"})
    story.run_until(lambda: "lift.closed" in story.said())
    before = len(story.turns)
    story.say("it hurts", after=2.0)
    assert story.finish().said(before).count("safety.ask") == 3


def test_a_tally_that_waits_to_be_said_is_dropped_when_a_verdict_changes_it() -> None:
    story = Story().run_to(Phase.REST)
    for phrase in ("rep failed", "that one was good"):
        story.say(phrase, after=0.1)
    turn = story.say("rep failed", after=0.1)
    assert "void.taken_out" in said(turn)
    assert "undo.done" not in said(turn)


@pytest.mark.parametrize("pauses", [1, 3])
def test_a_plank_that_is_interrupted_never_grows(pauses: int) -> None:
    story = Story().run_to(Phase.PLANK)
    for _ in range(pauses):
        story.say("pause", after=1.0)
        story.say("resume", after=3.0)
    number = next(cue for cue in story.said(len(story.turns) - 1) if cue.startswith("number"))
    assert number == "number.12"


@pytest.mark.parametrize(
    ("plank", "announced"),
    [
        (4, []),
        (8, ["plank.half"]),
        (12, ["plank.half"]),
        (20, ["plank.ten"]),
        (24, ["plank.half"]),
        (60, ["plank.half", "plank.ten"]),
    ],
)
def test_a_plank_announces_its_half_and_its_last_seconds_once(plank: int, announced: list[str]) -> None:
    story = Story(replace(SHORT, plank=Seconds(float(plank)))).finish()
    assert [cue for cue in story.said() if cue in ("plank.half", "plank.ten")] == announced


def test_more_rest_right_after_a_rep_leaves_its_number_in_time() -> None:
    story = Story().run_to(Phase.STOP_POINT, rep=1).run_to(Phase.BETWEEN_REPS)
    end = story.now
    story.say("more rest", after=0.5)
    story.run_until(lambda: bool(story.effects(Credit)))
    assert story.now - end == pytest.approx(1.5, abs=1.5)
    story.run_to(Phase.LIFT, rep=2)
    assert story.now - end > 30


def test_a_variation_is_explained_before_its_test_and_nothing_contradicts_it() -> None:
    story = Story(replace(SHORT, variation=Variation("bent_knee"))).run_to(Phase.TEST_LIFT)
    assert "setup.bent_knee" in story.said()
    assert not any("legs out" in TEXTS.get(CueId(cue), "") for cue in story.said())


def test_a_person_whom_even_the_gentlest_variation_lifts_off_the_floor_does_no_sets() -> None:
    story = Story(replace(SHORT, variation=Variation("dead_bug")), answers={**USUAL, "lift.ask_45": "no"}).finish()
    assert "lift.not_today" in story.said()
    assert story.session.reps == ()


def test_a_person_who_is_ready_in_the_rest_starts_the_next_set() -> None:
    assert Story().run_to(Phase.REST).say("i'm ready", after=4.0).phase is Phase.BETWEEN_REPS


def test_what_is_left_in_the_plank_is_the_plank() -> None:
    turn = Story().run_to(Phase.PLANK).say("what's left", after=0.5)
    assert "left.plank" in said(turn)


def test_an_alarm_drops_the_answers_that_were_kept_for_after_the_rep() -> None:
    story = Story().run_to(Phase.DESCEND, rep=2)
    story.say("how many", after=0.3)
    story.say("it hurts", after=0.3)
    story.say("easier", after=6.0)
    story.run_to(Phase.LIFT)
    assert "tally.so_far" not in story.said()


def test_easier_in_a_rep_interrupts_it_and_the_rep_is_done_again() -> None:
    story = Story().run_to(Phase.DESCEND, rep=2)
    assert story.say("easier", after=0.5).phase is Phase.BETWEEN_REPS
    story.finish()
    assert [(rep.number, rep.verdict.value) for rep in story.session.reps[:3]] == [
        (1, "credited"),
        (2, "interrupted"),
        (2, "credited"),
    ]


def test_a_cat_cow_that_was_interrupted_is_done_again() -> None:
    story = Story(replace(SHORT, cat_cows=2)).run_to(Phase.RESET)

    def paced() -> int:
        return len([cue for cue in story.said() if cue.startswith("reset.in.") or cue == "reset.in"])

    story.run_until(lambda: paced() == 2)
    story.say("pause", after=1.0)
    story.say("resume", after=2.0)
    story.run_to(Phase.TENSION_CHECK)
    assert paced() == 3


def test_an_answer_of_the_coach_gives_the_person_as_long_again_to_answer() -> None:
    story = Story(answers={}).run_to(Phase.READY_CHECK)
    story.run_clock(story.session.ends_at + 15.0)
    story.say("louder", after=1.0)
    assert story.session.deadline == pytest.approx(story.session.ends_at + 20.0)


def test_speech_begun_well_before_a_question_s_end_is_no_answer_to_it() -> None:
    story = Story(answers={})
    ends = story.session.ends_at
    early = story.take(Misheard(at=Seconds(ends + 0.1), spoken_at=Seconds(ends - 2.0), text=""))
    assert early.effects == ()


def test_ending_the_workout_asks_first_and_a_no_goes_back() -> None:
    story = Story().run_to(Phase.REST)
    assert story.say("end workout", after=1.0).phase is Phase.CONFIRMING
    assert story.say("no", after=2.0).phase is Phase.REST
    story.say("end workout", after=1.0)
    assert story.say("yes", after=2.0).phase is Phase.SUMMARY
    assert story.finish().effects(End)[-1].outcome is Outcome.ENDED  # type: ignore[attr-defined]


def test_harder_asks_first_and_easier_does_not() -> None:
    story = Story().run_to(Phase.REST)
    assert story.say("harder", after=1.0).phase is Phase.CONFIRMING
    variations = [story.session.standing.variation]
    story.say("yes", after=2.0)
    variations.append(story.session.standing.variation)
    assert story.say("easier", after=5.0).phase is Phase.REST
    variations.append(story.session.standing.variation)
    assert variations == [Variation("straight"), Variation("arms_wide"), Variation("straight")]


@pytest.mark.parametrize(
    ("phase", "after"),
    [
        (Phase.RESET, Phase.TENSION_CHECK),
        (Phase.TENSION_CHECK, Phase.TEST_LIFT),
        (Phase.TEST_LIFT, Phase.FINDING_FLOOR),
        (Phase.FINDING_FLOOR, Phase.BETWEEN_REPS),
        (Phase.DESCEND, Phase.REST),
        (Phase.BETWEEN_REPS, Phase.REST),
        (Phase.REST, Phase.BETWEEN_REPS),
        (Phase.PLANK, Phase.SUMMARY),
    ],
)
def test_skip_leaves_out_what_the_phase_makes_sensible(phase: Phase, after: Phase) -> None:
    assert reach(phase).say("skip", after=0.1).phase is after


def test_more_rest_adds_half_a_minute_and_start_now_cuts_it() -> None:
    story = Story().run_to(Phase.REST)
    began = story.now
    story.say("more rest", after=5.0)
    story.run_to(Phase.BETWEEN_REPS)
    assert story.now - began == pytest.approx(SHORT.rest + 30.0, abs=0.01)
    story.run_to(Phase.REST)
    assert story.say("start now", after=1.0).phase is Phase.PLANK


def test_the_floor_is_where_the_word_began() -> None:
    story = Story().run_to(Phase.FINDING_FLOOR)
    count = next(e for e in story.turns[-1].effects if isinstance(e, Say) and e.cue == "count.1")
    story.run_clock(count.at)
    story.say("there", after=count.at + 3.4 - story.now, began=count.at + 3.0 - story.now)
    assert story.session.phase is Phase.FINDING_FLOOR
    story.run_to(Phase.BETWEEN_REPS)
    fraction = round((3.0 - REACTION) / 4, 3)
    assert story.effects(MarkFloor) == [MarkFloor(at=story.now, fraction=fraction, marks=1)]


def test_the_person_can_end_the_lift_early() -> None:
    story = Story().run_to(Phase.LIFT, rep=1)
    began = story.now
    assert story.say("up", after=1.5).phase is Phase.HOLD
    assert story.now - began == pytest.approx(1.5)


def test_an_answer_during_a_rep_waits_until_the_rep_is_over() -> None:
    story = Story().run_to(Phase.DESCEND, rep=2)
    assert not [e for e in story.say("how many", after=0.5).effects if isinstance(e, Say)]
    story.run_to(Phase.BETWEEN_REPS).run_to(Phase.LIFT, rep=3)
    assert "tally.so_far" in story.said()


def test_an_answer_waits_for_the_end_of_a_sentence_and_lets_the_next_one_follow() -> None:
    story = Story().run_to(Phase.TEST_LIFT)
    sentence = next(e for e in story.turns[-1].effects if isinstance(e, Say) and e.cue == "tension.keep")
    turn = story.say("how many", after=0.2)
    says = [e for e in turn.effects if isinstance(e, Say)]
    assert [e.cue for e in says][:2] == ["number.0", "tally.so_far"]
    assert says[-1].cue == "lift.ask_45"
    assert samples(says[0].at) >= samples(sentence.at) + LENGTHS[sentence.cue]


def test_a_command_that_makes_no_sense_now_gets_a_short_answer() -> None:
    turn = Story().run_to(Phase.RESET).say("more rest", after=1.0)
    assert "not_now" in [e.cue for e in turn.effects if isinstance(e, Say)]


def test_a_person_who_never_answers_is_asked_twice_offered_a_choice_and_then_left_in_peace() -> None:
    story = Story(answers={})
    story.run_until(lambda: story.phase is Phase.PAUSED)
    said = story.said()
    assert [said.count("ready.ask"), said.count("ready.closed")] == [2, 1]
    assert story.finish().effects(End)[-1].outcome is Outcome.CLOSED  # type: ignore[attr-defined]


def test_speech_that_is_no_command_is_only_asked_about_after_a_question() -> None:
    story = Story(answers={"ready.ask": "yes"}).run_to(Phase.TENSION_CHECK)
    story.run_clock(story.session.ends_at + 1.0)
    at = Seconds(story.session.ends_at + 2.0)
    assert "misheard" in [
        e.cue for e in story.take(Misheard(at=at, spoken_at=at, text="")).effects if hasattr(e, "cue")
    ]
    story = Story().run_to(Phase.REST)
    at = Seconds(story.now + 10.0)
    assert story.take(Misheard(at=at, spoken_at=at, text="")).effects == ()


def test_the_coach_ducks_only_while_it_speaks_and_comes_back() -> None:
    story = Story().run_to(Phase.REST)
    at = Seconds(story.now + 0.3)
    assert story.take(SpeechBegan(at=at)).effects == (Duck(at=at),)
    later = Seconds(at + 0.5)
    assert story.take(SpeechEnded(at=later)).effects == (Unduck(at=on_grid(later + DUCK_RELEASE)),)
    quiet = Seconds(story.session.ends_at + 1.0)
    assert story.take(SpeechBegan(at=quiet)).effects == ()


def test_a_lost_microphone_pauses_and_its_return_resumes() -> None:
    story = Story().run_to(Phase.DESCEND, rep=2)
    lost = story.take(DeviceLost(at=Seconds(story.now + 0.5), device=Device.MICROPHONE))
    assert lost.phase is Phase.PAUSED
    found = story.take(DeviceFound(at=Seconds(story.now + 9.0), device=Device.MICROPHONE))
    assert found.phase is Phase.BETWEEN_REPS
    assert story.finish().verdicts().count("credited") == 6


@pytest.mark.parametrize("phase", UNFINISHED)
def test_an_interruption_closes_the_session_in_any_phase(phase: Phase) -> None:
    story = reach(phase)
    turn = story.take(Interrupted(at=Seconds(story.now + 0.1)))
    assert turn.phase is Phase.DONE
    assert story.session.reps == () or story.session.reps[-1].verdict.value in ("credited", "interrupted", "voided")


@pytest.mark.parametrize("phase", [one for one in UNFINISHED if one not in (Phase.SUMMARY, Phase.SAFETY_STOP)])
def test_a_session_that_was_closed_in_any_phase_goes_on_where_it_was(phase: Phase) -> None:
    story = reach(phase)
    credited = story.verdicts().count("credited")
    story.take(Interrupted(at=Seconds(story.now + 0.5)))
    assert story.session.is_resumable
    again = Story(standing=story.session.standing)
    if phase is not Phase.READY_CHECK:
        assert "ready.resumed" in again.said()
        again.run_until(lambda: again.phase is not Phase.READY_CHECK)
        assert again.phase is story.session.standing.station
    again.finish()
    assert again.verdicts().count("credited") == 6 >= credited


@pytest.mark.parametrize("alarm", ["it hurts", "i am dizzy", "it is pushing out"])
def test_a_session_that_was_closed_while_something_hurt_cannot_be_resumed(alarm: str) -> None:
    story = Story().run_to(Phase.DESCEND, rep=1)
    story.say(alarm, after=0.5)
    story.take(Interrupted(at=Seconds(story.now + 1.0)))
    assert not story.session.is_resumable
    assert story.effects(End)[-1].outcome is Outcome.SAFETY  # type: ignore[attr-defined]


def test_a_session_that_came_to_its_end_cannot_be_resumed() -> None:
    assert not Story().finish().session.is_resumable


def test_a_stale_clock_event_does_nothing() -> None:
    story = Story().run_to(Phase.REST)
    assert story.session.handle(ClockReached(at=Seconds(story.now + 0.01))).effects == ()


def test_slower_and_faster_stay_within_three_and_four_counts() -> None:
    story = Story().run_to(Phase.REST)
    for phrase, cue in [("faster", "tempo.fastest_3"), ("slower", "tempo.4"), ("slower", "tempo.slowest_4")]:
        assert cue in [e.cue for e in story.say(phrase, after=1.0).effects if isinstance(e, Say)]


def test_louder_and_quieter_change_the_gain_within_limits() -> None:
    story = Story().run_to(Phase.REST)
    for _ in range(5):
        story.say("louder", after=0.5)
    gains = [e.gain for e in story.effects(SetVolume) if isinstance(e, SetVolume)]
    assert gains == [4.0, 8.0, 8.0, 8.0, 8.0]


def test_a_resumed_session_stands_where_the_interrupted_one_stood() -> None:
    standing = Standing(
        station=Phase.READY_CHECK,
        set=2,
        variation=Variation("bent_knee"),
        descent=4,
        floor=0.8,
        cat_cows=1,
        is_lifting_to_90=True,
        plank_left=None,
        reps=(),
        alarms=(),
        breathing=Breathing.SHIELDING,
    )
    session = Session(SHORT, LENGTHS, standing=standing)
    session.handle(Started(at=Seconds(0.0)))
    assert session.standing == standing


def said(turn: Turn) -> list[str]:
    return [effect.cue for effect in turn.effects if isinstance(effect, Say) and effect.cue in TEXTS]


def reach(phase: Phase) -> Story:
    """Return a story that has come to a phase."""
    match phase:
        case Phase.PAUSED:
            story = Story().run_to(Phase.REST)
            story.say("pause", after=1.0)
        case Phase.HELP:
            story = Story().run_to(Phase.REST)
            story.say("help", after=1.0)
        case Phase.CONFIRMING:
            story = Story().run_to(Phase.REST)
            story.say("end workout", after=1.0)
        case Phase.SAFETY_STOP:
            story = Story().run_to(Phase.REST)
            story.say("it hurts", after=1.0)
        case _:
            story = Story().run_to(phase)
    assert story.phase is phase
    assert story.effects(BeginRep) or phase is not Phase.LIFT
    assert CueId("ready.ask") in story.said()
    return story


@pytest.mark.parametrize("phase", UNFINISHED)
def test_every_command_in_every_phase_is_answered_or_kept_for_after_the_rep(phase: Phase) -> None:
    story = reach(phase)
    for command in Command:
        if story.phase is not phase:
            story = reach(phase)
        at = Seconds(story.now + 0.02)
        turn = story.take(Heard(at=at, spoken_at=at, command=command, text=command.value))
        assert turn.effects or story.phase in UNSPOKEN
