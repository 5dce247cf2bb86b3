"""Facts that reach the session."""

from dataclasses import dataclass
from enum import StrEnum

from voicecoach.core.commands import Command, Meaning
from voicecoach.core.units import Decibels, Seconds


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
