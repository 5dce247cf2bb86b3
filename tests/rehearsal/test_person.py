import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rehearsal.scripts import CUE_LENGTHS, SPEECH_LENGTHS, persona, say, spoken, turn
from voicecoach.core.effects import BeginRep, Hush
from voicecoach.core.exercise import Variation
from voicecoach.core.machine import Phase
from voicecoach.core.turn import Turn
from voicecoach.core.units import Samples, Seconds
from voicecoach.rehearsal.person import SimulatedPerson

READY, REST, LIFT, HOLD, DESCEND, BETWEEN = (
    Phase.READY_CHECK,
    Phase.REST,
    Phase.LIFT,
    Phase.HOLD,
    Phase.DESCEND,
    Phase.BETWEEN_REPS,
)


def rep(number: int, at: float, *, of_set: int = 1) -> Turn:
    return turn(at, LIFT, BeginRep(at=Seconds(at), set=of_set, rep=number, variation=Variation("straight"), descent=3))


def counts(at: float) -> tuple[Turn, ...]:
    return (turn(at, DESCEND, say("count.1", at), say("count.2", at + 1), say("count.3", at + 2)),)


@pytest.mark.parametrize(
    ("saying", "turns", "expected"),
    [
        pytest.param({"at": 2.5}, (turn(0, READY),), [40_000], id="at a second"),
        pytest.param({"phase": "lift", "delay": 1.0}, (turn(0, READY), rep(1, 2)), [48_000], id="a phase entered"),
        pytest.param(
            {"phase": "ready_check", "delay": 1.0},
            (turn(0, READY, say("welcome", 0.5), say("ask", 3.0)),),
            [72_000],
            id="the end of what is said at the entry",
        ),
        pytest.param(
            {"phase": "ready_check", "delay": 1.0, "after": "entered"},
            (turn(0, READY, say("ask", 3.0)),),
            [16_000],
            id="over the coach",
        ),
        pytest.param({"phase": "ready_check"}, (turn(1, READY), turn(2, READY)), [25_600], id="staying is no entry"),
        pytest.param(
            {"phase": "lift", "visit": 2, "delay": 0.0},
            (rep(1, 1), turn(2, BETWEEN), rep(2, 3), turn(4, BETWEEN), rep(3, 5)),
            [48_000],
            id="the second visit",
        ),
        pytest.param(
            {"phase": "hold", "rep": 2, "delay": 0.0},
            (rep(1, 1), turn(2, HOLD), rep(2, 3), turn(4, HOLD), rep(3, 5), turn(6, HOLD)),
            [64_000],
            id="in one rep",
        ),
        pytest.param(
            {"phase": "lift", "set": 2, "rep": 1, "delay": 0.0},
            (rep(1, 1), turn(2, BETWEEN), rep(1, 3, of_set=2)),
            [48_000],
            id="in one set",
        ),
        pytest.param(
            {"phase": "lift", "rep": 1, "delay": 0.0},
            (rep(1, 1), turn(2, BETWEEN), rep(1, 3)),
            [16_000],
            id="once, though the rep is done again",
        ),
        pytest.param(
            {"phase": "lift", "delay": 0.0, "times": 2},
            (rep(1, 1), turn(2, BETWEEN), rep(2, 3), turn(4, BETWEEN), rep(3, 5)),
            [16_000, 48_000],
            id="twice at most",
        ),
        pytest.param({"phase": "descend", "count": 2, "delay": 0.3}, counts(2), [52_800], id="on a count"),
        pytest.param(
            {"phase": "descend", "count": 1, "delay": 0.5},
            (turn(1, HOLD, say("count.1", 2)), turn(2, DESCEND)),
            [40_000],
            id="on a count planned before the descent",
        ),
        pytest.param(
            {"phase": "descend", "count": 1, "delay": 0.5},
            (turn(1, HOLD, say("count.1", 2)),),
            [],
            id="a count elsewhere",
        ),
        pytest.param({"cue": "ask", "delay": 0.5}, (turn(0, READY, say("ask", 1)),), [32_000], id="after a cue"),
        pytest.param(
            {"cue": "ask", "after": "entered", "delay": 0.25},
            (turn(0, READY, say("ask", 1)),),
            [20_000],
            id="over a cue",
        ),
        pytest.param(
            {"cue": "ask", "delay": 0.5},
            (turn(0, READY, say("ask", 1)), turn(10, READY, say("ask", 10))),
            [32_000, 176_000],
            id="each time a question comes",
        ),
        pytest.param(
            {"cue": "ask", "visit": 2, "delay": 0.5},
            (turn(0, READY, say("ask", 1)), turn(10, READY, say("ask", 10))),
            [176_000],
            id="the second time a question comes",
        ),
    ],
)
def test_a_saying_begins_at_the_exact_sample(
    saying: dict[str, object], turns: tuple[Turn, ...], expected: list[int]
) -> None:
    assert spoken([{"text": "yes", **saying}], *turns) == [("yes", start) for start in expected]


def test_nobody_talks_over_themselves() -> None:
    says = [{"text": "yes", "at": 1.0}, {"text": "no", "at": 1.5}]
    assert spoken(says, turn(0, READY)) == [("yes", 16_000), ("no", 16_000 + 16_000 + 4800)]


def test_an_answer_is_dropped_when_its_question_is_hushed() -> None:
    says: list[dict[str, object]] = [{"text": "yes", "cue": "ask"}]
    assert spoken(says, turn(0, READY, say("ask", 1)), turn(1.2, READY, Hush(at=Seconds(1.2)))) == []


def test_an_answer_to_a_question_that_comes_again_after_a_hush_is_given_once() -> None:
    says = [{"text": "yes", "cue": "ask", "visit": 1, "delay": 0.5}]
    turns = (turn(0, READY, say("ask", 2)), turn(1, READY, Hush(at=Seconds(1)), say("ask", 4)))
    assert spoken(says, *turns) == [("yes", 80_000)]


def test_a_hush_after_the_question_leaves_the_answer() -> None:
    says = [{"text": "yes", "cue": "ask", "delay": 2.0}]
    turns = (turn(0, READY, say("ask", 1)), turn(2, READY, Hush(at=Seconds(2))))
    assert spoken(says, *turns) == [("yes", 56_000)]


def test_an_answer_is_dropped_when_its_phase_is_left() -> None:
    says = [{"text": "yes", "phase": "ready_check", "delay": 5.0}]
    assert spoken(says, turn(0, READY), turn(3, REST)) == []


def test_an_answer_that_has_begun_is_not_dropped() -> None:
    says = [{"text": "yes", "phase": "ready_check", "delay": 1.0}]
    assert spoken(says, turn(0, READY), turn(3, REST)) == [("yes", 16_000)]


def test_a_word_about_a_rep_is_said_though_the_phase_has_changed() -> None:
    says = [{"text": "back arched", "phase": "lift", "rep": 1, "delay": 2.0}]
    assert spoken(says, rep(1, 1), turn(2, HOLD)) == [("back arched", 48_000)]


def test_a_word_on_a_count_that_never_comes_is_dropped() -> None:
    says = [{"text": "back arched", "phase": "descend", "count": 3}]
    assert spoken(says, *counts(1), turn(2.5, Phase.PAUSED, Hush(at=Seconds(2.5)))) == []


def test_a_dropped_saying_does_not_use_up_its_times() -> None:
    says = [{"text": "back arched", "phase": "descend", "rep": 1, "count": 3, "delay": 0.0}]
    turns = (rep(1, 0.5), *counts(1), turn(2.5, BETWEEN, Hush(at=Seconds(2.5))), rep(1, 3), *counts(4))
    assert spoken(says, *turns) == [("back arched", 96_000)]


@given(seed=st.integers(0, 1000), jitter=st.floats(0.01, 5))
def test_a_reaction_is_late_by_chance_within_its_jitter_and_the_same_for_the_same_seed(
    seed: int, jitter: float
) -> None:
    who = persona({"text": "yes", "phase": "ready_check", "delay": 1.0, "reaction_jitter": jitter}, seed=seed)
    starts = []
    for _ in range(2):
        person = SimulatedPerson(who, CUE_LENGTHS, SPEECH_LENGTHS)
        person.observe(turn(0, READY))
        starts += [utterance.start for utterance in person.begin(Samples(10**6))]
    assert starts[0] == starts[1]
    assert 16_000 <= starts[0] <= 16_000 * (1 + jitter) + 1


@given(delays=st.lists(st.floats(0, 20), max_size=8), step=st.integers(320, 50_000))
def test_utterances_never_overlap_nor_begin_in_the_past(delays: list[float], step: int) -> None:
    person = SimulatedPerson(
        persona(*({"text": "yes", "phase": "ready_check", "delay": delay} for delay in delays)),
        CUE_LENGTHS,
        SPEECH_LENGTHS,
    )
    person.observe(turn(0, READY))
    clock, free = 0, 0
    begun = 0
    while clock < 16_000 * 40:
        for utterance in person.begin(Samples(clock + step)):
            assert max(clock, free) <= utterance.start < clock + step
            free = utterance.start + 16_000 + 4800
            begun += 1
        clock += step
    assert begun == len(delays)
