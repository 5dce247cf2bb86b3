"""What the synthetic voices say: every phrasing of the command table, near neighbours, and English at large."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from training.lexicon import Lexicon, spellable
from training.neighbours import neighbours
from voicecoach.core.commands import COMMAND_OF, RULE_OF, Cost, vocabulary
from voicecoach.hearing.grammar import shipped_decoys

if TYPE_CHECKING:  # it needs pocketsphinx, which only the training has
    from training.language import Language

WANTED = Path(__file__).parent / "vocabulary.txt"
PHRASES = Path(__file__).parent / "phrases.txt"

_NEAR = 16  # neighbours at most of one command word
_NEAR_AMONG = 8000  # commonest words
_LISTED = 5  # neighbours at most of one command word among these

TEN_WORDS = ("yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go")
"""The command words of Google Speech Commands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """How many utterances of each sort are rendered."""

    phrasing: int
    """Of each phrasing of the command table alone."""
    other_phrase: int
    """Of each phrase in `phrases.txt`."""
    neighbour: int
    """Of each word that sounds almost like a command."""
    word: int
    """Of each decoy and each of the ten words alone."""
    sequences: int
    """Of two to four phrasings and decoys in a row."""
    sentences: int
    """Made up from words that follow each other."""
    words: int
    """Vocabulary words said once, one to three together."""


def wanted_words() -> tuple[str, ...]:
    """Return the words of `vocabulary.txt`."""
    return _lines(WANTED)


def other_phrases() -> tuple[str, ...]:
    """Return the phrases of `phrases.txt`, which the command table may come to hold."""
    return _lines(PHRASES)


def near_words(language: "Language", lexicon: Lexicon) -> tuple[str, ...]:
    """Return the words that sound almost like a command of one word, sorted."""
    short = [phrase for phrase in (*COMMAND_OF, *TEN_WORDS) if " " not in phrase]
    near = neighbours(short, language.commonest(_NEAR_AMONG), lexicon, _NEAR)
    return tuple(sorted({word for words in near.values() for word in words}))


def decoys(language: "Language", lexicon: Lexicon) -> tuple[str, ...]:
    """Return near neighbours of the commands that the training holds apart, sorted.

    None is near a safety phrase: a stop that is missed costs more than a stop too many.
    """
    short = [phrase for phrase in COMMAND_OF if " " not in phrase]
    safe = [phrase for phrase in short if RULE_OF[COMMAND_OF[phrase]].cost is Cost.SAFETY]
    near = neighbours(short, language.commonest(_NEAR_AMONG), lexicon, _LISTED)
    barred = {*vocabulary(), *(word for phrase in safe for word in near.pop(phrase))}
    return tuple(sorted({word for words in near.values() for word in words} - barred))


def _lines(file: Path) -> tuple[str, ...]:
    """Return what stands in a file, one thing a line; `#` begins a comment."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(text for line in lines if (text := line.partition("#")[0].strip()))


def model_words(language: "Language", lexicon: Lexicon, count: int) -> tuple[str, ...]:
    """Return the vocabulary, sorted: all that the coach needs, and the commonest words up to a number."""
    others = (word for phrase in other_phrases() for word in phrase.split())
    needed = {*vocabulary(), *shipped_decoys(), *wanted_words(), *TEN_WORDS, *others}
    return tuple(sorted({word for word in needed if word in lexicon} | set(language.commonest(count))))


def coach_words() -> tuple[str, ...]:
    """Return the single words that the coach must tell apart."""
    return tuple(sorted({*vocabulary(), *shipped_decoys(), *wanted_words(), *TEN_WORDS}))


def training_texts(
    amounts: Amounts, language: "Language", lexicon: Lexicon, rng: np.random.Generator
) -> tuple[str, ...]:
    """Return what to render, shuffled; every text is spellable with the lexicon."""
    alone = coach_words()
    texts = list(
        chain(
            tuple(COMMAND_OF) * amounts.phrasing,
            other_phrases() * amounts.other_phrase,
            near_words(language, lexicon) * amounts.neighbour,
            alone * amounts.word,
            _sequences((*COMMAND_OF, *other_phrases(), *alone), amounts.sequences, rng),
            language.sentences(amounts.sentences, 5000, rng),
            _lists(language.commonest(amounts.words), rng),
        )
    )
    rng.shuffle(texts)
    return tuple(text for text in texts if spellable(text, lexicon))


def _sequences(phrases: Sequence[str], count: int, rng: np.random.Generator) -> tuple[str, ...]:
    return tuple(" ".join(rng.choice(phrases, rng.integers(2, 5))) for _ in range(count))


def _lists(words: Sequence[str], rng: np.random.Generator) -> tuple[str, ...]:
    order = list(rng.permutation(words))
    lists = []
    while order:
        size = int(rng.integers(1, 4))
        lists.append(" ".join(order[:size]))
        del order[:size]
    return tuple(lists)
