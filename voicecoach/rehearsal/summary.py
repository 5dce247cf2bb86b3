"""What came of a rehearsed session, derived from its turns."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from voicecoach.core.commands import Command
from voicecoach.core.effects import BeginRep, Credit, End, EndRep, Outcome, Reason, Void
from voicecoach.core.errors import StorageFull
from voicecoach.core.events import Heard
from voicecoach.core.ledger import INTERRUPTIONS, Verdict
from voicecoach.core.machine import Phase
from voicecoach.core.turn import Turn
from voicecoach.core.units import Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class RepResult:
    """One rep as it stands at the end of the session."""

    set: int
    number: int
    verdict: Verdict
    reason: Reason | None
    start: Seconds
    end: Seconds | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandHeard:
    """One command that reached the session."""

    text: str
    command: Command
    spoken_at: Seconds
    at: Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The result of a rehearsal."""

    credited: int
    voided: int
    attempted: int
    """Credited and voided; a rep that was interrupted is not attempted."""
    sets: int
    """Sets of which at least one rep was attempted."""
    stopped_for_safety: bool
    outcome: Outcome | None
    audio_seconds: Seconds
    wall_seconds: float
    ratio: float
    """Seconds of session for each second that it took."""
    reps: tuple[RepResult, ...]
    commands: tuple[CommandHeard, ...]


def summarise(turns: Sequence[Turn], *, audio: Seconds, wall_seconds: float) -> Summary:
    """Derive the result of a session from all its turns, in order."""
    reps = _reps(turns)
    credited = [rep for rep in reps if rep.verdict is Verdict.CREDITED]
    voided = [rep for rep in reps if rep.verdict is Verdict.VOIDED]
    outcome = _outcome(turns)
    return Summary(
        credited=len(credited),
        voided=len(voided),
        attempted=len(credited) + len(voided),
        sets=len({rep.set for rep in (*credited, *voided)}),
        stopped_for_safety=outcome is Outcome.SAFETY or any(turn.phase is Phase.SAFETY_STOP for turn in turns),
        outcome=outcome,
        audio_seconds=audio,
        wall_seconds=round(wall_seconds, 3),
        ratio=round(audio / wall_seconds, 1) if wall_seconds > 0 else 0.0,
        reps=reps,
        commands=tuple(_commands(turns)),
    )


def write_summary(summary: Summary, path: Path) -> None:
    """Write a summary as JSON; raises StorageFull."""
    try:
        path.write_text(as_json(summary), encoding="utf-8")
    except OSError as failure:
        raise StorageFull(f"the summary {path} cannot be written: {failure.strerror}") from failure


def as_json(summary: Summary) -> str:
    """Return a summary as one JSON object."""
    return json.dumps(asdict(summary), indent=2) + "\n"


def _reps(turns: Iterable[Turn]) -> tuple[RepResult, ...]:
    reps: list[RepResult] = []
    for turn in turns:
        for effect in turn.effects:
            match effect:
                case BeginRep():
                    reps.append(_begun(effect))
                case EndRep() | Credit() | Void():
                    place = _place(reps, effect)
                    reps[place] = _judged(reps[place], effect)
                case _:
                    pass
    return tuple(_settled(rep) for rep in reps)


def _begun(effect: BeginRep) -> RepResult:
    return RepResult(set=effect.set, number=effect.rep, verdict=Verdict.RUNNING, reason=None, start=effect.at, end=None)


def _place(reps: Sequence[RepResult], effect: EndRep | Credit | Void) -> int:
    """Return the index of the latest entry that an effect is about."""
    return max(place for place, rep in enumerate(reps) if (rep.set, rep.number) == (effect.set, effect.rep))


def _judged(rep: RepResult, effect: EndRep | Credit | Void) -> RepResult:
    match effect:
        case EndRep(at=at):
            return replace(rep, verdict=Verdict.PROVISIONAL, end=at)
        case Credit():
            return replace(rep, verdict=Verdict.CREDITED, reason=None)
        case Void(at=at, reason=reason):
            verdict = Verdict.INTERRUPTED if reason in INTERRUPTIONS else Verdict.VOIDED
            return replace(rep, verdict=verdict, reason=reason, end=at if rep.end is None else rep.end)


def _settled(rep: RepResult) -> RepResult:
    """Count a rep that was left open when the session closed as interrupted."""
    is_open = rep.verdict in (Verdict.RUNNING, Verdict.PROVISIONAL)
    return replace(rep, verdict=Verdict.INTERRUPTED) if is_open else rep


def _outcome(turns: Iterable[Turn]) -> Outcome | None:
    ends = [effect.outcome for turn in turns for effect in turn.effects if isinstance(effect, End)]
    return ends[-1] if ends else None


def _commands(turns: Iterable[Turn]) -> Iterable[CommandHeard]:
    for turn in turns:
        match turn.event:
            case Heard(text=text, command=command, spoken_at=spoken_at, at=at):
                yield CommandHeard(text=text, command=command, spoken_at=spoken_at, at=at)
            case _:
                pass
