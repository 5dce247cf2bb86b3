"""Kaldi's transition model for one-state phones: which network output and which number each transition has."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from training.kaldi_bytes import integer, integers, real, token, vector
from training.phones import all_ids, phone_index

_EVEN = 0.5  # probability of staying in a phone
_NO_OUTPUT = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Transitions:
    """The numbers that the decoding graph bears on its arcs, by phone id."""

    enter: Mapping[int, int]
    """Of a phone's first frame, on output 2i."""
    stay: Mapping[int, int]
    """Of each further frame, on output 2i + 1."""

    @property
    def outputs(self) -> dict[int, int]:
        """Return the network output of each number."""
        enter = {number: 2 * phone_index(identity) for identity, number in self.enter.items()}
        return enter | {number: 2 * phone_index(identity) + 1 for identity, number in self.stay.items()}

    @property
    def last(self) -> int:
        """Return the greatest number."""
        return max(*self.enter.values(), *self.stay.values())


def transitions() -> Transitions:
    """Return the numbers as Kaldi derives them: for each phone first staying, then entering."""
    ids = all_ids()
    return Transitions(
        stay={identity: 2 * place + 1 for place, identity in enumerate(ids)},
        enter={identity: 2 * place + 2 for place, identity in enumerate(ids)},
    )


def transition_model() -> bytes:
    """Return the binary transition model; all phones share one topology, as in Kaldi's chain models."""
    ids = all_ids()
    outputs = [(identity, 0, 2 * phone_index(identity), 2 * phone_index(identity) + 1) for identity in ids]
    tuples = b"".join(integer(number) for row in outputs for number in row)
    logs = [0.0, *(math.log(chance) for _ in ids for chance in (_EVEN, 1 - _EVEN))]
    return b"".join(
        (
            token("<TransitionModel>"),
            _topology(ids),
            token("<Tuples>"), integer(len(ids)), tuples, token("</Tuples>"),
            token("<LogProbs>"), vector(logs), token("</LogProbs>"),
            token("</TransitionModel>"),
        )
    )  # fmt: skip


def _topology(ids: tuple[int, ...]) -> bytes:
    which = [-1, *(0 for _ in range(max(ids)))]  # phone id to entry; 0 is no phone
    state = (integer(0), integer(1), integer(2), integer(0), real(_EVEN), integer(1), real(1 - _EVEN))
    final = (integer(_NO_OUTPUT), integer(_NO_OUTPUT), integer(0))
    entry = (integer(2), *state, *final)
    several_outputs = integer(-1)  # a phone's first frame has an output of its own
    return b"".join(
        (token("<Topology>"), integers(ids), integers(which), several_outputs, integer(1), *entry, token("</Topology>"))
    )
