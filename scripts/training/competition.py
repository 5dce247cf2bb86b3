"""The objective in the grammar of use: how much likelier the right phrase is than all others and the filler.

Like LF-MMI, but "any phones" are those of a grammar: the training then holds apart what the coach must tell
apart, and teaches the filler to win over whatever is no phrase. Sums over the grammar are scaled at every frame.
"""

import math
from collections.abc import Sequence

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

from training.lfmmi import Scores, Verdict, packed, right_phones
from training.phrase_grammar import TALK, GrammarGraph, PhraseGrammar


def judge_in_grammar(
    scores: Scores, lengths: NDArray[np.int64], texts: Sequence[str], grammar: PhraseGrammar
) -> Verdict:
    """Compare what each utterance should be heard as with all that the grammar lets it be."""
    right_posterior, any_posterior = np.zeros_like(scores), np.zeros_like(scores)
    right, rivals = np.zeros(len(scores)), np.zeros(len(scores))
    said = [grammar.right("" if text == TALK else text) for text in texts]
    right_phones(scores, lengths, packed(said), right, right_posterior)
    _fill_in_talk(scores, lengths, np.array([text == TALK for text in texts]), (grammar, right, right_posterior))
    _sum_all(scores, lengths, _arrays(grammar.graph), rivals, any_posterior)
    return Verdict(right=right, any=rivals, right_posterior=right_posterior, any_posterior=any_posterior)


def _fill_in_talk(
    scores: Scores,
    lengths: NDArray[np.int64],
    is_talk: NDArray[np.bool_],
    into: tuple[PhraseGrammar, NDArray[np.float64], Scores],
) -> None:
    """Replace what is right for talk by any phones of the filler."""
    if not is_talk.any():
        return
    grammar, right, right_posterior = into
    totals, posteriors = np.zeros(int(is_talk.sum())), np.zeros_like(scores[is_talk])
    _sum_all(scores[is_talk], lengths[is_talk], _arrays(grammar.filler), totals, posteriors)
    right[is_talk], right_posterior[is_talk] = totals, posteriors


def _arrays(graph: GrammarGraph) -> tuple[NDArray, ...]:
    return (
        graph.phones,
        graph.before,
        graph.from_root,
        graph.from_filler,
        graph.is_filler.astype(np.float64),
        graph.is_last.astype(np.float64),
    )


@njit(parallel=True, cache=True)
def _sum_all(scores, lengths, graph, totals, posteriors):
    for index in prange(len(lengths)):
        own = scores[index, : lengths[index]].astype(np.float64)
        totals[index] = _sum(own, graph, posteriors[index])


@njit(cache=True, fastmath=True)
def _sum(scores, graph, posterior):
    """Return the log-likelihood of all that the grammar allows and add each output's posterior."""
    phones, before, from_root, from_filler, is_filler, is_last = graph
    length, states = len(scores), len(phones)
    forward, entered = np.zeros((length, states)), np.zeros((length, states))
    frames = np.empty_like(scores)
    scale = np.empty(length)
    total = 0.0
    for time in range(length):
        top = scores[time].max()
        frames[time] = np.exp(scores[time] - top)
        if time == 0:
            root, filler, done = 0.5, 0.0, 1.0
        else:
            done, filler = 0.0, 0.0
            for state in range(states):
                done += forward[time - 1, state] * is_last[state]
                filler += forward[time - 1, state] * is_filler[state]
            root = 0.5 * done + forward[time - 1, 0]
        whole = 0.0
        for state in range(states):
            come = root * from_root[state] + filler * from_filler[state]
            if state == 0:
                come = 0.5 * done
            elif time > 0 and before[state] >= 0:
                come += forward[time - 1, before[state]]
            entered[time, state] = come
            now = come * frames[time, 2 * phones[state]]
            if time > 0:
                now += forward[time - 1, state] * frames[time, 2 * phones[state] + 1]
            forward[time, state] = now
            whole += now
        scale[time] = whole
        forward[time] /= whole
        total += math.log(whole) + top
    backward = 0.25 * is_last
    backward[0] = 0.5
    ended = (forward[length - 1] * backward).sum()
    backward /= ended
    for time in range(length - 1, -1, -1):
        backward = _step_back(time, frames[time] / scale[time], graph, (forward, entered), (backward, posterior))
    return total + math.log(ended)


@njit(cache=True, fastmath=True)
def _step_back(time, frame, graph, sums, carried):
    """Add one frame's posteriors and return the sums over all that follows, one frame earlier."""
    phones, before, from_root, from_filler, is_filler, is_last = graph
    forward, entered = sums
    backward, posterior = carried
    earlier = np.zeros(len(phones))
    root, filler, pause = 0.0, 0.0, 0.0
    for state in range(len(phones)):
        output = 2 * phones[state]
        arriving = frame[output] * backward[state]
        staying = frame[output + 1] * backward[state]
        posterior[time, output] += entered[time, state] * arriving
        if time > 0:
            posterior[time, output + 1] += forward[time - 1, state] * staying
        earlier[state] += staying
        root += arriving * from_root[state]
        filler += arriving * from_filler[state]
        if state == 0:
            pause = arriving
        if before[state] >= 0:
            earlier[before[state]] += arriving
    for state in range(len(phones)):
        earlier[state] += is_last[state] * 0.5 * (root + pause) + is_filler[state] * filler
    earlier[0] += root
    return earlier
