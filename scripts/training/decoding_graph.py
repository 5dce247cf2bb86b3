"""The graph from network outputs to words: every word's phones, silence between words, and `[unk]` as a loop of phones.

The word's label stands on the first arc of its first phone, so composing with a small grammar enters
only that grammar's words. States are shared between words that end alike.
"""

import math
from collections.abc import Mapping, Sequence

from training.fst_file import Arc, Graph
from training.lexicon import Lexicon
from training.phones import SILENCE_ID, SPEECH, Place, phone_id, phone_ids
from training.transition_file import Transitions

UNKNOWN = "[unk]"

_START, _ROOT, _SILENCE = 0, 1, 2
_STEP = math.log(2)  # cost of each frame's choice between staying and going on
_EITHER = math.log(2)  # cost of silence or none after a word


def numbered_words(words: Sequence[str]) -> dict[str, int]:
    """Give the words their numbers, as `words.txt` holds them."""
    return {word: number for number, word in enumerate(("<eps>", UNKNOWN, *words, "#0", "<s>", "</s>"))}


def decoding_graph(
    lexicon: Lexicon, words: Sequence[str], phone_costs: Mapping[str, float], transitions: Transitions
) -> Graph:
    """Build the graph; `phone_costs` are those of each phone inside `[unk]`, and decide how much is rejected."""
    draft = _Draft(transitions)
    numbers = numbered_words(words)
    for word in words:
        for way in sorted(lexicon[word]):
            draft.word(phone_ids(way), numbers[word])
    draft.unknown(numbers[UNKNOWN], phone_costs)
    return draft.finish()


def unigram_graph(numbers: Mapping[str, int], words: Sequence[str]) -> Graph:
    """Build the grammar in which any word may follow any other, which Vosk takes when none is given."""
    cost = math.log(len(words))
    loop = sorted((Arc(numbers[word], numbers[word], cost, 0) for word in words), key=lambda arc: arc.input)
    return Graph(arcs=[loop], finals={0: 1.0})


class _Draft:
    def __init__(self, transitions: Transitions) -> None:
        self._enter, self._stay = transitions.enter, transitions.stay
        self._arcs: list[list[Arc]] = [[], [], []]
        self._after: dict[tuple[int, ...], int] = {}
        self._go(_START, 0, _EITHER, _ROOT)
        self._go(_START, self._enter[SILENCE_ID], _EITHER + _STEP, _SILENCE)
        self._go(_SILENCE, self._stay[SILENCE_ID], _STEP, _SILENCE)
        self._go(_SILENCE, 0, 0.0, _ROOT)

    def word(self, phones: tuple[int, ...], label: int) -> None:
        self._arcs[_ROOT].append(Arc(self._enter[phones[0]], label, _STEP, self._spoken(phones)))

    def unknown(self, label: int, costs: Mapping[str, float]) -> None:
        """Add two or more phones of any kind."""
        hub = self._state()
        for phone in SPEECH:
            begin, inside, end = (phone_id(phone, place) for place in (Place.BEGIN, Place.INSIDE, Place.END))
            cost = _STEP + costs[phone]
            self._arcs[_ROOT].append(Arc(self._enter[begin], label, cost, self._looping(begin, hub)))
            self._go(hub, self._enter[inside], cost, self._looping(inside, hub))
            self._go(hub, self._enter[end], cost, self._spoken((end,)))

    def finish(self) -> Graph:
        ordered = [sorted(arcs, key=lambda arc: (arc.output, arc.input)) for arcs in self._arcs]
        return Graph(arcs=ordered, finals={_ROOT: 0.0})

    def _spoken(self, phones: tuple[int, ...]) -> int:
        """Return the state in which the first of these phones sounds and the others are to come."""
        if phones in self._after:
            return self._after[phones]
        state = self._after[phones] = self._state()
        self._go(state, self._stay[phones[0]], _STEP, state)
        if phones[1:]:
            self._go(state, self._enter[phones[1]], _STEP, self._spoken(phones[1:]))
        else:
            self._go(state, 0, _EITHER, _ROOT)
            self._go(state, self._enter[SILENCE_ID], _EITHER + _STEP, _SILENCE)
        return state

    def _looping(self, phone: int, hub: int) -> int:
        state = self._state()
        self._go(state, self._stay[phone], _STEP, state)
        self._go(state, 0, 0.0, hub)
        return state

    def _state(self) -> int:
        self._arcs.append([])
        return len(self._arcs) - 1

    def _go(self, source: int, label: int, cost: float, target: int) -> None:
        self._arcs[source].append(Arc(label, 0, cost, target))
