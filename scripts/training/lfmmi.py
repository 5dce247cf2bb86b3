"""Lattice-free maximum mutual information: how much likelier the right phones are than all others, and its gradient.

After Povey et al., "Purely sequence-trained neural networks for ASR based on lattice-free MMI", 2016,
with a flat start after Hadian et al., "End-to-end speech recognition using lattice-free MMI", 2018:
no alignments, both sums run over whole utterances. A phone's first frame is output 2i, each further one 2i + 1.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from training.phone_language import PhoneLanguage
from training.sentence_graph import NEVER, START, SentenceGraph

Scores = NDArray[np.float32]
"""(utterances, frames, OUTPUTS): the network's outputs, logarithms."""

_NEGLIGIBLE = -1e25


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the objective says of a batch."""

    right: NDArray[np.float64]
    """(utterances,): log-likelihood of the right phones; NEVER where the utterance is too short for them."""
    any: NDArray[np.float64]
    """(utterances,): log-likelihood of any phones."""
    right_posterior: Scores
    """Like the scores: how probable each output is, given the right phones; zero beyond an utterance's end."""
    any_posterior: Scores
    """The same given any phones."""

    @property
    def possible(self) -> NDArray[np.bool_]:
        """Say for each utterance whether its phones fit into its frames."""
        return self.right > _NEGLIGIBLE


def judge(
    scores: Scores, lengths: NDArray[np.int64], graphs: Sequence[SentenceGraph], language: PhoneLanguage
) -> Verdict:
    """Compare each utterance's right phones with all phones; `lengths` are in frames."""
    right_posterior, any_posterior = np.zeros_like(scores), np.zeros_like(scores)
    right, anything = np.zeros(len(scores)), np.zeros(len(scores))
    right_phones(scores, lengths, packed(graphs), right, right_posterior)
    probabilities = (np.exp(language.following), np.exp(language.first), np.exp(language.last))
    _any_phones(scores, lengths, probabilities, anything, any_posterior)
    return Verdict(right=right, any=anything, right_posterior=right_posterior, any_posterior=any_posterior)


def packed(graphs: Sequence[SentenceGraph]) -> tuple[NDArray, ...]:
    """Return graphs one after the other, as the compiled sums take them."""

    def offsets(sizes: Sequence[int]) -> NDArray[np.int64]:
        return np.cumsum([0, *sizes], dtype=np.int64)

    return (
        np.concatenate([graph.phones for graph in graphs]),
        np.concatenate([graph.begins for graph in graphs]),
        np.concatenate([graph.sources for graph in graphs]),
        np.concatenate([graph.weights for graph in graphs]),
        np.concatenate([graph.ends for graph in graphs]),
        offsets([len(graph.phones) for graph in graphs]),
        offsets([len(graph.sources) for graph in graphs]),
    )


@njit(parallel=True, cache=True)
def right_phones(scores, lengths, graphs, totals, posteriors):
    """Fill in the log-likelihood and the posteriors of each utterance's graph; `graphs` are packed."""
    phones, begins, sources, weights, ends, states, arcs = graphs
    for index in prange(len(lengths)):
        own = scores[index, : lengths[index]].astype(np.float64)
        low, high = states[index], states[index + 1]
        begin, end = arcs[index], arcs[index + 1]
        entries = begins[low + index : high + index + 1]
        graph = (phones[low:high], entries, sources[begin:end], weights[begin:end], ends[low:high])
        totals[index] = _numerator(own, graph, posteriors[index])


@njit(parallel=True, cache=True)
def _any_phones(scores, lengths, language, totals, posteriors):
    for index in prange(len(lengths)):
        own = scores[index, : lengths[index]].astype(np.float64)
        totals[index] = _denominator(own, language, posteriors[index])


@njit(cache=True, fastmath=True)
def _add(one, other):
    """Add two numbers of which the logarithms are given."""
    if one < other:
        one, other = other, one
    if other < _NEGLIGIBLE:
        return one
    return one + math.log1p(math.exp(other - one))


@njit(cache=True, fastmath=True)
def _numerator(scores, graph, posterior):
    """Return the log-likelihood of a sentence graph and add each output's posterior."""
    phones, ends = graph[0], graph[4]
    entered, forward = _forward(scores, graph)
    total = NEVER
    for state in range(len(phones)):
        total = _add(total, forward[-1, state] + ends[state])
    if total < _NEGLIGIBLE:
        return total
    backward = ends.copy()
    for time in range(len(scores) - 1, -1, -1):
        for state in range(len(phones)):
            if backward[state] < _NEGLIGIBLE:
                continue
            output = 2 * phones[state]
            come = entered[time, state] + scores[time, output] + backward[state] - total
            posterior[time, output] += math.exp(min(0.0, come))
            if time > 0:
                stay = forward[time - 1, state] + scores[time, output + 1] + backward[state] - total
                posterior[time, output + 1] += math.exp(min(0.0, stay))
        backward = _back(scores[time], graph, backward)
    return total


@njit(cache=True, fastmath=True)
def _forward(scores, graph):
    """Return for each time and state the log-likelihood of entering it just then, and of being in it."""
    phones, begins, sources, weights, _ = graph
    entered = np.full((len(scores), len(phones)), NEVER)
    forward = np.full((len(scores), len(phones)), NEVER)
    for time in range(len(scores)):
        for state in range(len(phones)):
            for arc in range(begins[state], begins[state + 1]):
                if time == 0 and sources[arc] == START:
                    entered[time, state] = weights[arc]
                elif time > 0 and sources[arc] != START:
                    come = forward[time - 1, sources[arc]] + weights[arc]
                    entered[time, state] = _add(entered[time, state], come)
            output = 2 * phones[state]
            forward[time, state] = entered[time, state] + scores[time, output]
            if time > 0:
                stay = forward[time - 1, state] + scores[time, output + 1]
                forward[time, state] = _add(forward[time, state], stay)
    return entered, forward


@njit(cache=True, fastmath=True)
def _back(scores, graph, backward):
    """Return for each state the log-likelihood of all that follows, one frame earlier."""
    phones, begins, sources, weights, _ = graph
    earlier = np.full(len(phones), NEVER)
    for state in range(len(phones)):
        if backward[state] < _NEGLIGIBLE:
            continue
        earlier[state] = _add(earlier[state], scores[2 * phones[state] + 1] + backward[state])
        come = scores[2 * phones[state]] + backward[state]
        for arc in range(begins[state], begins[state + 1]):
            if sources[arc] != START:
                earlier[sources[arc]] = _add(earlier[sources[arc]], weights[arc] + come)
    return earlier


@njit(cache=True, fastmath=True)
def _denominator(scores, language, posterior):
    """Return the log-likelihood of all phone sequences and add each output's posterior; scaled at every frame."""
    following, first, last = language
    length, phones = len(scores), len(first)
    forward, entered = np.empty((length, phones)), np.empty((length, phones))
    come, stay = np.empty((length, phones)), np.empty((length, phones))
    scale = np.empty(length)
    total = 0.0
    for time in range(length):
        top = scores[time].max()
        come[time] = np.exp(scores[time, 0::2] - top)
        stay[time] = np.exp(scores[time, 1::2] - top)
        if time == 0:
            entered[0] = first
            forward[0] = first * come[0]
        else:
            entered[time] = np.dot(forward[time - 1], following)
            forward[time] = entered[time] * come[time] + forward[time - 1] * stay[time]
        scale[time] = forward[time].sum()
        forward[time] /= scale[time]
        total += math.log(scale[time]) + top
    ended = (forward[length - 1] * last).sum()
    backward = last / ended
    onward = following.T.copy()
    for time in range(length - 1, -1, -1):
        arriving = come[time] * backward / scale[time]
        staying = stay[time] * backward / scale[time]
        posterior[time, 0::2] += (entered[time] * arriving).astype(np.float32)
        if time > 0:
            posterior[time, 1::2] += (forward[time - 1] * staying).astype(np.float32)
        backward = np.dot(arriving, onward) + staying
    return total + math.log(ended)
