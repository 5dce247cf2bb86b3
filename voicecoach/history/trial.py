"""A made-up history of any size, to measure how fast the real one is read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from voicecoach.core.effects import Outcome, Reason
from voicecoach.core.exercise import LADDER, Variation
from voicecoach.core.ledger import Verdict
from voicecoach.core.units import Seconds
from voicecoach.history.record import Attribution, FloorRecord, RepRecord, SessionRecord

SETS, REPS = 20, 15
"""In each session: 300 reps."""

EVERY = timedelta(days=2)
VOID_EVERY = 7
"""One rep in so many does not count."""


def made_up(sessions: int, until: datetime) -> Iterator[SessionRecord]:
    """Return sessions two days apart, the last of them at a moment; the variations change in turn."""
    first = until - EVERY * (sessions - 1)
    reps = {variation: _reps(variation) for variation in LADDER}
    for number in range(sessions):
        began = first + EVERY * number
        variation = LADDER[number // 50 % len(LADDER)]
        yield SessionRecord(
            journal=f"{began:%Y-%m-%d-%H%M%S}.jsonl",
            parts=1,
            journal_bytes=250_000,
            person="me",
            began=began.astimezone(UTC).isoformat(timespec="seconds"),
            variation=variation,
            sets_asked=SETS,
            reps_asked=REPS,
            outcome=Outcome.FINISHED,
            reps=reps[variation],
            floors=(FloorRecord(part=1, at=Seconds(110.5), fraction=0.8),),
            alarms=(),
        )


def _reps(variation: Variation) -> tuple[RepRecord, ...]:
    return tuple(_rep(variation, place) for place in range(SETS * REPS))


def _rep(variation: Variation, place: int) -> RepRecord:
    start = 130.0 + 9.7125 * place
    credited = RepRecord(
        part=1,
        set=place // REPS + 1,
        number=place % REPS + 1,
        variation=variation,
        descent=3,
        start=Seconds(start),
        end=Seconds(start + 8.2),
        verdict=Verdict.CREDITED,
        reason=None,
        judged_at=Seconds(start + 9.7),
        spoken_at=None,
        attribution=Attribution.UNOPPOSED,
    )
    if place % VOID_EVERY:
        return credited
    return replace(
        credited,
        verdict=Verdict.VOIDED,
        reason=Reason.ARCHED,
        spoken_at=Seconds(start + 5.1),
        attribution=Attribution.WHILE_RUNNING,
    )
