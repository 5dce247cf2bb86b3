"""How much the coach says in a rep: everything, little, or the numbers alone."""

from enum import StrEnum


class Verbosity(StrEnum):
    """How much the coach says in a rep, from most to least."""

    FULL = "full"
    SHORT = "short"
    COUNTS = "counts"

    @property
    def less(self) -> "Verbosity":
        """Return the next level that says less, or the last one."""
        return Verbosity.SHORT if self is Verbosity.FULL else Verbosity.COUNTS

    @property
    def more(self) -> "Verbosity":
        """Return the next level that says more, or the first one."""
        return Verbosity.SHORT if self is Verbosity.COUNTS else Verbosity.FULL


FULL_FOR = 3
"""Sessions of a variation in which everything is said."""

SHORT_FOR = 6
"""Sessions after those in which little is said, before the numbers alone remain."""

VERBOSITIES = {
    "more cues": "more",
    "fewer cues": "less",
    "counts only": str(Verbosity.COUNTS),
}
"""What a person can say, and the level that it asks for."""


def verbosity_after(sessions: int) -> Verbosity:
    """Return how much is said in a session, by how many there were of its variation before it."""
    if sessions < FULL_FOR:
        return Verbosity.FULL
    return Verbosity.SHORT if sessions < FULL_FOR + SHORT_FOR else Verbosity.COUNTS


def asked_for(wish: str, now: Verbosity) -> Verbosity:
    """Return the level that a wish leads to."""
    match wish:
        case "more":
            return now.more
        case "less":
            return now.less
        case _:
            return Verbosity(wish)
