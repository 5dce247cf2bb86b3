"""What a session asks of the person: variation, sets, reps, tempo, rest and plank."""

from dataclasses import dataclass, field
from enum import StrEnum

from voicecoach.core.exercise import USUAL, Variation
from voicecoach.core.tempo import Tempo
from voicecoach.core.units import CueId, Decibels, Seconds
from voicecoach.core.verbosity import Verbosity

STRETCH = Seconds(30.0)
"""How long each stretch of quads and psoas is held by whoever sits all day (article, "Troubleshooting Pain")."""


class Breathing(StrEnum):
    """How the person breathes in a rep (article, "Common Mistakes")."""

    FLOWING = "flowing"
    """Out on the lift, in on the way back."""
    SHIELDING = "shielding"
    """Short, sharp breaths through the nose, the belly tight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """A session's plan; the defaults are the article's: five cat-cows, then three sets of ten."""

    name: str = "leg-raises"
    variation: Variation = USUAL
    stretch: Seconds = Seconds(0.0)
    """How long each stretch of quads and psoas is held before the cat-cows; 0 leaves them out."""
    cat_cows: int = 5
    sets: int = 3
    reps: int = 10
    tempo: Tempo = field(default_factory=Tempo)
    rest: Seconds = Seconds(90.0)
    plank: Seconds = Seconds(20.0)
    """How long the closing plank is held; 0 leaves it out."""
    earlier_sessions: int = 0
    """Sessions that the person did before: what was explained once is only named then."""
    breathing: Breathing = Breathing.FLOWING
    verbosity: Verbosity = Verbosity.FULL
    asks_sitting: bool = False
    """Whether the person is asked once if they sit for most of the day; not in a first session, which is long."""
    because: tuple[CueId, ...] = ()
    """What the coach says in its welcome of why the session is not what the last one was."""
    volume: Decibels = Decibels(0.0)
    """Gain at which the coach begins."""
    floor: float | None = None
    """Where the back wanted to lift last time, as the fraction of the descent; it holds until one is marked."""
