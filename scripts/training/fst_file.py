"""OpenFst's graphs of the type "const", which need no library to write.

After openfst/src/include/fst/fst.h and const-fst.h, version 2 (unaligned).
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntFlag

_MAGIC = 2_125_659_606
_VERSION = 2


class Property(IntFlag):
    """What a reader may rely on without looking."""

    EXPANDED = 0x1
    SORTED_BY_INPUT = 0x1000_0000
    SORTED_BY_OUTPUT = 0x4000_0000
    ACCEPTOR = 0x1_0000


@dataclass(frozen=True, slots=True)
class Arc:
    """A way from one state to another."""

    input: int
    output: int
    cost: float
    target: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """States with their arcs; state 0 is the start."""

    arcs: Sequence[Sequence[Arc]]
    finals: Mapping[int, float]
    """Cost of ending, by state."""


def const_fst(graph: Graph, properties: Property) -> bytes:
    """Return a graph's bytes."""
    count = sum(map(len, graph.arcs))
    header = struct.pack("<iiQqqq", _VERSION, 0, properties | Property.EXPANDED, 0, len(graph.arcs), count)
    states, begin = [], 0
    for state, arcs in enumerate(graph.arcs):
        silent = (sum(arc.input == 0 for arc in arcs), sum(arc.output == 0 for arc in arcs))
        states.append(struct.pack("<fIIII", graph.finals.get(state, float("inf")), begin, len(arcs), *silent))
        begin += len(arcs)
    ways = (struct.pack("<iifi", arc.input, arc.output, arc.cost, arc.target) for arcs in graph.arcs for arc in arcs)
    return b"".join((struct.pack("<i", _MAGIC), _name("const"), _name("standard"), header, *states, *ways))


def _name(name: str) -> bytes:
    return struct.pack("<i", len(name)) + name.encode("ascii")
