"""Which recordings a model may learn from, which only calibrate what goes by it, and which only ever judge."""

from enum import Enum
from hashlib import sha256

HELD_OUT_WAKE_WORD = "jarvis"
"""The wake word that no model is trained on."""


class Part(Enum):
    """What a speaker is for; training, calibrating and judging share no speaker."""

    TRAINS = "trains"
    CALIBRATES = "calibrates"
    """Watches the training, and gives the thresholds."""
    EXAMINES = "examines"


_TRAIN_FROM = 128
"""Speakers of `words` whose byte is at least this train."""

_CALIBRATE_BELOW = {"words": 40, "words-train": 256, "reading": 0}
"""Speakers who do not train calibrate where their byte is below this; half of them where nothing is said."""

_WATCHES_BELOW = 0.06 * 256
"""Speakers of the folders that are trained on whose byte is below this are kept aside."""


def part_of(collection: str, speaker: str) -> Part:
    """Return what a speaker of a folder is for, the same on every machine.

    Where a folder does not tell who speaks, each file counts as a speaker; a speaker of `wake-words` is named
    `PHRASE/FILE`. It goes by bytes: the first of the SHA-256 of `examine FOLDER:SPEAKER`, and for the folders that
    are trained on that of `FOLDER:SPEAKER`.
    """
    byte = _byte(f"examine {collection}:{speaker}")
    if _trains(collection, speaker, byte):
        return Part.TRAINS
    return Part.CALIBRATES if byte < _CALIBRATE_BELOW.get(collection, 128) else Part.EXAMINES


def speaker_of(stem: str) -> str:
    """Return the speaker whom a file's name in `words` begins with."""
    return stem.partition("-")[0]


def _trains(collection: str, speaker: str, byte: int) -> bool:
    match collection:
        case "words":
            return byte >= _TRAIN_FROM
        case "words-train" | "sentences":
            return not _watches(collection, speaker)
        case "wake-words":
            return not speaker.startswith(f"{HELD_OUT_WAKE_WORD}/") and not _watches(collection, speaker)
        case _:
            return False


def _watches(collection: str, speaker: str) -> bool:
    return _byte(f"{collection}:{speaker}") < _WATCHES_BELOW


def _byte(text: str) -> int:
    return sha256(text.encode()).digest()[0]
