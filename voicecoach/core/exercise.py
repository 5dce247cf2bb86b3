"""The variations of the leg raise as the coach knows them: those of `variations.toml`, and the steps between them.

The file is read once, when this module is loaded: it is part of the program as the code is, so that the same program
coaches the same way, and no session waits for it.
"""

from enum import StrEnum
from importlib.resources import files
from itertools import pairwise

from voicecoach.core.kind import Kind
from voicecoach.core.ladder import read_ladder

_FILE = files("voicecoach.core") / "variations.toml"
_SHIPPED = read_ladder(_FILE.read_bytes(), str(_FILE))


class Variation(StrEnum):
    """A kind of leg raise: each table of the file by its word, in the order of the ladder, gentlest first."""

    vars().update((word.upper(), word) for word in _SHIPPED.kinds)


LADDER = tuple(Variation)

KINDS: dict[Variation, Kind] = {Variation(word): kind for word, kind in _SHIPPED.kinds.items()}

GENTLEST = LADDER[0]

USUAL = Variation(_SHIPPED.usual)
"""What is done where neither a routine, nor the person, nor the history says anything."""

UNASKED_NEVER = tuple(variation for variation in LADDER if KINDS[variation].only_asked)
"""What needs a weight or a bar comes only when the person asks for it."""


def easier(variation: Variation) -> Variation | None:
    """Return the next gentler variation that needs no weight, or nothing below the gentlest."""
    gentler = KINDS[variation].gentler
    return None if gentler is None else Variation(gentler)


def gentler_of(one: Variation | None, other: Variation) -> Variation:
    """Return the gentler of two variations, where there are two."""
    return other if one is None else min(one, other, key=LADDER.index)


def harder(variation: Variation) -> Variation | None:
    """Return the next harder variation, or nothing above the hardest."""
    return dict(pairwise(LADDER)).get(variation)
