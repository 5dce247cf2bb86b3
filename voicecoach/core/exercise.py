"""The variations of the leg raise and the ladder from the gentlest to the hardest."""

from enum import StrEnum
from itertools import pairwise


class Variation(StrEnum):
    """A kind of leg raise; the order is the ladder, gentlest first (article, "Variations")."""

    DEAD_BUG = "dead_bug"
    BENT_KNEE = "bent_knee"
    SINGLE_LEG = "single_leg"
    HANDS_UNDER = "hands_under"
    STRAIGHT = "straight"
    ARMS_WIDE = "arms_wide"
    WEIGHTED = "weighted"


LADDER = tuple(Variation)


def easier(variation: Variation) -> Variation | None:
    """Return the next gentler variation, or nothing below the gentlest."""
    place = LADDER.index(variation)
    return LADDER[place - 1] if place else None


def harder(variation: Variation) -> Variation | None:
    """Return the next harder variation, or nothing above the hardest."""
    return dict(pairwise(LADDER)).get(variation)
