"""How near two sounds of English are: a weighted edit distance over the phones of the CMU dictionary."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

Pronunciation = tuple[str, ...]
Pronunciations = Mapping[str, tuple[Pronunciation, ...]]
"""The ways in which each word is said, as phones without stress."""

Row = tuple[float, ...]
"""What it costs to hear each beginning of a phrase, from none to all of its phones, in what was said so far."""


class Manner(Enum):
    """How the air is held up."""

    STOP = "stop"
    AFFRICATE = "affricate"
    FRICATIVE = "fricative"
    NASAL = "nasal"
    LATERAL = "lateral"
    GLIDE = "glide"


@dataclass(frozen=True, slots=True)
class Consonant:
    """Where, how and with or without voice a consonant is made."""

    place: str
    manner: Manner
    is_voiced: bool


@dataclass(frozen=True, slots=True)
class Vowel:
    """Where the tongue is in a vowel."""

    height: int
    """0 open to 3 close."""
    backness: int
    """0 front to 2 back."""
    glides: bool = False


CONSONANTS = {
    "P": Consonant("lips", Manner.STOP, False),
    "B": Consonant("lips", Manner.STOP, True),
    "T": Consonant("ridge", Manner.STOP, False),
    "D": Consonant("ridge", Manner.STOP, True),
    "K": Consonant("velum", Manner.STOP, False),
    "G": Consonant("velum", Manner.STOP, True),
    "CH": Consonant("palate", Manner.AFFRICATE, False),
    "JH": Consonant("palate", Manner.AFFRICATE, True),
    "F": Consonant("teeth", Manner.FRICATIVE, False),
    "V": Consonant("teeth", Manner.FRICATIVE, True),
    "TH": Consonant("teeth", Manner.FRICATIVE, False),
    "DH": Consonant("teeth", Manner.FRICATIVE, True),
    "S": Consonant("ridge", Manner.FRICATIVE, False),
    "Z": Consonant("ridge", Manner.FRICATIVE, True),
    "SH": Consonant("palate", Manner.FRICATIVE, False),
    "ZH": Consonant("palate", Manner.FRICATIVE, True),
    "HH": Consonant("throat", Manner.FRICATIVE, False),
    "M": Consonant("lips", Manner.NASAL, True),
    "N": Consonant("ridge", Manner.NASAL, True),
    "NG": Consonant("velum", Manner.NASAL, True),
    "L": Consonant("ridge", Manner.LATERAL, True),
    "R": Consonant("ridge", Manner.GLIDE, True),
    "W": Consonant("lips", Manner.GLIDE, True),
    "Y": Consonant("palate", Manner.GLIDE, True),
}
VOWELS = {
    "IY": Vowel(3, 0),
    "IH": Vowel(2, 0),
    "EH": Vowel(1, 0),
    "AE": Vowel(0, 0),
    "AH": Vowel(1, 1),
    "ER": Vowel(1, 1, True),
    "AA": Vowel(0, 2),
    "AO": Vowel(1, 2),
    "UH": Vowel(2, 2),
    "UW": Vowel(3, 2),
    "EY": Vowel(1, 0, True),
    "AY": Vowel(0, 0, True),
    "OY": Vowel(1, 2, True),
    "AW": Vowel(0, 1, True),
    "OW": Vowel(1, 2, True),
}
NEAR = {frozenset(("ER", "R")): 0.3, frozenset(("UW", "W")): 0.4, frozenset(("IY", "Y")): 0.4}
"""Vowels and consonants that are made alike."""

PLACE, VOICE, MANNER = 0.25, 0.35, 0.4
"""What a difference in one feature of a consonant costs; all three make a whole phone.

In noise the place is lost first, while voice and nasality last (Miller and Nicely, "An Analysis of Perceptual
Confusions Among Some English Consonants", J. Acoust. Soc. Am. 27, 338, 1955).
"""

TONGUE, GLIDE = 0.25, 0.2
APART = 1.5
"""Between a vowel and a consonant."""

LOST: Mapping[str, float] = {**dict.fromkeys(VOWELS, 1.0), **dict.fromkeys(CONSONANTS, 0.7), "AH": 0.6, "HH": 0.5}
"""What a phone costs that is added or left out; those that fade in fluent speech cost less."""


@cache  # 39 phones meet each other again and again
def differences(said: str) -> Mapping[str, float]:
    """Return how far a phone is from every other."""
    return {meant: difference(said, meant) for meant in LOST}


def difference(said: str, meant: str) -> float:
    """Return how far two phones are from each other, 0 for the same; raises KeyError for what is no phone."""
    if said == meant:
        return 0.0
    if said in CONSONANTS and meant in CONSONANTS:
        one, other = CONSONANTS[said], CONSONANTS[meant]
        return (
            VOICE * (one.is_voiced != other.is_voiced)
            + PLACE * (one.place != other.place)
            + MANNER * (one.manner != other.manner)
        ) or PLACE
    if said in VOWELS and meant in VOWELS:
        high, low = VOWELS[said], VOWELS[meant]
        moved = abs(high.height - low.height) + abs(high.backness - low.backness)
        return min(1.0, TONGUE * moved + GLIDE * (high.glides != low.glides)) or TONGUE
    return NEAR.get(frozenset((said, meant)), APART)


def before(phrase: Sequence[str]) -> Row:
    """Return the row of a phrase of which nothing has been said yet."""
    row = [0.0]
    for phone in phrase:
        row.append(row[-1] + LOST[phone])
    return tuple(row)


def after(row: Row, ways: Sequence[Pronunciation], phrase: Sequence[str], limit: float = math.inf) -> Row:
    """Return the row after one more word, in the way of saying it that is nearest to the phrase.

    What costs more than the limit may come out as infinite.
    """
    rows = [_after_phones(row, way, phrase, limit) for way in ways]
    return rows[0] if len(rows) == 1 else tuple(min(costs) for costs in zip(*rows, strict=True))


def _after_phones(row: Row, said: Sequence[str], phrase: Sequence[str], limit: float) -> Row:
    for phone in said:
        if min(row) > limit:
            return (math.inf,) * len(row)
        apart, added = differences(phone), LOST[phone]
        cost = row[0] + added
        now = [cost]
        for place, meant in enumerate(phrase):
            cost = min(row[place] + apart[meant], row[place + 1] + added, cost + LOST[meant])
            now.append(cost)
        row = tuple(now)
    return row


def distance(said: Sequence[str], meant: Sequence[str]) -> float:
    """Return the least cost of making one row of phones from another."""
    return after(before(meant), (tuple(said),), meant)[-1]
