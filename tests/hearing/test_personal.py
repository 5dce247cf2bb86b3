"""A person's own thresholds: never stricter, a little more lenient at most, and the grave ones as they are."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.core.commands import COMMAND_OF, RULE_OF, Cost
from voicecoach.core.person import MOST_LOOSENED, Profile
from voicecoach.core.tryout import Answered, Prompt, Try
from voicecoach.core.units import Seconds
from voicecoach.hearing.models import model_hash
from voicecoach.hearing.personal import SLACK, corrections, floor, personal, recogniser_for
from voicecoach.hearing.thresholds import BY_CONFIDENCE, Thresholds, Weights
from voicecoach.shipped import compact_model

MEASURED = Thresholds(
    weights=Weights(margin=6.0, lead=0.0, distance=0.0, confidence=4.0),
    least_score={Cost.SAFETY: 1.0, Cost.FLOW: 5.0, Cost.ANSWER: 1.3, Cost.VERDICT: 4.0, Cost.GRAVE: 6.0},
    in_talk=dict.fromkeys(Cost, 8.0),
    shortest=0.02,
    longest=0.5,
)


def tried(asked: str, heard: str, score: float | None) -> Try:
    command = COMMAND_OF[heard]
    least = MEASURED.least_score[RULE_OF[command].cost]
    answer = Answered(
        at=Seconds(1.0),
        spoken_at=Seconds(0.5),
        text=heard,
        command=command,
        score=score,
        is_believed=score is not None and score >= least,
        sound=0,
    )
    return Try(prompt=Prompt(command=COMMAND_OF[asked], phrase=asked), answer=answer)


def profile(**amounts: float) -> Profile:
    return Profile(name="ann", model="abc", corrections={Cost(cost): amount for cost, amount in amounts.items()})


def test_a_threshold_goes_down_to_just_below_the_worst_answer() -> None:
    found = corrections([tried("skip", "skip", 4.8), tried("why", "why", 7.0)], MEASURED)
    assert found[Cost.FLOW] == pytest.approx(4.8 - SLACK - 5.0)
    assert (found[Cost.SAFETY], found[Cost.VERDICT]) == (0.0, 0.0)


def test_a_threshold_is_never_raised() -> None:
    assert corrections([tried("skip", "skip", 9.0)], MEASURED)[Cost.FLOW] == 0.0


def test_a_threshold_goes_down_by_half_the_odds_at_most() -> None:
    assert corrections([tried("skip", "skip", -3.0)], MEASURED)[Cost.FLOW] == pytest.approx(-MOST_LOOSENED, abs=1e-4)


def test_no_threshold_goes_below_that_of_safety_but_its_own() -> None:
    found = corrections([tried("yes", "yes", 0.0), tried("stop", "stop", 0.0)], MEASURED)
    assert found[Cost.ANSWER] == pytest.approx(1.0 - 1.3)
    assert found[Cost.SAFETY] == pytest.approx(-MOST_LOOSENED, abs=1e-4)


def test_the_thresholds_of_grave_commands_stay() -> None:
    assert corrections([tried("end workout", "end workout", 2.0)], MEASURED)[Cost.GRAVE] == 0.0
    own = personal(MEASURED, profile(grave=-0.5), "abc")
    assert own.least_score[Cost.GRAVE] == MEASURED.least_score[Cost.GRAVE]


def test_a_threshold_stays_above_what_was_taken_for_a_command_wrongly() -> None:
    tries = [tried("skip", "skip", 4.5), tried("yes", "skip", 4.7)]
    assert corrections(tries, MEASURED)[Cost.FLOW] == pytest.approx(4.7 + SLACK - 5.0)


def test_for_a_model_without_measured_thresholds_nothing_is_corrected() -> None:
    found = corrections([tried("skip", "skip", 0.1), tried("stop", "stop", 0.1)], BY_CONFIDENCE)
    assert set(found.values()) == {0.0}


def test_an_answer_of_an_implausible_length_tells_nothing() -> None:
    assert corrections([tried("skip", "skip", None)], MEASURED)[Cost.FLOW] == 0.0


def test_a_person_s_thresholds_are_the_measured_ones_with_the_corrections() -> None:
    own = personal(MEASURED, profile(flow=-0.25), "abc")
    assert own == replace(
        MEASURED, least_score={**MEASURED.least_score, Cost.FLOW: 4.75}, in_talk={**MEASURED.in_talk, Cost.FLOW: 7.75}
    )


def test_a_profile_made_with_another_model_corrects_nothing() -> None:
    assert personal(MEASURED, profile(flow=-0.25), "another") == MEASURED


SCORES = st.lists(st.tuples(st.sampled_from(sorted(COMMAND_OF)), st.sampled_from(sorted(COMMAND_OF)), st.floats(-9, 9)))


@given(scores=SCORES)
def test_whatever_was_heard_a_person_s_thresholds_lie_between_the_floor_and_the_measured(
    scores: list[tuple[str, str, float]],
) -> None:
    found = corrections([tried(*each) for each in scores], MEASURED)
    own = personal(MEASURED, replace(profile(), corrections=found), "abc").least_score
    assert all(floor(cost, MEASURED) <= own[cost] <= MEASURED.least_score[cost] for cost in Cost)
    assert own[Cost.GRAVE] == MEASURED.least_score[Cost.GRAVE]


@given(amount=st.floats(-99, 99), cost=st.sampled_from(list(Cost)))
def test_a_correction_out_of_bounds_is_cut(amount: float, cost: Cost) -> None:
    own = personal(MEASURED, replace(profile(), corrections={cost: amount}), "abc").least_score[cost]
    assert floor(cost, MEASURED) <= own <= MEASURED.least_score[cost]


def test_a_person_s_recogniser_goes_by_their_thresholds() -> None:
    usual = recogniser_for(compact_model(), None).thresholds.least_score
    made_here = replace(profile(flow=-0.25), model=model_hash(compact_model()))
    own = recogniser_for(compact_model(), made_here).thresholds.least_score
    assert own == {**usual, Cost.FLOW: max(usual[Cost.FLOW] - 0.25, usual[Cost.SAFETY])}


def test_a_person_s_recogniser_knows_their_decoys_and_keeps_to_the_model_s_lexicon() -> None:
    own = recogniser_for(compact_model(), replace(profile(), decoys=("ladder", "xyzzyx")))
    assert "ladder" in own.grammar.decoys
    assert "xyzzyx" not in own.grammar.decoys
    assert own.thresholds == recogniser_for(compact_model(), None).thresholds
