"""The grammar that the model is used with, as training sees it: each phrase once or again, or a filler of any phones.

It is what Vosk searches (see `decoding_graph`): a pause or none before and after each phrase, and `[unk]` as a
loop of phones with the same costs. All phrases weigh the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from math import log

import numpy as np
from numpy.typing import NDArray

from training.lexicon import Lexicon, Pronunciation
from training.phones import INDEX, PHONES
from training.sentence_graph import NEVER, START, SentenceGraph

TALK = "<talk>"
"""Stands for a text of some speech that holds no phrase, whatever its words are."""

_MOST_WAYS = 6  # in which one phrase may be said
_END = 0.5  # probability of nothing more after a phrase
_EITHER = 0.5  # of a pause, or of none

Integers = NDArray[np.int32]
Shares = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrammarGraph:
    """One state for each phone in each place; state 0 is the pause. Probabilities, no logarithms."""

    phones: Integers
    """(states,): indices into PHONES."""
    before: Integers
    """(states,): the state that comes before inside a phrase, or -1."""
    from_root: Shares
    """(states,): of entering a state at the beginning of a phrase or of the filler."""
    from_filler: Shares
    """(states,): of entering it as a further phone of the filler."""
    is_filler: NDArray[np.bool_]
    is_last: NDArray[np.bool_]
    """(states,): a phrase or the filler may be over after this one."""


@dataclass(slots=True)
class _Draft:
    phones: list[int] = field(default_factory=lambda: [0])
    before: list[int] = field(default_factory=lambda: [-1])
    roots: dict[int, float] = field(default_factory=dict)
    lasts: list[int] = field(default_factory=list)

    def way(self, phones: Iterable[int], weight: float) -> None:
        last = -1
        for phone in phones:
            self.phones.append(phone)
            self.before.append(last)
            if last < 0:
                self.roots[len(self.phones) - 1] = weight
            last = len(self.phones) - 1
        self.lasts.append(last)


class PhraseGrammar:
    """Phrases against each other and against the filler."""

    def __init__(self, phrases: Sequence[str], lexicon: Lexicon, filler_share: Shares) -> None:
        """Take spellable phrases and what each of PHONES weighs inside the filler, silence 0."""
        self._lexicon, self._filler = lexicon, filler_share
        self._phrases = frozenset(phrases)
        self._longest = max(len(phrase.split()) for phrase in phrases)
        self._weight = (1 - _END) / (len(self._phrases) + 1)
        self._graphs: dict[str, SentenceGraph] = {}
        self.graph = self._whole(sorted(self._phrases))
        self.filler = self._whole(())
        """The same with no phrase but the filler: what talk should be heard as."""

    def holds_phrase(self, text: str) -> bool:
        """Say whether a phrase is said anywhere in a text."""
        return any(f" {phrase} " in f" {text} " for phrase in self._phrases)

    def right(self, text: str) -> SentenceGraph:
        """Return the ways in which a text may rightly be heard: as its phrases, or as filler where it is no phrase."""
        if text not in self._graphs:
            parts = self._parts(tuple(text.split()))
            self._graphs[text] = self._filled(text.split()) if parts is None else self._spelled(parts)
        return self._graphs[text]

    def _whole(self, phrases: Sequence[str]) -> GrammarGraph:
        draft = _Draft()
        for phrase in phrases:
            for way in self._ways(phrase):
                draft.way(way, self._weight)
        speech = len(PHONES) - 1
        first = len(draft.phones)
        phones = np.array([*draft.phones, *range(1, speech + 1), *range(1, speech + 1)], np.int32)
        states = len(phones)
        from_root, from_filler = np.zeros(states), np.zeros(states)
        from_root[list(draft.roots)] = list(draft.roots.values())
        from_root[first : first + speech] = self._weight * self._filler[1:]
        from_filler[first + speech :] = self._filler[1:]
        is_last = np.zeros(states, np.bool_)
        is_last[draft.lasts] = True
        is_last[first + speech :] = True
        return GrammarGraph(
            phones=phones,
            before=np.array([*draft.before, *[-1] * (2 * speech)], np.int32),
            from_root=from_root,
            from_filler=from_filler,
            is_filler=np.arange(states) >= first,
            is_last=is_last,
        )

    def _ways(self, phrase: str) -> tuple[tuple[int, ...], ...]:
        spelled = product(*(self._lexicon[word] for word in phrase.split()))
        return tuple(dict.fromkeys(tuple(_phones(way)) for way in islice(spelled, _MOST_WAYS)))

    def _parts(self, words: tuple[str, ...]) -> tuple[str, ...] | None:
        """Split words into phrases, the longest first, or return None where they are none."""
        if not words:
            return ()
        for size in range(min(self._longest, len(words)), 0, -1):
            phrase = " ".join(words[:size])
            rest = self._parts(words[size:]) if phrase in self._phrases else None
            if rest is not None:
                return (phrase, *rest)
        return None

    def _spelled(self, parts: Sequence[str]) -> SentenceGraph:
        draft = _RightDraft()
        for phrase in parts:
            draft.unit([(way, [log(self._weight)] + [0.0] * (len(way) - 1)) for way in self._ways(phrase)])
        return draft.finish()

    def _filled(self, words: Sequence[str]) -> SentenceGraph:
        """Spell the words inside the filler, which goes on from word to word or begins anew after a pause."""
        draft = _RightDraft()
        for number, word in enumerate(words):
            ways = [(way, [log(self._filler[phone]) for phone in way]) for way in map(_phones, self._lexicon[word])]
            draft.unit(ways, begin=log(self._weight), goes_on=number > 0)
        return draft.finish()


def _phones(way: Pronunciation | Sequence[Pronunciation]) -> tuple[int, ...]:
    """Return the indices of the phones of one word or of several."""
    flat = (phone for part in way for phone in ((part,) if isinstance(part, str) else part))
    return tuple(INDEX[phone] for phone in flat)


class _RightDraft:
    """States with the arcs that lead to them: (source, logarithm)."""

    def __init__(self) -> None:
        self._phones = [0]
        self._arcs: list[list[tuple[int, float]]] = [[(START, log(_EITHER))]]
        self._pause: int = 0
        self._reached: list[int] = []  # last phones of the unit before; none at the beginning

    def unit(
        self, ways: Sequence[tuple[Sequence[int], Sequence[float]]], begin: float = 0.0, *, goes_on: bool = False
    ) -> None:
        """Append one unit in all its ways, each phones and their logarithms."""
        sources = [(self._pause, begin)]
        if not self._reached:
            sources.append((START, log(_EITHER) + begin))
        sources += [(last, 0.0 if goes_on else log(_EITHER) + begin) for last in self._reached]
        self._reached = [self._chain(phones, logs, sources) for phones, logs in ways]
        self._phones.append(0)
        self._arcs.append([(last, log(_EITHER)) for last in self._reached])
        self._pause = len(self._phones) - 1

    def finish(self) -> SentenceGraph:
        ends = np.full(len(self._phones), NEVER)
        ends[self._pause] = log(_END)
        ends[self._reached] = log(_END) + log(_EITHER)
        return SentenceGraph(
            phones=np.array(self._phones, np.int32),
            begins=np.cumsum([0, *map(len, self._arcs)], dtype=np.int32),
            sources=np.array([source for arcs in self._arcs for source, _ in arcs], np.int32),
            weights=np.array([weight for arcs in self._arcs for _, weight in arcs]),
            ends=ends,
        )

    def _chain(self, phones: Sequence[int], logs: Sequence[float], sources: list[tuple[int, float]]) -> int:
        for phone, weight in zip(phones, logs, strict=True):
            self._phones.append(phone)
            self._arcs.append([(source, before + weight) for source, before in sources])
            sources = [(len(self._phones) - 1, 0.0)]
        return sources[0][0]
