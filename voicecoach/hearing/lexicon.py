"""How a model's words sound, read off its decoding graph: the pronunciations that it was built from and hears by."""

import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from voicecoach.core.errors import ModelBroken
from voicecoach.hearing.graph import is_whole_graph

PHONES = (
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G",
    "HH", "IH", "IY", "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH",
    "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH",
)  # fmt: skip
"""The phones of the CMU dictionary in the order in which the compact model numbers them; 1 is silence."""

_ROOT = 1
"""The state in which every word begins."""
_PLACES = 4
"""Ids of each phone, by its place in the word."""
_STATE = struct.Struct("<fIIII")
_ARC = struct.Struct("<iifi")
_NAMES = struct.Struct("<ii5si8s")  # magic, then "const" and "standard" by length
_HEADER = struct.Struct("<iiQqqq")
_UNKNOWN = "[unk]"

Arcs = list[tuple[int, int, int]]
"""Transition, word and target of each arc."""


def read_lexicon(model: Path) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return the pronunciations of every word of a compact model, as phones without stress.

    Raises ModelBroken for a model whose graph `scripts/train_model` did not make.
    """
    graph = model / "graph/HCLr.fst"
    try:
        lines = (model / "graph/words.txt").read_text("utf-8").splitlines()
        words = {int(number): word for word, number in (line.split() for line in lines)}
        if not is_whole_graph(graph):
            raise ValueError("the graph is cut off")
        return _lexicon(_states(graph.read_bytes()), words)
    except (OSError, ValueError, struct.error, IndexError, KeyError) as error:
        raise ModelBroken(
            f"{model} tells no pronunciations ({error}); take the compact model that travels with voicecoach"
        ) from error


def _states(content: bytes) -> list[Arcs]:
    _, _, kind, _, arc_kind = _NAMES.unpack_from(content)
    if (kind, arc_kind) != (b"const", b"standard"):
        raise ValueError("the graph is of another type")
    *_, count, _ = _HEADER.unpack_from(content, _NAMES.size)
    begin = _NAMES.size + _HEADER.size
    arcs = begin + count * _STATE.size
    states = []
    for number in range(count):
        _, first, many, _, _ = _STATE.unpack_from(content, begin + number * _STATE.size)
        found = (_ARC.unpack_from(content, arcs + place * _ARC.size) for place in range(first, first + many))
        states.append([(transition, word, target) for transition, word, _, target in found])
    return states


def _lexicon(states: list[Arcs], words: Mapping[int, str]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    found: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for transition, label, target in states[_ROOT]:
        word = words[label]
        if label and word != _UNKNOWN:
            found[word].append((_phone(transition), *_rest(states, target)))
    return {word: tuple(ways) for word, ways in found.items()}


def _rest(states: list[Arcs], state: int) -> Iterator[str]:
    """Return the phones after the one that sounds in a state, until the word is over."""
    while (onward := _onward(states[state], state)) is not None:
        transition, state = onward
        yield _phone(transition)


def _onward(arcs: Arcs, state: int) -> tuple[int, int] | None:
    """Return the arc to the next phone; none where the word ends, in silence or another word."""
    ways = [(transition, target) for transition, _, target in arcs if target != state]
    return None if any(transition == 0 for transition, _ in ways) else ways[0]


def _phone(transition: int) -> str:
    """Return the phone that a transition enters: each id has two transitions, the second of which enters."""
    identity = transition // 2
    return PHONES[(identity - 2) // _PLACES]
