from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.core.commands import Cost
from voicecoach.hearing.talk import TALKING
from voicecoach.hearing.threshold_file import Counts
from voicecoach.hearing.tuning import Budget, Trial, Truth, counts_for, operating_points

from .test_thresholds import CLEAR

BY_MARGIN = Counts(margin=1.0, lead=0.0, distance=0.0, confidence=0.0, shortest=0.0, longest=1.0)
NOTHING = Budget(talk=0, firm_talk=0, words=0, firm=frozenset({Cost.GRAVE}))
ALL_BUT_SAFETY = {**dict.fromkeys(Cost, 1.0), Cost.SAFETY: 0.01}
"""What may be lost where the budget alone is to be seen."""

SAID, WORD, TALK = Truth.COMMAND, Truth.OTHER_WORD, Truth.TALK


def trials(cost: Cost, truth: Truth, *margins: float) -> list[Trial]:
    return [Trial(evidence=replace(CLEAR, margin=margin), cost=cost, truth=truth) for margin in margins]


def test_another_command_is_near_that_is_as_near_as_to_one_command_in_twenty() -> None:
    said = [Trial(evidence=replace(CLEAR, distance=nats / 100), cost=Cost.FLOW, truth=SAID) for nats in range(101)]
    mistaken = Trial(evidence=replace(CLEAR, distance=-3.0), cost=Cost.FLOW, truth=WORD)
    assert counts_for([*said, mistaken]).near == 0.05


def lost(heard: Sequence[Trial], budget: Budget, cost: Cost) -> tuple[int, int, int]:
    point = operating_points(heard, BY_MARGIN, budget, ALL_BUT_SAFETY)[cost]
    return point.lost, point.mistaken_in_talk, point.mistaken_words


FLOW = [*trials(Cost.FLOW, SAID, 1, 2, 3, 4, 5), *trials(Cost.FLOW, TALK, 2.5), *trials(Cost.FLOW, WORD, 1.5)]


@pytest.mark.parametrize(
    ("budget", "result"),
    [
        pytest.param(NOTHING, (2, 0, 0), id="nothing allowed"),
        pytest.param(replace(NOTHING, words=1), (2, 0, 0), id="a word alone helps little while talk lies above it"),
        pytest.param(replace(NOTHING, talk=1), (1, 1, 0), id="one in talk"),
        pytest.param(replace(NOTHING, talk=1, words=1), (0, 1, 1), id="both"),
    ],
)
def test_a_budget_buys_commands(budget: Budget, result: tuple[int, int, int]) -> None:
    assert lost(FLOW, budget, Cost.FLOW) == result


def test_the_budget_goes_where_it_wins_most() -> None:
    answers = [*trials(Cost.ANSWER, SAID, 1, 1.1, 1.2, 4), *trials(Cost.ANSWER, TALK, 2)]
    budget = replace(NOTHING, talk=1)
    assert lost([*FLOW, *answers], budget, Cost.ANSWER) == (0, 1, 0)
    assert lost([*FLOW, *answers], budget, Cost.FLOW) == (2, 0, 0)


def test_what_changes_the_session_has_a_budget_of_its_own() -> None:
    grave = [*trials(Cost.GRAVE, SAID, 1, 4), *trials(Cost.GRAVE, TALK, 2)]
    assert lost(grave, replace(NOTHING, talk=5), Cost.GRAVE) == (1, 0, 0)
    assert lost(grave, replace(NOTHING, talk=5, firm_talk=1), Cost.GRAVE) == (0, 1, 0)


def test_what_changes_the_session_is_as_strict_as_its_commands_allow() -> None:
    heard = {cost: [*trials(cost, TALK, 1), *trials(cost, SAID, 2, 8, 9)] for cost in (Cost.GRAVE, Cost.ANSWER)}
    points = operating_points([trial for each in heard.values() for trial in each], BY_MARGIN, NOTHING, ALL_BUT_SAFETY)
    assert [points[cost].lost for cost in heard] == [0, 0]
    assert points[Cost.GRAVE].least_score >= points[Cost.ANSWER].least_score == 1.5


def test_strictness_goes_up_to_the_command_that_is_least_sure() -> None:
    heard = [*trials(Cost.GRAVE, TALK, 1, 3), *trials(Cost.GRAVE, SAID, *(8 + step / 10 for step in range(20)))]
    assert operating_points(heard, BY_MARGIN, NOTHING, ALL_BUT_SAFETY)[Cost.GRAVE].least_score > (3 + 8) / 2


@pytest.mark.parametrize(("cost", "most"), [(Cost.ANSWER, 5), (Cost.FLOW, 4), (Cost.GRAVE, 10)])
def test_no_budget_makes_the_coach_deaf(cost: Cost, most: int) -> None:
    heard = [*trials(cost, SAID, *range(100)), *trials(cost, TALK, 50.5, 98.5)]
    assert operating_points(heard, BY_MARGIN, NOTHING)[cost].lost == most


def test_safety_is_not_lost_for_the_sake_of_the_budget() -> None:
    safety = [*trials(Cost.SAFETY, SAID, *range(1, 100)), *trials(Cost.SAFETY, TALK, 50.5)]
    assert lost(safety, NOTHING, Cost.SAFETY) == (0, 1, 0)


def test_what_safety_overspends_does_not_forbid_what_costs_nothing() -> None:
    safety = [*trials(Cost.SAFETY, SAID, *range(1, 100)), *trials(Cost.SAFETY, TALK, 50.5)]
    assert lost([*safety, *FLOW], replace(NOTHING, words=1, talk=0), Cost.FLOW) == (2, 0, 0)
    flow = [*trials(Cost.FLOW, SAID, 1, 2, 3), *trials(Cost.FLOW, WORD, 1.5)]
    assert lost([*safety, *flow], replace(NOTHING, words=1), Cost.FLOW) == (0, 0, 1)


def test_few_safety_commands_are_not_taken_for_the_least_sure_there_are() -> None:
    safety = trials(Cost.SAFETY, SAID, 4, 5, 6, 7, 8)
    point = operating_points(safety, BY_MARGIN, NOTHING, ALL_BUT_SAFETY)[Cost.SAFETY]
    assert point.least_score == pytest.approx(6 - 2.326 * 2**0.5, abs=0.001)


def test_a_commands_pace_sets_the_limits() -> None:
    heard = [
        Trial(evidence=replace(CLEAR, quickest=0.06, slowest=0.2), cost=Cost.FLOW, truth=SAID),
        *trials(Cost.FLOW, TALK, -1.0),
    ]
    counts = counts_for(heard)
    assert (counts.shortest, counts.longest) == (0.04, 0.3)


def test_what_tells_commands_from_talk_gets_the_weight() -> None:
    heard = [
        *trials(Cost.FLOW, SAID, 0.4, 0.5, 0.6, 0.7),
        *trials(Cost.FLOW, TALK, -0.1, 0.0, 0.1, 0.2),
    ]
    counts = counts_for(heard)
    assert counts.margin > 1.0
    assert (counts.lead, counts.distance, counts.confidence) == pytest.approx((0, 0, 0), abs=1e-6)


def test_no_evidence_counts_against_a_command_for_fitting_better() -> None:
    heard = [
        *(replace(trial, evidence=replace(trial.evidence, lead=0.1)) for trial in trials(Cost.FLOW, SAID, 0.4, 0.5)),
        *(replace(trial, evidence=replace(trial.evidence, lead=0.9)) for trial in trials(Cost.FLOW, TALK, 0.0, 0.1)),
    ]
    counts = counts_for(heard)
    assert counts.margin > 0
    assert counts.lead == 0


MARGINS = st.lists(st.floats(-5, 5).map(lambda margin: round(margin, 2)), max_size=12)


@settings(max_examples=40, deadline=None)
@given(MARGINS, MARGINS, MARGINS, st.integers(0, 4), st.integers(0, 4))
def test_the_budget_is_never_exceeded(
    said: list[float], talk: list[float], words: list[float], most_talk: int, most_words: int
) -> None:
    heard = [*trials(Cost.FLOW, SAID, *said), *trials(Cost.FLOW, TALK, *talk), *trials(Cost.FLOW, WORD, *words)]
    _, mistaken_in_talk, mistaken_words = lost(heard, replace(NOTHING, talk=most_talk, words=most_words), Cost.FLOW)
    assert mistaken_in_talk <= most_talk
    assert mistaken_words <= most_words


def test_what_follows_talk_is_judged_by_a_threshold_of_its_own() -> None:
    said = trials(Cost.FLOW, SAID, *range(100))
    deep = [replace(trial, evidence=replace(trial.evidence, talk=TALKING)) for trial in trials(Cost.FLOW, TALK, 40, 30)]
    point = operating_points([*said, *deep], BY_MARGIN, NOTHING)[Cost.FLOW]
    assert (point.lost, point.lost_in_talk, point.mistaken_in_talk) == (0, 25, 2)


@pytest.mark.parametrize("cost", Cost)
def test_nothing_is_easier_in_talk(cost: Cost) -> None:
    heard = [*trials(cost, SAID, *range(100)), *trials(cost, TALK, 98.5)]
    point = operating_points(heard, BY_MARGIN, NOTHING)[cost]
    assert point.least_in_talk >= point.least_score
