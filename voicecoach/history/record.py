"""What a session leaves behind, read off its journals: every rep with its verdict, the floor, the alarms."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from voicecoach.core.commands import Command
from voicecoach.core.effects import FloorCause, Outcome, Reason
from voicecoach.core.errors import JournalBroken
from voicecoach.core.events import Heard
from voicecoach.core.exercise import Variation, gentler_of
from voicecoach.core.floors import arches
from voicecoach.core.ledger import INTERRUPTIONS, Rep, Verdict
from voicecoach.core.memory import sets_of
from voicecoach.core.progress import SessionDone, told_by
from voicecoach.core.safety import ALARMS
from voicecoach.core.schedule import Day
from voicecoach.core.units import Seconds, seconds
from voicecoach.history.journals import Journal, JournalLine

VERDICTS = frozenset((Command.BACK_ARCHED, Command.REP_FAILED))


class Attribution(StrEnum):
    """How a rep came to its verdict."""

    UNOPPOSED = "unopposed"
    """Nobody objected in time."""
    WHILE_RUNNING = "while_running"
    """The verdict's first word began while the rep ran."""
    AFTER_END = "after_end"
    """The verdict was spoken after the rep's end, within the grace."""
    TAKEN_BACK = "taken_back"
    INTERRUPTED = "interrupted"
    LEFT_OPEN = "left_open"
    """The journal ended before the verdict."""
    CARRIED = "carried"
    """It stands in the journal of an earlier part that is no longer there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepRecord:
    """One rep as it stands at the end."""

    part: int
    """Which of the session's journals, from 1; times are on that journal's clock."""
    set: int
    number: int
    variation: Variation
    descent: int
    start: Seconds
    end: Seconds | None
    verdict: Verdict
    reason: Reason | None
    judged_at: Seconds | None
    spoken_at: Seconds | None
    """When the first word of the command began that led to the verdict."""
    attribution: Attribution


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorRecord:
    """Where the back wanted to lift."""

    part: int
    at: Seconds
    fraction: float
    cause: FloorCause | None = None
    """Why it is there; nothing in an older journal."""
    marks: int = 0
    spread: float = 0.0
    """From the highest of the marks that were pooled to the lowest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmRecord:
    """A report of pain, dizziness or doming."""

    part: int
    at: Seconds
    command: Command


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """One session, however often it was interrupted and gone on with."""

    journal: str
    """File name of its first journal."""
    parts: int
    journal_bytes: int
    """Size of all its journals together, by which a journal that grew is noticed."""
    person: str
    began: str
    """ISO 8601 with the offset of the place."""
    variation: Variation
    """The one it was begun with, or the gentlest in which something hurt."""
    sets_asked: int
    reps_asked: int
    outcome: Outcome | None
    """Nothing when the program died."""
    reps: tuple[RepRecord, ...]
    floors: tuple[FloorRecord, ...]
    alarms: tuple[AlarmRecord, ...]
    sits: bool | None = None
    """Whether the person sits for most of the day, where it was asked in this session."""

    @property
    def day(self) -> Day:
        """Return the date at the place where it was done."""
        return Day(datetime.fromisoformat(self.began).toordinal())


def record_of(parts: Sequence[Journal]) -> SessionRecord:
    """Return the record of a session from its journals, in the order in which they go on with each other.

    Raises JournalBroken when a line holds no effects that can be read.
    """
    first = parts[0]
    reading = _Reading(first)
    for number, journal in enumerate(parts, start=1):
        reading.read(number, journal)
    return SessionRecord(
        journal=first.path.name,
        parts=len(parts),
        journal_bytes=sum(journal.size for journal in parts),
        person=first.header.person,
        began=began(first),
        variation=reading.hurt_in or first.header.routine.variation,
        sets_asked=first.header.routine.sets,
        reps_asked=first.header.routine.reps,
        outcome=reading.outcome,
        reps=tuple(reading.reps),
        floors=tuple(reading.floors),
        alarms=tuple(reading.alarms),
        sits=reading.sits,
    )


def began(journal: Journal) -> str:
    """Return when a session began: as its header says, or its file's name, or the time of the file."""
    if journal.header.began:
        return journal.header.began
    try:
        return datetime.strptime(journal.path.name.split(".")[0], "%Y-%m-%d-%H%M%S").astimezone().isoformat()
    except ValueError:
        return datetime.fromtimestamp(journal.path.stat().st_mtime, UTC).astimezone().isoformat(timespec="seconds")


def session_done(record: SessionRecord) -> SessionDone:
    """Return what the rules need to know of a session."""
    last = record.reps[-1].variation if record.reps else None
    return SessionDone(
        day=record.day,
        variation=told_by(last, record.variation if record.alarms else None) or record.variation,
        reps_asked=record.reps_asked,
        sets=sets_of(record.reps),
        alarms=tuple(alarm.command.value for alarm in record.alarms),
        floor=record.floors[-1].fraction if record.floors else None,
        arches=arches(record.reps),
    )


class _Reading:
    """The state while a session's journals are read line by line."""

    def __init__(self, first: Journal) -> None:
        self.outcome: Outcome | None = None
        self.reps = [_carried(rep) for rep in (first.header.standing.reps if first.header.standing else ())]
        self.floors: list[FloorRecord] = []
        self.alarms: list[AlarmRecord] = []
        self.sits: bool | None = None
        standing = first.header.standing
        self.hurt_in = standing.hurt_in if standing else None
        self._part = 0
        self._journal = first

    def read(self, part: int, journal: Journal) -> None:
        """Read one journal to its end."""
        self._part, self._journal, self.outcome = part, journal, None
        for line in journal.lines:
            if isinstance(line.event, Heard) and line.event.command in ALARMS:
                self.alarms.append(AlarmRecord(part=part, at=line.event.at, command=line.event.command))
            try:
                for effect in _effects(line):
                    self._take(effect, line)
            except (ValueError, KeyError, TypeError) as error:
                raise JournalBroken(f"{journal.path}, line {line.number}: an effect cannot be read: {error}") from error
        self.reps = [_closed(rep) for rep in self.reps]

    def _take(self, effect: dict[str, object], line: JournalLine) -> None:
        at = seconds(int(str(effect.get("sample", 0))))
        match effect:
            case {"begin_rep": int(number), "set": int(of_set)}:
                self.reps.append(self._begun(number, of_set, at, effect))
            case {"end_rep": int(number), "set": int(of_set)}:
                self._change(of_set, number, end=at, verdict=Verdict.PROVISIONAL)
            case {"credit": int(number), "set": int(of_set)}:
                self._credit(of_set, number, at, line)
            case {"void": int(number), "set": int(of_set), "reason": str(reason)}:
                self._void(of_set, number, at, (Reason(reason), line))
            case {"alarm_in": str(variation)}:
                self.hurt_in = gentler_of(self.hurt_in, Variation(variation))
            case {"mark_floor": (int() | float()) as fraction}:
                self.floors.append(_floor(effect, self._part, at, float(fraction)))
            case {"sits": bool(sits)}:
                self.sits = sits
            case {"end": str(outcome)}:
                self.outcome = Outcome(outcome)
            case _:
                pass

    def _begun(self, number: int, of_set: int, at: Seconds, effect: dict[str, object]) -> RepRecord:
        routine = self._journal.header.routine
        return RepRecord(
            part=self._part,
            set=of_set,
            number=number,
            variation=Variation(str(effect.get("variation", routine.variation))),
            descent=int(str(effect.get("descent", routine.tempo.descent))),
            start=at,
            end=None,
            verdict=Verdict.RUNNING,
            reason=None,
            judged_at=None,
            spoken_at=None,
            attribution=Attribution.LEFT_OPEN,
        )

    def _credit(self, of_set: int, number: int, at: Seconds, line: JournalLine) -> None:
        undone = line.event if isinstance(line.event, Heard) and line.event.command is Command.UNDO else None
        place = self._place(of_set, number)
        is_undone = undone is not None and self.reps[place].verdict is Verdict.VOIDED
        self.reps[place] = replace(
            self.reps[place],
            verdict=Verdict.CREDITED,
            reason=None,
            judged_at=at,
            spoken_at=undone.spoken_at if undone and is_undone else None,
            attribution=Attribution.TAKEN_BACK if is_undone else Attribution.UNOPPOSED,
        )

    def _void(self, of_set: int, number: int, at: Seconds, cause: tuple[Reason, JournalLine]) -> None:
        reason, line = cause
        place = self._place(of_set, number)
        rep = self.reps[place]
        heard = line.event if isinstance(line.event, Heard) else None
        attribution = Attribution.INTERRUPTED
        if heard and heard.command in VERDICTS:
            is_late = rep.end is not None and heard.spoken_at >= rep.end
            attribution = Attribution.AFTER_END if is_late else Attribution.WHILE_RUNNING
        self.reps[place] = replace(
            rep,
            verdict=Verdict.INTERRUPTED if reason in INTERRUPTIONS else Verdict.VOIDED,
            reason=reason,
            end=at if rep.end is None else rep.end,
            judged_at=at,
            spoken_at=heard.spoken_at if heard else None,
            attribution=attribution,
        )

    def _change(self, of_set: int, number: int, *, end: Seconds, verdict: Verdict) -> None:
        place = self._place(of_set, number)
        self.reps[place] = replace(self.reps[place], end=end, verdict=verdict)

    def _place(self, of_set: int, number: int) -> int:
        """Return the index of the latest entry that an effect is about; raises KeyError."""
        for place in reversed(range(len(self.reps))):
            if (self.reps[place].set, self.reps[place].number) == (of_set, number):
                return place
        raise KeyError(f"no rep {number} of set {of_set} has begun")


def _effects(line: JournalLine) -> Iterator[dict[str, object]]:
    for effect in json.loads(line.text).get("effects", ()):
        if not isinstance(effect, dict):
            raise TypeError(f"{effect!r} is no effect")
        yield effect


def _floor(effect: dict[str, object], part: int, at: Seconds, fraction: float) -> FloorRecord:
    return FloorRecord(
        part=part,
        at=at,
        fraction=fraction,
        cause=FloorCause(str(effect["cause"])) if "cause" in effect else None,
        marks=int(str(effect.get("marks", 0))),
        spread=float(str(effect.get("spread", 0.0))),
    )


def _closed(rep: RepRecord) -> RepRecord:
    """Close a rep that a crash left open, as a session does that is gone on with."""
    if rep.verdict is Verdict.PROVISIONAL:
        return replace(rep, verdict=Verdict.CREDITED)
    return replace(rep, verdict=Verdict.INTERRUPTED) if rep.verdict is Verdict.RUNNING else rep


def _carried(rep: Rep) -> RepRecord:
    return RepRecord(
        part=0,
        set=rep.set,
        number=rep.number,
        variation=rep.variation,
        descent=rep.descent,
        start=rep.start,
        end=rep.end,
        verdict=rep.verdict,
        reason=rep.reason,
        judged_at=None,
        spoken_at=None,
        attribution=Attribution.CARRIED,
    )
