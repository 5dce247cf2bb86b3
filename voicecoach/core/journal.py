"""The journal's lines: a header that names what the session ran with, then one line a turn."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import Enum
from typing import assert_never

from voicecoach.core.effects import (
    BeginRep,
    Credit,
    Duck,
    Effect,
    End,
    EndRep,
    Held,
    Hush,
    MarkFloor,
    NoteAlarm,
    NoteSitting,
    Say,
    SetVolume,
    Unduck,
    Void,
)
from voicecoach.core.events import Event
from voicecoach.core.memory import Memory
from voicecoach.core.routine import Routine
from voicecoach.core.standing import Standing
from voicecoach.core.turn import Turn
from voicecoach.core.units import CueId, Samples, samples

FORMAT = 1

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a session ran with; enough to run its core again anywhere."""

    package: str
    routine: Routine
    cues: str
    """Hash of the cue bank."""
    model: str
    """Hash of the recogniser's model, or how commands came in instead."""
    cue_lengths: Mapping[CueId, Samples]
    count_beats: Mapping[CueId, Samples] = field(default_factory=dict)
    """Where in each count its beat is perceived; an older journal places counts by their first sample."""
    standing: Standing | None = None
    memory: Memory | None = None
    person: str = "me"
    began: str | None = None
    """When, in ISO 8601 with the offset of the place; a rehearsal has no date."""


def encode_header(header: Header) -> str:
    """Return the journal's first line."""
    return _dump({"format": FORMAT, **asdict(header)})


def encode_turn(turn: Turn) -> str:
    """Return one line of the journal."""
    return _dump(
        {
            "t": turn.event.at,
            "event": _event(turn.event),
            "phase": turn.phase.value,
            "effects": [_effect(effect) for effect in turn.effects],
        }
    )


def _dump(fields: Json) -> str:
    return json.dumps(fields, separators=(",", ":"), ensure_ascii=False, default=_word)


def _word(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{value!r} has no place in a journal")


def _event(event: Event) -> Json:
    """Return an event without its time, and without what it does not hold: an older journal has no name for it."""
    values = {field.name: getattr(event, field.name) for field in fields(event) if field.name != "at"}
    return {name_of(type(event)): {name: value for name, value in values.items() if value is not None}}


def name_of(kind: type) -> str:
    """Return the name under which a kind of event or effect stands in a journal, such as `clock_reached`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


def _effect(effect: Effect) -> Json:
    sample = {"sample": samples(effect.at)}
    match effect:
        case Say():
            return {"say": effect.cue, **sample, "priority": effect.priority}
        case Hush() | Duck() | Unduck():
            return {name_of(type(effect)): True, **sample}
        case SetVolume():
            return {"set_volume": effect.gain, **sample}
        case BeginRep() | EndRep() | Credit() | Void():
            return {name_of(type(effect)): effect.rep, "set": effect.set, **_of_rep(effect), **sample}
        case NoteAlarm():
            return {"alarm_in": effect.variation, **sample}
        case MarkFloor():
            marks = {"marks": effect.marks, "spread": effect.spread} if effect.marks else {}
            return {"mark_floor": effect.fraction, "cause": effect.cause, **marks, **sample}
        case Held():
            return {"held": effect.lasted, **sample}
        case NoteSitting():
            return {"sits": effect.sits, **sample}
        case End():
            return {"end": effect.outcome, **sample}
        case _:
            assert_never(effect)


def _of_rep(effect: BeginRep | EndRep | Credit | Void) -> Json:
    """Return what an order says of a rep besides its place."""
    match effect:
        case BeginRep():
            side = {"side": effect.side} if effect.side else {}
            return {"variation": effect.variation, "descent": effect.descent, **side}
        case Void():
            return {"reason": effect.reason}
        case _:
            return {}
