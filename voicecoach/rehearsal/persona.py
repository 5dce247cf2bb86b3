"""A simulated person: what they say and when, in which voice and in which room.

`personas/README.md` explains the TOML format key by key.
"""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from voicecoach.core.machine import REP, Phase

ASKING = frozenset(
    (
        Phase.READY_CHECK,
        Phase.RESET,
        Phase.TENSION_CHECK,
        Phase.TEST_LIFT,
        Phase.FINDING_FLOOR,
        Phase.REST,
        Phase.PLANK,
        Phase.SUMMARY,
        Phase.PAUSED,
        Phase.HELP,
        Phase.CONFIRMING,
        Phase.SAFETY_STOP,
    )
)
"""The phases in which a person lets the coach finish before they answer."""

COUNTED = frozenset((Phase.DESCEND, Phase.FINDING_FLOOR))
WITHIN_REP = frozenset((*REP, Phase.BETWEEN_REPS))
WITHIN_SET = WITHIN_REP | {Phase.REST}

After = Literal["entered", "speech"]
NoiseKind = Literal["none", "white", "pink", "fan", "breath"]


def _beside_persona(path: Path, validation: ValidationInfo) -> Path:
    folder = (validation.context or {}).get("folder", Path())
    if not (found := folder / path).is_file():
        raise ValueError(f"no such file: {found}")
    return Path(found)


FileBeside = Annotated[Path, Field(strict=False), AfterValidator(_beside_persona)]
PhaseName = Annotated[Phase, Field(strict=False)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class PersonVoice(_Table):
    """How the person sounds."""

    name: str = Field(pattern=r"^[A-Za-z0-9_/+-]+$")
    """Voice of espeak-ng, such as `en-gb+f2`."""
    words_a_minute: int = Field(default=160, ge=80, le=300)
    level: float = Field(default=-26.0, ge=-60, le=-6)
    """dBFS of the speech at 1 m, as the RMS of its active parts."""


class Room(_Table):
    """Where the person lies."""

    rt60: float = Field(default=0.3, ge=0, le=2)
    """Seconds in which the reverberation falls by 60 dB; 0 is a room without echo."""
    distance: float = Field(default=1.0, ge=0.1, le=10)
    """Metres from the mouth to the microphone."""
    impulse_response: FileBeside | None = None
    """A recorded room in place of the synthetic one; its loudest sample is taken for the direct sound."""


class Noise(_Table):
    """What else is heard in the room."""

    kind: NoiseKind = "none"
    level: float = Field(default=-65.0, ge=-100, le=-10)
    """dBFS of the noise at the microphone, as RMS."""
    file: FileBeside | None = None
    """A recording that is looped in place of `kind`."""


class Leak(_Table):
    """How the coach comes back through the microphone."""

    level: float = Field(default=-30.0, ge=-120, le=6)
    """dB of the coach in the microphone against what was written to the speaker."""
    delay: float = Field(default=0.06, ge=0.02, le=0.5)
    """Seconds from the speaker to the microphone; at least one block of the loop."""
    clip: float | None = Field(default=None, gt=0, le=1)
    """Share of full scale at which the loudspeaker clips."""


class Saying(_Table):
    """One thing the person says, and when."""

    text: str = Field(min_length=1, max_length=200)
    phase: PhaseName | None = None
    visit: int | None = Field(default=None, ge=1)
    set: int | None = Field(default=None, ge=1)
    rep: int | None = Field(default=None, ge=1)
    count: int | None = Field(default=None, ge=1, le=9)
    cue: str | None = Field(default=None, min_length=1)
    at: float | None = Field(default=None, ge=0)
    after: After | None = None
    delay: float = Field(default=0.6, ge=0, le=600)
    times: int | None = Field(default=None, ge=1)
    reaction_jitter: float = Field(default=0.0, ge=0, le=10)

    @model_validator(mode="after")
    def _check_trigger(self) -> Self:
        for problem in _trigger_problems(self):
            raise ValueError(problem)
        return self

    @property
    def limit(self) -> int | None:
        """Return how often this may be said; nothing means without end."""
        is_singular = any(key is not None for key in (self.visit, self.set, self.rep, self.at))
        return self.times or (1 if is_singular else None)

    @property
    def waits_for(self) -> After:
        """Return what the delay is counted from: the moment itself, or the end of the coach's speech."""
        if self.after:
            return self.after
        if self.count:
            return "entered"
        return "speech" if self.cue or self.phase in ASKING else "entered"


def _trigger_problems(saying: Saying) -> tuple[str, ...]:
    given = saying.model_fields_set - {"text", "times", "reaction_jitter"}
    is_any_phase = saying.phase is None and saying.cue is not None
    rules = (
        (not given & {"phase", "cue", "at"}, "needs one of phase, cue, at"),
        (
            "at" in given and given != {"at"},
            "at stands alone, without phase, cue, set, rep, count, visit, after, delay",
        ),
        (saying.count and saying.phase not in COUNTED, f"count needs a phase among {_names(COUNTED)}"),
        (saying.count and saying.cue, "count and cue exclude each other"),
        (saying.count and saying.waits_for == "speech", "count needs after = 'entered'"),
        (
            saying.rep and not is_any_phase and saying.phase not in WITHIN_REP,
            f"rep needs a phase among {_names(WITHIN_REP)}",
        ),
        (
            saying.set and not is_any_phase and saying.phase not in WITHIN_SET,
            f"set needs a phase among {_names(WITHIN_SET)}",
        ),
    )
    return tuple(problem for is_broken, problem in rules if is_broken)


def _names(phases: frozenset[Phase]) -> str:
    return ", ".join(sorted(phase.value for phase in phases))


class Persona(_Table):
    """A simulated person with all that surrounds them."""

    name: str = Field(min_length=1)
    about: str = ""
    seed: int = Field(default=1, ge=0)
    routine: FileBeside | None = None
    """TOML file of the routine to rehearse; nothing means the default one."""
    minutes_at_most: float = Field(default=60.0, gt=0, le=240)
    """When the person gives up and the session is closed, should it never come to its end."""
    voice: PersonVoice
    room: Room = Room()
    noise: Noise = Noise()
    leak: Leak = Leak()
    says: Annotated[tuple[Saying, ...], Field(strict=False)] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return each different sentence once, in order of appearance."""
        return tuple(dict.fromkeys(saying.text for saying in self.says))
