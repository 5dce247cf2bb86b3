"""Orders that leave the session, and the words in which they say why."""

from dataclasses import dataclass
from enum import StrEnum

from voicecoach.core.exercise import Variation
from voicecoach.core.kind import Side
from voicecoach.core.units import CueId, Decibels, Seconds


class Priority(StrEnum):
    """Which of two cues wins where they would overlap; a later one in this list wins."""

    CHATTER = "chatter"
    COACHING = "coaching"
    COUNT = "count"
    SAFETY = "safety"


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Play a cue so that its first sample falls on `at`, exactly."""

    cue: CueId
    at: Seconds
    priority: Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class Hush:
    """Fade out what is playing at `at`, and forget every cue planned for later."""

    at: Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Duck:
    """Lower the coach's voice while somebody speaks."""

    at: Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Unduck:
    """Bring the coach's voice back to its level."""

    at: Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class SetVolume:
    """Play everything from `at` on at this gain; 0 dB is the cue bank's own level."""

    at: Seconds
    gain: Decibels


class Reason(StrEnum):
    """Why a rep does not count."""

    ARCHED = "arched"
    FAILED = "failed"
    PAUSED = "paused"
    STOPPED = "stopped"
    SKIPPED = "skipped"
    CHANGED = "changed"
    PAIN = "pain"


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginRep:
    """Open the entry of a rep in the ledger."""

    at: Seconds
    set: int
    """From 1."""
    rep: int
    """Place in the set, from 1; a rep that is done again keeps its place."""
    variation: Variation
    descent: int
    """Counts of its descent."""
    side: Side | None = None
    """Whose turn it is, where the sides take turns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRep:
    """Note that a rep came to its stop point; it is provisional now."""

    at: Seconds
    set: int
    rep: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Count a rep as perfect."""

    at: Seconds
    set: int
    rep: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Void:
    """Take a rep out of the tally."""

    at: Seconds
    set: int
    rep: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAlarm:
    """Remember in which variation something hurt, also where no rep of it had begun."""

    at: Seconds
    variation: Variation


class FloorCause(StrEnum):
    """Why the floor is where it is."""

    MARKED = "marked"
    """The person said where."""
    CLEAR = "clear"
    """The back stayed flat to the ground."""
    KEPT = "kept"
    """It is where the last session left it."""
    LOWERED = "lowered"
    """One step down, after two sessions without an arch."""
    RAISED = "raised"
    """One step up, after two arches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkFloor:
    """Remember where the back wants to lift, as the fraction of the descent, 0 top to 1 ground."""

    at: Seconds
    fraction: float
    cause: FloorCause = FloorCause.MARKED
    marks: int = 0
    """How many marks were pooled; none where the floor has another cause."""
    spread: float = 0.0
    """From the highest of these marks to the lowest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Remember how long the plank was held in all, whether or not to its end."""

    at: Seconds
    lasted: Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSitting:
    """Remember for all sessions to come whether the person sits for most of the day."""

    at: Seconds
    sits: bool


class Outcome(StrEnum):
    """How a session came to its end."""

    FINISHED = "finished"
    ENDED = "ended"
    """The person ended it before its last phase."""
    SAFETY = "safety"
    CLOSED = "closed"
    """It was interrupted and can be resumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Close the session once what is playing at `at` has ended."""

    at: Seconds
    outcome: Outcome


Effect = (
    Say
    | Hush
    | Duck
    | Unduck
    | SetVolume
    | BeginRep
    | EndRep
    | Credit
    | Void
    | NoteAlarm
    | MarkFloor
    | Held
    | NoteSitting
    | End
)
