"""Which words the model knows and how they sound: the CMU dictionary, and the words that were added to it."""

import re
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path

from training.phones import INDEX

Pronunciation = tuple[str, ...]
Lexicon = Mapping[str, tuple[Pronunciation, ...]]
"""The ways in which each word is said, the commonest first."""

ADDED = Path(__file__).parent / "lexicon.txt"
MOST_WAYS = 3
"""More ways of saying a word cost size and confuse more than they catch."""

_VARIANT = re.compile(r"\(\d+\)$")


def shipped_models() -> Path:
    """Return the folder of the dictionary and language model inside the pocketsphinx package.

    Both are under CMU's two-clause BSD licence. Raises FileNotFoundError without the package.
    """
    found = find_spec("pocketsphinx")
    if found is None or found.origin is None:
        raise FileNotFoundError("the dictionary is missing; install it: .venv/bin/pip install -e '.[training]'")
    return Path(found.origin).parent / "model" / "en-us"


def dictionary_file() -> Path:
    """Return the CMU Pronouncing Dictionary's file."""
    return shipped_models() / "cmudict-en-us.dict"


def read_lexicon(files: Iterable[Path]) -> dict[str, tuple[Pronunciation, ...]]:
    """Read dictionaries of lines `word PHONE PHONE …`; a file replaces what earlier ones say of a word.

    Raises ValueError naming file and line where a phone is none of ours.
    """
    lexicon: dict[str, tuple[Pronunciation, ...]] = {}
    for file in files:
        lexicon |= _read(file)
    return lexicon


def standard_lexicon() -> dict[str, tuple[Pronunciation, ...]]:
    """Return every word that can be had: the CMU dictionary and the additions."""
    return read_lexicon((dictionary_file(), ADDED))


def spellable(text: str, lexicon: Lexicon) -> bool:
    """Say whether the lexicon holds every word of a text."""
    return all(word in lexicon for word in text.split())


def _read(file: Path) -> dict[str, tuple[Pronunciation, ...]]:
    found: dict[str, list[Pronunciation]] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        word, *phones = line.partition("#")[0].split() or [""]
        if not word:
            continue
        if not phones or not all(phone in INDEX for phone in phones):
            raise ValueError(f"{file}, line {number}: {word!r} is not followed by phones of the CMU dictionary")
        ways = found.setdefault(_VARIANT.sub("", word), [])
        if len(ways) < MOST_WAYS and tuple(phones) not in ways:
            ways.append(tuple(phones))
    return {word: tuple(ways) for word, ways in found.items()}
