import json
from pathlib import Path

import pytest

from tests.rehearsal.scripts import turn
from voicecoach.core.commands import Command
from voicecoach.core.effects import BeginRep, Credit, Effect, End, EndRep, Outcome, Reason, Void
from voicecoach.core.errors import StorageFull
from voicecoach.core.events import Heard
from voicecoach.core.exercise import Variation
from voicecoach.core.ledger import Verdict
from voicecoach.core.machine import Phase
from voicecoach.core.turn import Turn
from voicecoach.core.units import Seconds
from voicecoach.rehearsal.summary import RepResult, Summary, summarise, write_summary


def begin(rep: int, at: float, *, of_set: int = 1) -> Effect:
    return BeginRep(at=Seconds(at), set=of_set, rep=rep, variation=Variation("straight"), descent=3)


def end(rep: int, at: float, *, of_set: int = 1) -> Effect:
    return EndRep(at=Seconds(at), set=of_set, rep=rep)


def credit(rep: int, at: float, *, of_set: int = 1) -> Effect:
    return Credit(at=Seconds(at), set=of_set, rep=rep)


def void(rep: int, at: float, reason: Reason) -> Effect:
    return Void(at=Seconds(at), set=1, rep=rep, reason=reason)


def result(*effects: Effect) -> Summary:
    return summarise([turn(0, Phase.LIFT, *effects)], audio=Seconds(60), wall_seconds=2.0)


def verdicts(summary: Summary) -> list[tuple[int, int, Verdict]]:
    return [(rep.set, rep.number, rep.verdict) for rep in summary.reps]


def test_a_session_s_reps_are_counted_by_their_verdicts() -> None:
    summary = result(
        *(begin(1, 1), end(1, 8), credit(1, 9)),
        *(begin(2, 10), void(2, 13, Reason.ARCHED)),
        *(begin(1, 70, of_set=2), end(1, 78, of_set=2), credit(1, 80, of_set=2)),
    )
    assert (summary.credited, summary.voided, summary.attempted, summary.sets) == (2, 1, 3, 2)
    assert summary.reps[1] == RepResult(
        set=1, number=2, verdict=Verdict.VOIDED, reason=Reason.ARCHED, start=Seconds(10), end=Seconds(13)
    )


def test_an_undone_verdict_leaves_the_rep_credited() -> None:
    summary = result(begin(1, 1), end(1, 8), credit(1, 9), void(1, 10, Reason.FAILED), credit(1, 12))
    assert (summary.credited, summary.voided) == (1, 0)
    assert (summary.reps[0].reason, summary.reps[0].end) == (None, Seconds(8))


def test_a_verdict_that_comes_late_takes_the_credit_back() -> None:
    summary = result(begin(1, 1), end(1, 8), credit(1, 9), begin(2, 10), void(1, 11, Reason.ARCHED))
    assert verdicts(summary) == [(1, 1, Verdict.VOIDED), (1, 2, Verdict.INTERRUPTED)]
    assert summary.reps[0].end == Seconds(8)


@pytest.mark.parametrize("reason", [Reason.PAUSED, Reason.STOPPED, Reason.SKIPPED, Reason.CHANGED])
def test_an_interrupted_rep_is_listed_and_not_attempted(reason: Reason) -> None:
    summary = result(begin(1, 1), void(1, 3, reason), begin(1, 20), end(1, 27), credit(1, 28))
    assert verdicts(summary) == [(1, 1, Verdict.INTERRUPTED), (1, 1, Verdict.CREDITED)]
    assert (summary.attempted, summary.reps[0].reason) == (1, reason)


def test_a_rep_of_pain_is_voided_and_the_session_stopped_for_safety() -> None:
    turns = [
        turn(0, Phase.LIFT, begin(1, 0)),
        turn(3, Phase.SAFETY_STOP, void(1, 3, Reason.PAIN)),
        turn(9, Phase.DONE, End(at=Seconds(9), outcome=Outcome.SAFETY)),
    ]
    summary = summarise(turns, audio=Seconds(10), wall_seconds=1)
    assert (summary.stopped_for_safety, summary.voided, summary.outcome) == (True, 1, Outcome.SAFETY)


def test_a_session_without_an_alarm_was_not_stopped_for_safety() -> None:
    assert not result(End(at=Seconds(9), outcome=Outcome.FINISHED)).stopped_for_safety


def test_commands_are_listed_with_their_times() -> None:
    heard = Heard(at=Seconds(4.5), command=Command.YES, spoken_at=Seconds(4), text="yes it did")
    summary = summarise([Turn(event=heard, phase=Phase.RESET, effects=())], audio=Seconds(5), wall_seconds=1)
    assert [(each.text, each.command, each.spoken_at, each.at) for each in summary.commands] == [
        ("yes it did", Command.YES, Seconds(4), Seconds(4.5))
    ]


def test_the_file_holds_plain_words_and_the_ratio(tmp_path: Path) -> None:
    write_summary(result(begin(1, 1), void(1, 2, Reason.ARCHED)), tmp_path / "summary.json")
    written = json.loads((tmp_path / "summary.json").read_text())
    assert written["reps"] == [{"set": 1, "number": 1, "verdict": "voided", "reason": "arched", "start": 1, "end": 2}]
    assert (written["ratio"], written["audio_seconds"], written["wall_seconds"]) == (30.0, 60, 2.0)


def test_a_summary_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageFull, match="nowhere"):
        write_summary(result(), tmp_path / "nowhere" / "summary.json")
