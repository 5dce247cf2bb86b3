"""All the ways in which the phones of a known text may have been said: the numerator of LF-MMI."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.lexicon import Lexicon, Pronunciation
from training.phone_language import PhoneLanguage
from training.phones import INDEX

NEVER = -1e30
START = -1

Integers = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceGraph:
    """States, one for each phone in each place, and the arcs by which each is entered."""

    phones: Integers
    """(states,): indices into PHONES."""
    begins: Integers
    """(states + 1,): where each state's arcs begin in `sources`."""
    sources: Integers
    """(arcs,): the state before, or START."""
    weights: NDArray[np.float64]
    """(arcs,): natural logarithms."""
    ends: NDArray[np.float64]
    """(states,): logarithm of ending here, or NEVER."""


def sentence_graph(text: str, lexicon: Lexicon, language: PhoneLanguage) -> SentenceGraph:
    """Build the graph of a text: every pronunciation of every word, silence optional around each; none is silence."""
    draft = _Draft()
    silence = draft.add(0, (START,))
    reached: tuple[int, ...] = (START, silence) if text else (silence,)
    for word in text.split():
        ends = tuple(draft.word(way, reached) for way in lexicon[word])
        reached = (*ends, draft.add(0, ends))
    return draft.finish(reached, language)


def least_frames(text: str, lexicon: Lexicon) -> int:
    """Return how many frames a text needs at least, one for each phone of its shortest way."""
    return sum(min(len(way) for way in lexicon[word]) for word in text.split())


class _Draft:
    def __init__(self) -> None:
        self._phones: list[int] = []
        self._before: list[tuple[int, ...]] = []

    def add(self, phone: int, before: Iterable[int]) -> int:
        self._phones.append(phone)
        self._before.append(tuple(before))
        return len(self._phones) - 1

    def word(self, way: Pronunciation, before: tuple[int, ...]) -> int:
        for phone in way:
            before = (self.add(INDEX[phone], before),)
        return before[0]

    def finish(self, reached: Sequence[int], language: PhoneLanguage) -> SentenceGraph:
        ends = np.full(len(self._phones), NEVER)
        for state in reached:
            ends[state] = language.last[self._phones[state]]
        weights = [
            language.first[phone] if source == START else language.following[self._phones[source], phone]
            for phone, before in zip(self._phones, self._before, strict=True)
            for source in before
        ]
        return SentenceGraph(
            phones=np.array(self._phones, np.int32),
            begins=np.cumsum([0, *map(len, self._before)], dtype=np.int32),
            sources=np.array([source for before in self._before for source in before], np.int32),
            weights=np.array(weights),
            ends=ends,
        )
