"""The variations of the leg raise, what each asks for, and the ladder from the gentlest to the hardest."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from voicecoach.core.tempo import LONGEST_DESCENT, SHORTEST_DESCENT


class Variation(StrEnum):
    """A kind of leg raise; the order is the ladder, gentlest first (article, "Variations")."""

    DEAD_BUG = "dead_bug"
    BENT_KNEE = "bent_knee"
    SINGLE_LEG = "single_leg"
    HANDS_UNDER = "hands_under"
    STRAIGHT = "straight"
    ARMS_WIDE = "arms_wide"
    WEIGHTED = "weighted"
    HANGING = "hanging"


LADDER = tuple(Variation)


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


KINDS: dict[Variation, Kind] = {
    Variation.DEAD_BUG: Kind(turns=Turns.BY_REP, legs=Legs.ONE_BENT, shortest=2),
    Variation.BENT_KNEE: Kind(legs=Legs.BENT, touches=True),
    Variation.SINGLE_LEG: Kind(turns=Turns.BY_SET, legs=Legs.ONE),
    Variation.HANDS_UNDER: Kind(),
    Variation.STRAIGHT: Kind(),
    Variation.ARMS_WIDE: Kind(),
    Variation.WEIGHTED: Kind(),
    Variation.HANGING: Kind(place=Place.BAR),
}
"""One line a variation (article, "Variations for Different Skill Levels" and "Why Your Hip Flexors …")."""


UNASKED_NEVER = (Variation.WEIGHTED, Variation.HANGING)
"""What needs a dumbbell or a bar comes only when the person asks for it."""


def easier(variation: Variation) -> Variation | None:
    """Return the next gentler variation that needs no weight, or nothing below the gentlest."""
    if variation in UNASKED_NEVER:
        return Variation.ARMS_WIDE
    place = LADDER.index(variation)
    return LADDER[place - 1] if place else None


def gentler_of(one: Variation | None, other: Variation) -> Variation:
    """Return the gentler of two variations, where there are two."""
    return other if one is None else min(one, other, key=LADDER.index)


def harder(variation: Variation) -> Variation | None:
    """Return the next harder variation, or nothing above the hardest."""
    return dict(pairwise(LADDER)).get(variation)
