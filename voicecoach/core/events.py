"""Facts that reach the session and orders that leave it."""

from dataclasses import dataclass
from enum import StrEnum

from voicecoach.core.commands import Command, Meaning
from voicecoach.core.exercise import Variation
from voicecoach.core.kind import Side
from voicecoach.core.machine import Phase
from voicecoach.core.units import CueId, Decibels, Seconds


class Device(StrEnum):
    """A part of the sound hardware, as the person knows it."""

    MICROPHONE = "microphone"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """The person started a session."""

    at: Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The person gave a command."""

    at: Seconds
    command: Command
    spoken_at: Seconds
    """When the first word began on the session clock, input latency already subtracted."""
    text: str
    amount: Seconds | None = None
    """Of rest, where one was named."""
    set: int | None = None
    """From 1, where one was named."""
    topic: str | None = None
    """What a question is about, which mistake, which side, how many cues, or who it is."""

    @classmethod
    def saying(cls, meaning: Meaning, text: str, *, at: Seconds, spoken_at: Seconds) -> "Heard":
        """Return that these words were heard, with all that they mean."""
        return cls(
            at=at,
            spoken_at=spoken_at,
            command=meaning.command,
            text=text,
            amount=meaning.amount,
            set=meaning.set,
            topic=meaning.topic,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfHeard:
    """The person gave one of two commands, and it is open which."""

    at: Seconds
    spoken_at: Seconds
    text: str
    candidates: tuple[Command, Command]
    """The likelier one first; never the same twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misheard:
    """Someone spoke near the microphone, and it was no command."""

    at: Seconds
    spoken_at: Seconds
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechBegan:
    """The gate opened: somebody may be speaking."""

    at: Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechEnded:
    """The gate closed again."""

    at: Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReached:
    """The session clock came to the session's deadline."""

    at: Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceLost:
    """A sound device went away."""

    at: Seconds
    device: Device


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFound:
    """A sound device that had gone away works again."""

    at: Seconds
    device: Device


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingLost:
    """The recogniser failed, so that commands no longer arrive."""

    at: Seconds
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """The program was told to close, by Ctrl-C or by the end of its input."""

    at: Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayedOut:
    """The last words of a live session were played; what its sound devices did not manage meanwhile."""

    at: Seconds
    underflows: int
    """Blocks of the speaker that came too late."""
    overflows: int
    """Blocks of the microphone before which sound was lost."""
    slips: int
    """Times that the microphone had to be placed anew on the session clock."""
    late_counts: int
    """Counts that lost their beginning, or all of it, to stay on the beat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slept:
    """The computer slept; its speaker counts as lost until it is awake."""

    at: Seconds
    lasted: Seconds
    """By the wall clock; no time of the session passed."""


class Trouble(StrEnum):
    """What a microphone has that cannot hear the person well."""

    SILENT = "silent"
    """It gives only zeros."""
    CLIPPED = "clipped"
    """It is driven too far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MicrophoneTroubled:
    """The microphone was found to hear nobody well."""

    at: Seconds
    trouble: Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplexLost:
    """The coach was found to be so loud in the microphone that nobody is understood over it."""

    at: Seconds
    leak: Decibels
    """What the canceller leaves of the coach, against what is played."""


SoundEvent = DeviceLost | DeviceFound | HearingLost | Slept | MicrophoneTroubled | DuplexLost | PlayedOut
"""What becomes of the devices and of the hearing."""

Event = Started | Heard | HalfHeard | Misheard | SpeechBegan | SpeechEnded | ClockReached | SoundEvent | Interrupted


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of the loop: what happened, where it led and what it caused."""

    event: Event
    phase: Phase
    """The phase after the event."""
    effects: tuple[Effect, ...]
