"""What came of a take: everything that was heard in it, and whether that is right."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum

from voicecoach.bench.condition import Take
from voicecoach.core.commands import Command
from voicecoach.core.units import Seconds
from voicecoach.hearing.evidence import Evidence
from voicecoach.hearing.utterance import Verdict


class Result(StrEnum):
    """How a take came out."""

    RIGHT = "right"
    """The command that was meant and no other; or none, where none was meant."""
    WRONG = "wrong"
    """A command that was not meant."""
    MISSED = "missed"
    """No command where one was meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """One utterance that was heard in a take."""

    text: str
    phrase: str
    """The words of the command alone; empty where the utterance is more than a command, or none."""
    command: Command | None
    verdict: Verdict
    score: float | None
    """See `bench.score`; nothing for what no threshold would let pass."""
    evidence: Evidence | None = None
    at: Seconds
    """When it was certain, from the start of the take."""

    @property
    def is_accepted(self) -> bool:
        """Say whether the session would have acted on it."""
        return self.verdict is Verdict.ACCEPTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A take and all that was heard in it."""

    take: Take
    heard: tuple[Understood, ...]
    duration: Seconds
    """Of the recording, with the noise and room around it; not of the silence that it was heard in."""
    word_end: Seconds | None
    """When the words end, for takes without noise or room."""
    cpu: float
    """Seconds of computing; not the same from one run to the next."""

    @property
    def accepted(self) -> tuple[Command, ...]:
        """Return the commands that the session would have acted on."""
        return tuple(one.command for one in self.heard if one.is_accepted and one.command)

    @property
    def result(self) -> Result:
        """Return how the take came out at the default thresholds."""
        return judged(self.take.clip.meant, self.accepted)

    @property
    def latency(self) -> Seconds | None:
        """Return the time from the end of the words to the right command; negative for one that was seen coming."""
        if self.word_end is None or self.result is not Result.RIGHT or not self.accepted:
            return None
        return Seconds(next(one.at for one in self.heard if one.is_accepted) - self.word_end)


def judged(meant: Command | None, accepted: Iterable[Command]) -> Result:
    """Return how it came out when these commands were accepted where that one was meant."""
    commands = set(accepted)
    if commands == ({meant} if meant else set()):
        return Result.RIGHT
    return Result.WRONG if commands else Result.MISSED


def as_line(outcome: Outcome) -> str:
    """Return an outcome as a line of `attempts.jsonl`, from which thresholds can be computed."""
    clip, condition = outcome.take.clip, outcome.take.condition
    fields = {
        "file": clip.name,
        "list": clip.collection,
        "kind": clip.kind,
        "speaker": clip.speaker or clip.voice or None,
        "text": clip.text,
        "meant": clip.meant,
        "noise": condition.noise.stem if condition.noise else None,
        "snr": condition.snr,
        "room": condition.place or None,
        "seconds": round(outcome.duration, 3),
        "result": outcome.result,
        "latency": None if outcome.latency is None else round(outcome.latency, 3),
        "heard": [_fields(one) for one in outcome.heard],
    }
    return json.dumps(fields, ensure_ascii=False)


def _fields(one: Understood) -> dict[str, str | float | bool | dict[str, float] | None]:
    evidence = asdict(one.evidence) if one.evidence else {}
    return {
        "text": one.text,
        "command": one.command,
        "accepted": one.is_accepted,
        "reason": one.verdict,
        "score": None if one.score is None else round(one.score, 4),
        "evidence": {name: round(value, 4) for name, value in evidence.items()} or None,
        "at": round(one.at, 3),
    }
