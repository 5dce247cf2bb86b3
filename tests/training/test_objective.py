"""The objective against sums over all ways, written out; needs numba."""

from typing import Any

import numpy as np
import pytest

from .conftest import Load

WAYS = {"stop": (("S", "T", "AA", "P"),), "a": (("AH",), ("EY",)), "up": (("AH", "P"),)}


@pytest.fixture(name="language")
def _language(load: Load) -> Any:
    return load("phone_language").learn(["stop", "a stop", "up", ""], WAYS, np.random.default_rng(0))


def test_all_phones_together_are_the_sum_over_all_ways(load: Load, language: Any) -> None:
    scores = _scores(1, 2)
    enter, stay = np.exp(scores[0, :, 0::2]), np.exp(scores[0, :, 1::2])
    first = np.exp(language.first) * enter[0]
    moved = (first @ np.exp(language.following)) * enter[1] + first * stay[1]
    verdict = _judge(load, scores, [2], ["a"], language)
    assert verdict.any[0] == pytest.approx(np.log((moved * np.exp(language.last)).sum()), abs=1e-6)


def test_the_right_phones_are_the_sum_over_the_ways_of_the_text(load: Load, language: Any) -> None:
    scores = _scores(1, 1)
    phones = load("phones").INDEX
    ways = [language.first[phones[p]] + scores[0, 0, 2 * phones[p]] + language.last[phones[p]] for p in ("AH", "EY")]
    verdict = _judge(load, scores, [1], ["a"], language)
    assert verdict.right[0] == pytest.approx(np.logaddexp(*ways), abs=1e-6)


def test_each_frame_has_one_output_and_none_lies_beyond_the_end(load: Load, language: Any) -> None:
    verdict = _judge(load, _scores(2, 20), [20, 13], ["stop up", "a"], language)
    expected = np.array([[1.0] * 20, [1.0] * 13 + [0.0] * 7])
    assert verdict.right_posterior.sum(2) == pytest.approx(expected, abs=1e-4)
    assert verdict.any_posterior.sum(2) == pytest.approx(expected, abs=1e-4)


def test_posteriors_are_the_gradient(load: Load, language: Any) -> None:
    scores, step = _scores(1, 15), 1e-2
    verdict = _judge(load, scores, [15], ["stop up"], language)
    for frame, output in ((0, 0), (4, 1), (7, 2 * load("phones").INDEX["T"]), (14, 1)):
        moved = [scores.copy(), scores.copy()]
        moved[0][0, frame, output] += step
        moved[1][0, frame, output] -= step
        more, less = (_judge(load, each, [15], ["stop up"], language) for each in moved)
        assert (more.right - less.right)[0] / (2 * step) == pytest.approx(
            verdict.right_posterior[0, frame, output], abs=1e-3
        )
        assert (more.any - less.any)[0] / (2 * step) == pytest.approx(verdict.any_posterior[0, frame, output], abs=1e-3)


def test_a_text_that_does_not_fit_is_impossible(load: Load, language: Any) -> None:
    verdict = _judge(load, _scores(1, 3), [3], ["stop"], language)
    assert verdict.possible.tolist() == [False]
    assert verdict.right_posterior.sum() == 0


def _scores(utterances: int, frames: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.random.default_rng(5).normal(size=(utterances, frames, 80)).astype(np.float32)


def _judge(load: Load, scores: Any, lengths: list[int], texts: list[str], language: Any) -> Any:
    graphs = [load("sentence_graph").sentence_graph(text, WAYS, language) for text in texts]
    return load("lfmmi").judge(scores, np.array(lengths), graphs, language)
