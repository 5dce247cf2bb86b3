"""The sets of a session as they lay in time, for programs that know clocks and no journals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from voicecoach.core.exercise import Variation
from voicecoach.core.ledger import ATTEMPTED
from voicecoach.history.record import RepRecord, SessionRecord, session_done


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedSet:
    """A set with its moments."""

    variation: Variation
    perfect: int
    start: datetime
    end: datetime


def began_at(record: SessionRecord) -> datetime:
    """Return when a session began."""
    return datetime.fromisoformat(record.began)


def timed_sets(record: SessionRecord) -> tuple[TimedSet, ...]:
    """Return the sets in which a rep was attempted; the parts of an interrupted session follow each other at once."""
    tried = [rep for rep in record.reps if rep.verdict in ATTEMPTED]
    offsets, found = _offsets(record), []
    for done in session_done(record).sets:
        of_set = [rep for rep in tried if rep.set == done.number]
        start = min(offsets[rep.part] + rep.start for rep in of_set)
        end = max(offsets[rep.part] + _end(rep) for rep in of_set)
        found.append(
            TimedSet(
                variation=done.variation,
                perfect=done.perfect,
                start=began_at(record) + timedelta(seconds=start),
                end=began_at(record) + timedelta(seconds=end),
            )
        )
    return tuple(sorted(found, key=lambda done: done.start))


def _offsets(record: SessionRecord) -> Mapping[int, float]:
    """Return the seconds from the session's beginning to that of each part."""
    offsets, total = {}, 0.0
    for part in range(record.parts + 1):
        offsets[part] = total
        total += max((_end(rep) for rep in record.reps if rep.part == part), default=0.0)
    return offsets


def _end(rep: RepRecord) -> float:
    return rep.start if rep.end is None else rep.end
