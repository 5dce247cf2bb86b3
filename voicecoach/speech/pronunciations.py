"""How the words that only the coach says are pronounced: a file beside the catalogue."""

from collections import defaultdict
from pathlib import Path

from voicecoach.core.errors import CatalogueBroken
from voicecoach.speech.phones import LOST, Pronunciation, Pronunciations

PRONUNCIATIONS_FILE = "pronunciations.txt"


def load_pronunciations(folder: Path) -> Pronunciations:
    """Read the lines `word PHONE PHONE …` of a language's folder; no file means no words.

    Raises CatalogueBroken naming file and line where a phone is none.
    """
    path = folder / PRONUNCIATIONS_FILE
    if not path.is_file():
        return {}
    found: defaultdict[str, list[Pronunciation]] = defaultdict(list)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        word, *phones = line.partition("#")[0].split() or [""]
        if not word:
            continue
        if not phones or not all(phone in LOST for phone in phones):
            raise CatalogueBroken(f"{path}, line {number}: {word!r} needs phones of the CMU dictionary after it")
        found[word].append(tuple(phones))
    return {word: tuple(ways) for word, ways in found.items()}
