"""Whether Vosk computes what PyTorch computes: the cost of a word, searched for here and there."""

import json
import math

import numpy as np
import torch
import vosk
from numpy.typing import NDArray

from training.batches import padded
from training.features import features
from training.fst_file import Arc, Graph
from training.network import STRIDE, Network

GRAPH_SCALE = 0.9
"""Vosk's weight of the graph's costs against the network's, when it looks for the best words."""

_PHRASE_COST = math.log(8)  # of a grammar of one phrase of one word in Vosk


def network_scores(network: Network, sound: NDArray[np.int16]) -> NDArray[np.float64]:
    """Return PyTorch's scores of a sound: (output frames, OUTPUTS)."""
    frames = features(sound)
    length = -(-len(frames) // STRIDE)
    with torch.no_grad():
        scores, _ = network(torch.from_numpy(padded([frames], network.shape)))
    return scores[0, :length].double().numpy()


def vosk_cost(model: "vosk.Model", word: str, sound: NDArray[np.int16]) -> float:
    """Return what Vosk answers as the cost of a sound being a word."""
    recogniser = vosk.KaldiRecognizer(model, 16_000, json.dumps([word]))
    recogniser.SetMaxAlternatives(1)
    recogniser.AcceptWaveform(sound.tobytes())
    return -float(json.loads(recogniser.FinalResult())["alternatives"][0]["confidence"])


def path_cost(graph: Graph, outputs: dict[int, int], scores: NDArray[np.float64]) -> float:
    """Return the cost of the cheapest way through a graph that holds one word, as Vosk weighs it.

    `outputs` gives the network output of each label. Only ways in which the word is said count.
    """
    costs = _settle(graph, {(0, False): 0.0})
    for frame in scores:
        reached: dict[tuple[int, bool], float] = {}
        for (state, said), cost in costs.items():
            for arc in graph.arcs[state]:
                if arc.input and not (said and arc.output):
                    place = (arc.target, said or bool(arc.output))
                    way = cost + GRAPH_SCALE * arc.cost - float(frame[outputs[arc.input]])
                    reached[place] = min(way, reached.get(place, math.inf))
        costs = _settle(graph, reached)
    ends = [cost for (state, said), cost in costs.items() if said and state in graph.finals]
    return min(ends, default=math.inf) + GRAPH_SCALE * _PHRASE_COST


def _settle(graph: Graph, costs: dict[tuple[int, bool], float]) -> dict[tuple[int, bool], float]:
    """Follow the arcs that take no time."""
    settled, waiting = dict(costs), list(costs)
    while waiting:
        state, said = waiting.pop()
        for arc in _silent(graph.arcs[state]):
            place, way = (arc.target, said), settled[state, said] + GRAPH_SCALE * arc.cost
            if way < settled.get(place, math.inf):
                settled[place] = way
                waiting.append(place)
    return settled


def _silent(arcs: "list[Arc]") -> "list[Arc]":
    return [arc for arc in arcs if arc.input == 0]
