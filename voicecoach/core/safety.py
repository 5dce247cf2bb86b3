"""What a report of pain, dizziness or doming leads to."""

from dataclasses import dataclass

from voicecoach.core.commands import Command
from voicecoach.core.units import CueId

ALARMS = frozenset((Command.IT_HURTS, Command.DIZZY, Command.DOMING))
"""Commands that stop everything at once, in every phase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the coach says to an alarm and whether the session can go on."""

    cues: tuple[CueId, ...]
    ends_session: bool


def respond(alarm: Command, earlier: tuple[Command, ...], *, is_hanging: bool = False) -> Response:
    """Choose the response: dizziness ends the session at once, anything else when it comes back.

    Whoever hangs comes down from the bar first. Pain that comes back also gets the article's advice for what
    correct form does not cure.
    """
    down = (CueId("safety.pain_hanging"),) if is_hanging else ()
    first = {
        Command.IT_HURTS: down or (CueId("safety.pain"),),
        Command.DIZZY: (*down, CueId("safety.dizzy")),
        Command.DOMING: (*down, CueId("safety.doming")),
    }[alarm]
    ends = alarm is Command.DIZZY or alarm in earlier
    advice = (CueId("safety.tilt"),) if ends and alarm is Command.IT_HURTS else ()
    return Response(cues=(*first, *advice, CueId("safety.end" if ends else "safety.ask")), ends_session=ends)
