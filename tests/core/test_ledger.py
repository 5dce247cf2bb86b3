"""Which rep a verdict reaches, and what stays true of the tally."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.core.attribution import GRACE, attribute, open_at
from voicecoach.core.effects import Reason
from voicecoach.core.ledger import UNDO_WITHIN, Ledger, Verdict
from voicecoach.core.units import Seconds


def two_reps() -> Ledger:
    """Rep 1 from 0 to 10 s, credited; rep 2 from 13 s on, running."""
    ledger = Ledger()
    ledger.begin(1, Seconds(0.0))
    ledger.end(Seconds(10.0))
    ledger.credit()
    ledger.begin(1, Seconds(13.0))
    return ledger


@pytest.mark.parametrize(
    ("spoken_at", "at", "number"),
    [
        pytest.param(5.0, 5.5, 1, id="while the rep runs"),
        pytest.param(9.9, 12.0, 1, id="begun in the rep, recognised after it"),
        pytest.param(9.9, 13.9, 1, id="begun in rep one, recognised in rep two"),
        pytest.param(11.0, 12.0, 1, id="after the rep"),
        pytest.param(13.0, 14.0, 2, id="at the start of the next rep"),
        pytest.param(9.9, 14.1, None, id="recognised too late"),
        pytest.param(-1.0, 1.0, None, id="before any rep"),
    ],
)
def test_a_verdict_is_about_the_rep_that_ran_when_it_began_to_be_spoken(
    spoken_at: float, at: float, number: int | None
) -> None:
    rep = attribute(two_reps(), Seconds(spoken_at), Seconds(at))
    assert (rep.number if rep else None) == number


def test_a_voided_rep_does_not_count_and_is_attempted() -> None:
    ledger = two_reps()
    ledger.void(ledger.reps[0], Reason.ARCHED, Seconds(14.0))
    assert (ledger.credited(), ledger.attempted()) == (0, 1)


def test_an_interrupted_rep_is_not_attempted_and_its_place_is_taken_again() -> None:
    ledger = two_reps()
    ledger.void(ledger.reps[1], Reason.PAUSED, Seconds(15.0))
    assert ledger.begin(1, Seconds(20.0)).number == 2
    assert ledger.attempted() == 1


def test_undo_gives_a_voided_rep_back_its_credit() -> None:
    ledger = two_reps()
    ledger.void(ledger.reps[0], Reason.FAILED, Seconds(14.0))
    undone = ledger.undo(Seconds(16.0))
    assert undone is not None
    assert (undone.verdict, undone.reason, ledger.credited()) == (Verdict.CREDITED, None, 1)
    assert ledger.undo(Seconds(16.0)) is None


@pytest.mark.parametrize("reason", [Reason.PAIN, Reason.PAUSED])
def test_undo_never_credits_a_rep_that_hurt_or_was_interrupted(reason: Reason) -> None:
    ledger = two_reps()
    ledger.void(ledger.reps[1], reason, Seconds(15.0))
    assert ledger.undo(Seconds(16.0)) is None
    assert ledger.credited() == 1


def test_a_rep_that_a_verdict_cut_short_is_done_again_in_its_place() -> None:
    ledger = two_reps()
    ledger.void(ledger.reps[1], Reason.ARCHED, Seconds(15.0))
    ledger.begin(1, Seconds(20.0))
    undone = ledger.undo(Seconds(21.0))
    assert undone is not None
    assert (undone.number, undone.verdict) == (2, Verdict.INTERRUPTED)
    ledger.end(Seconds(30.0))
    assert (ledger.credited(), ledger.attempted()) == (1, 2)
    assert ledger.begin(1, Seconds(33.0)).number == 2


@pytest.mark.parametrize(("later", "is_taken_back"), [(UNDO_WITHIN, True), (UNDO_WITHIN + 0.1, False)])
def test_an_old_verdict_stays(later: float, *, is_taken_back: bool) -> None:
    ledger = two_reps()
    ledger.void(ledger.reps[0], Reason.FAILED, Seconds(14.0))
    assert bool(ledger.undo(Seconds(14.0 + later))) is is_taken_back


@pytest.mark.parametrize(
    ("spoken_at", "numbers"),
    [(9.9, [1, 2]), (11.0, [2]), (14.0, [2])],
    ids=["begun in the credited rep", "between the reps", "in the running one"],
)
def test_pain_breaks_off_what_ran_when_it_began_to_be_told(spoken_at: float, numbers: list[int]) -> None:
    assert [rep.number for rep in open_at(two_reps(), Seconds(spoken_at))] == numbers


def test_reps_of_another_clock_are_out_of_reach() -> None:
    ledger = Ledger(two_reps().reps[:1])
    assert attribute(ledger, Seconds(9.0), Seconds(9.5)) is None
    assert open_at(ledger, Seconds(9.0)) == ()


def test_a_rep_cannot_begin_while_another_runs() -> None:
    with pytest.raises(ValueError, match="rep 2 of set 1 has not ended"):
        two_reps().begin(1, Seconds(14.0))


@given(st.lists(st.sampled_from(["begin", "end", "credit", "arched", "paused", "undo"]), max_size=40))
def test_a_tally_never_exceeds_what_was_attempted_and_never_goes_below_nothing(moves: list[str]) -> None:
    ledger = Ledger()
    for second, move in enumerate(moves):
        at = Seconds(float(second))
        open_rep = ledger.running or ledger.provisional
        match move:
            case "begin" if not open_rep:
                ledger.begin(1, at)
            case "end":
                ledger.end(at)
            case "credit":
                ledger.credit()
            case "arched" | "paused" if open_rep:
                ledger.void(open_rep, Reason(move), at)
            case "undo":
                ledger.undo(at)
            case _:
                continue
        assert 0 <= ledger.credited() <= ledger.attempted() <= len(ledger.reps)
        assert all(rep.reason is None for rep in ledger.reps if rep.verdict is Verdict.CREDITED)


@given(st.floats(0, 30), st.floats(0, 10))
def test_a_verdict_never_reaches_a_rep_that_ended_longer_ago_than_the_grace(spoken_at: float, delay: float) -> None:
    at = Seconds(spoken_at + delay)
    rep = attribute(two_reps(), Seconds(spoken_at), at)
    assert rep is None or rep.end is None or at - rep.end <= GRACE
