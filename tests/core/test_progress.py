"""The rules of progression: each with its explanation as a person reads it, and what none of them may ever do."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.core.exercise import LADDER, Variation
from voicecoach.core.progress import RULES, Decision, Load, SessionDone, SetDone, decide
from voicecoach.core.safety import ALARMS
from voicecoach.core.schedule import Day
from voicecoach.history.outlook import explain

GOLDEN = Path(__file__).parent / "golden/rules.txt"
MONDAY = Day(739_922)
"""The second of November 2026."""


def session(days: int, perfect: tuple[int, ...], *, voided: int = 0, reps: int = 10) -> SessionDone:
    return of(Variation("bent_knee"), days, perfect, voided=voided, reps=reps)


def of(variation: Variation, days: int, perfect: tuple[int, ...], *, voided: int = 0, reps: int = 10) -> SessionDone:
    """Return a session with the perfect reps of each set; the voided ones lie in the first."""
    sets = tuple(
        SetDone(
            number=number,
            variation=variation,
            descent=3,
            attempted=count + (voided if number == 1 else 0),
            perfect=count,
            voided=voided if number == 1 else 0,
        )
        for number, count in enumerate(perfect, start=1)
    )
    return SessionDone(day=Day(MONDAY + days), variation=variation, reps_asked=reps, sets=sets)


def quick(done: SessionDone) -> SessionDone:
    return replace(done, sets=tuple(replace(tally, descent=2) for tally in done.sets))


def hurt(done: SessionDone, *alarms: str) -> SessionDone:
    return replace(done, alarms=alarms)


TEN = (10, 10, 10)
FIFTEEN = (15, 14, 12)
CASES: dict[str, tuple[SessionDone, ...]] = {
    "first_session": (),
    "after_pain": (session(0, FIFTEEN, reps=15), hurt(session(2, FIFTEEN, reps=15), "it_hurts")),
    "mostly_voided": (session(0, TEN), session(2, (6, 6, 6), voided=12 + 1)),
    "long_break": (session(0, TEN), session(4 - 14, TEN)),
    "mastered": (session(2, (15, 15, 15), reps=15), session(4, FIFTEEN, reps=15)),
    "target_reached": (session(0, (9, 8, 8), voided=5), session(4, TEN)),
    "keep_on": (session(0, TEN), session(4, (10, 9, 8), voided=3)),
}
TODAY = Day(MONDAY + 6)


def decision(case: str) -> Decision:
    return decide(sorted(CASES[case], key=lambda done: done.day), TODAY if case != "long_break" else Day(MONDAY + 14))


def test_each_rule_explains_itself(request: pytest.FixtureRequest) -> None:
    text = "\n\n".join(explain(decision(case)) for case in CASES) + "\n"
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_each_case_is_decided_by_its_rule(case: str) -> None:
    assert decision(case).rule == case


def test_every_rule_has_a_case() -> None:
    assert {rule.__name__ for rule in RULES} | {"first_session"} == set(CASES)


@pytest.mark.parametrize(
    ("history", "rule"),
    [
        ((session(2, (6, 6, 6), voided=12),), "keep_on"),
        ((session(2, (15, 15, 15), reps=15),), "keep_on"),
        ((session(2, (14, 14, 14), reps=15), session(4, FIFTEEN, reps=15)), "keep_on"),
        ((of(Variation("straight"), 2, FIFTEEN, reps=15), session(4, FIFTEEN, reps=15)), "keep_on"),
        ((hurt(session(2, FIFTEEN, reps=15), "dizzy"), session(4, FIFTEEN, reps=15)), "keep_on"),
        ((hurt(session(2, FIFTEEN), "doming"), session(4, TEN)), "keep_on"),
        ((session(4, TEN, voided=1),), "keep_on"),
        ((session(4, (10, 10)),), "keep_on"),
        ((session(4, TEN), session(5, ())), "target_reached"),
        ((session(2, FIFTEEN, reps=15), quick(session(4, FIFTEEN, reps=15))), "keep_on"),
        ((of(Variation("arms_wide"), 2, FIFTEEN, reps=15), of(Variation("arms_wide"), 4, FIFTEEN, reps=15)), "keep_on"),
    ],
    ids=[
        "exactly 40 percent voided",
        "mastery shown once",
        "one set of fourteen",
        "mastery of another variation",
        "mastery with dizziness in it",
        "target after doming",
        "one voided rep",
        "two sets only",
        "a session closed in the warm-up",
        "mastery lowered too quickly",
        "weight is never added by itself",
    ],
)
def test_a_rule_needs_the_whole_of_its_evidence(history: tuple[SessionDone, ...], rule: str) -> None:
    assert decide(history, TODAY).rule == rule


@pytest.mark.parametrize(("away", "rule"), [(13, "keep_on"), (14, "long_break")])
def test_two_weeks_are_a_long_break(away: int, rule: str) -> None:
    assert decide([session(0, (9, 9, 9), voided=3)], Day(MONDAY + away)).rule == rule


def test_the_gentlest_variation_stays_the_gentlest() -> None:
    decided = decide([hurt(of(Variation("dead_bug"), 4, TEN), "it_hurts")], TODAY)
    assert (decided.variation, decided.load) == (Variation("dead_bug"), Load.SAME)


def test_a_short_session_leads_to_whole_sets_but_not_after_pain() -> None:
    short = of(Variation("dead_bug"), 4, (5, 5), reps=5)
    assert (decide([short], TODAY).reps, decide([short], TODAY).load) == (10, Load.MORE)
    assert (decide([hurt(short, "it_hurts")], TODAY).reps, decide([hurt(short, "doming"), short], TODAY).reps) == (5, 5)


alarms = st.lists(st.sampled_from(sorted(alarm.value for alarm in ALARMS)), max_size=1).map(tuple)
calm = st.builds(
    of,
    st.sampled_from((Variation("dead_bug"), Variation("bent_knee"), Variation("arms_wide"), Variation("weighted"))),
    st.integers(0, 40),
    st.one_of(st.just(TEN), st.just((15, 15, 15)), st.lists(st.integers(0, 16), max_size=4).map(tuple)),
    voided=st.one_of(st.just(0), st.integers(0, 12)),
    reps=st.sampled_from((5, 10, 12, 15, 20)),
)
"""Made so that strong sessions, which would lead up, come often."""

sessions = st.builds(lambda done, said: hurt(done, *said), calm, alarms)
histories = st.lists(sessions, max_size=6).map(lambda found: sorted(found, key=lambda done: done.day))


@given(histories, st.integers(0, 40))
def test_no_rule_raises_the_load_after_pain(history: list[SessionDone], away: int) -> None:
    today = Day(MONDAY + 40 + away)
    counted = [done for done in history if done.counts]
    if not counted:
        return
    was_hurt, last = any(done.alarms for done in counted[-2:]), counted[-1]
    for rule in RULES:
        decided = rule(counted, today)
        if decided and was_hurt:
            assert decided.load is not Load.MORE
            assert LADDER.index(decided.variation) <= LADDER.index(last.variation)
            assert decided.reps <= last.reps_asked
    if last.alarms:
        assert decide(history, today).variation is LADDER[max(0, LADDER.index(last.variation) - 1)]


@given(histories, st.integers(0, 40))
def test_a_decision_names_what_it_rests_on_and_its_load_is_what_it_does(history: list[SessionDone], away: int) -> None:
    counted = [done for done in history if done.counts]
    decided = decide(history, Day(MONDAY + 40 + away))
    assert {shown.day for shown in decided.evidence} <= {done.day for done in counted}
    if counted:
        asked = (LADDER.index(decided.variation), decided.reps)
        had = (LADDER.index(counted[-1].variation), counted[-1].reps_asked)
        assert decided.load is (Load.MORE if asked > had else Load.SAME if asked == had else Load.LESS)
