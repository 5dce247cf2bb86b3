"""The sounds of English as the model numbers them: phones, their places in a word, the network's outputs."""

from enum import Enum

SILENCE = "SIL"

SPEECH = (
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G",
    "HH", "IH", "IY", "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH",
    "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH",
)  # fmt: skip
"""The 39 phones of the CMU Pronouncing Dictionary, without stress."""

PHONES = (SILENCE, *SPEECH)
INDEX = {phone: index for index, phone in enumerate(PHONES)}

OUTPUTS = 2 * len(PHONES)
"""Outputs of the network: 2i for the first frame of phone i, 2i + 1 for each further frame."""

SILENCE_ID = 1
"""The id of silence in the model's files; 0 means no phone."""


class Place(Enum):
    """Where in its word a phone stands, which Vosk needs to find where words begin and end."""

    BEGIN = "begin"
    END = "end"
    INSIDE = "internal"
    ALONE = "singleton"


def phone_id(phone: str, place: Place) -> int:
    """Return a speech phone's id in the model's files."""
    return 2 + len(Place) * (INDEX[phone] - 1) + list(Place).index(place)


def phone_ids(pronunciation: tuple[str, ...]) -> tuple[int, ...]:
    """Return the ids of a word's phones in order."""
    if len(pronunciation) == 1:
        return (phone_id(pronunciation[0], Place.ALONE),)
    first, *inside, last = pronunciation
    return (
        phone_id(first, Place.BEGIN),
        *(phone_id(phone, Place.INSIDE) for phone in inside),
        phone_id(last, Place.END),
    )


def phone_index(identity: int) -> int:
    """Return which of PHONES an id means."""
    return 0 if identity == SILENCE_ID else 1 + (identity - 2) // len(Place)


def all_ids() -> tuple[int, ...]:
    """Return every id of the model's files, sorted."""
    return tuple(range(SILENCE_ID, 2 + len(Place) * len(SPEECH)))


def word_boundaries() -> str:
    """Return the text of `word_boundary.int`: an id and its place, one a line."""
    lines = [f"{SILENCE_ID} nonword"]
    lines += [f"{phone_id(phone, place)} {place.value}" for phone in SPEECH for place in Place]
    return "\n".join(lines) + "\n"
