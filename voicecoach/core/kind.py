"""What a kind of leg raise asks for: its place, its legs, its sides, its descents, and how it is come to and left."""

from dataclasses import dataclass
from enum import StrEnum

from voicecoach.core.tempo import LONGEST_DESCENT, SHORTEST_DESCENT


class Side(StrEnum):
    """A side of the body."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> "Side":
        """Return the opposite side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class Place(StrEnum):
    """Where a variation is done; without the floor nothing can be pressed against it."""

    FLOOR = "floor"
    BAR = "bar"


class Turns(StrEnum):
    """How a variation takes the two sides."""

    TOGETHER = "together"
    BY_REP = "by rep"
    BY_SET = "by set"


class Legs(StrEnum):
    """What of the legs a variation lifts and lowers; what has it tried is worded for it (see `script.trying`)."""

    BOTH = "both"
    BENT = "bent"
    ONE = "one"
    ONE_BENT = "one_bent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a variation asks for; its name and its set-up are the cues `variation.` and `setup.` and its word."""

    place: Place = Place.FLOOR
    turns: Turns = Turns.TOGETHER
    legs: Legs = Legs.BOTH
    touches: bool = False
    """Whether the feet may touch the ground where the back stays flat all the way."""
    shortest: int = SHORTEST_DESCENT
    """Counts of the quickest descent that "faster" reaches."""
    longest: int = LONGEST_DESCENT
    only_asked: bool = False
    """Whether it comes only when the person asks for it, because it needs a dumbbell or a bar."""
    gentler: str | None = None
    """Word of the variation that "easier" leads to; nothing for the gentlest."""
    fit: str | None = None
    """Category and name of what comes nearest in the profile of FIT files; nothing where that is the usual one."""

    def __post_init__(self) -> None:
        """Refuse a descent of no length or without a slow end."""
        if not 1 <= self.shortest <= self.longest:
            raise ValueError(f"a descent of {self.shortest} to {self.longest} counts is none")

    def fitting(self, descent: int) -> int:
        """Return the counts nearest to a descent that this variation takes."""
        return min(self.longest, max(self.shortest, descent))

    def side(self, first: Side, set_number: int, rep: int) -> Side | None:
        """Return whose turn it is in a rep of a set, both from 1; nothing where both legs move together."""
        place = {Turns.TOGETHER: None, Turns.BY_REP: rep, Turns.BY_SET: set_number}[self.turns]
        if place is None:
            return None
        return first if place % 2 else first.other
