"""The objective in the grammar of use; needs numba."""

from itertools import product
from typing import Any

import numpy as np
import pytest

from .conftest import Load

WAYS = {"up": (("AH", "P"),), "a": (("AH", "B"), ("EY", "B")), "stop": (("S", "T"),), "cat": (("K", "AE", "T"),)}
PHRASES = ("up", "a", "stop up")
WEIGHT = 0.5 / 4


@pytest.fixture(name="grammar")
def _grammar(load: Load) -> Any:
    return load("phrase_grammar").PhraseGrammar(PHRASES, WAYS, _share())


def test_two_frames_hold_one_short_phrase_or_two_phones_of_filler(load: Load, grammar: Any) -> None:
    scores = _scores(1, 2)
    enter, index = np.exp(scores[0, :, 0::2]), load("phones").INDEX
    silence = 0.5 * enter[0, 0] * (np.exp(scores[0, 1, 1])) * 0.5
    said = sum(WEIGHT * enter[0, index[a]] * enter[1, index[b]] for a, b in (("AH", "P"), ("AH", "B"), ("EY", "B")))
    filler = sum(WEIGHT * enter[0, a] * enter[1, b] / 39**2 for a, b in product(range(1, 40), repeat=2))
    verdict = _judge(load, scores, [2], ["up"], grammar)
    assert verdict.any[0] == pytest.approx(np.log(silence + 0.5 * 0.25 * (said + filler)), abs=1e-6)
    assert verdict.right[0] == pytest.approx(
        np.log(0.5 * 0.25 * WEIGHT * enter[0, index["AH"]] * enter[1, index["P"]]), abs=1e-6
    )


@pytest.mark.parametrize("text", ["", "up", "a", "stop up", "up stop up a", "cat", "cat up cat", "stop"])
def test_what_is_right_is_among_what_is_possible(load: Load, grammar: Any, text: str) -> None:
    verdict = _judge(load, _scores(1, 30), [30], [text], grammar)
    assert verdict.possible.all()
    assert verdict.right[0] < verdict.any[0]


def test_each_frame_has_one_output_and_none_lies_beyond_the_end(load: Load, grammar: Any) -> None:
    verdict = _judge(load, _scores(2, 20), [20, 13], ["stop up", "cat"], grammar)
    expected = np.array([[1.0] * 20, [1.0] * 13 + [0.0] * 7])
    assert verdict.right_posterior.sum(2) == pytest.approx(expected, abs=1e-4)
    assert verdict.any_posterior.sum(2) == pytest.approx(expected, abs=1e-4)


def test_posteriors_are_the_gradient(load: Load, grammar: Any) -> None:
    scores, step = _scores(1, 15), 1e-2
    verdict = _judge(load, scores, [15], ["cat up"], grammar)
    for frame, output in ((0, 0), (0, 2 * load("phones").INDEX["K"]), (4, 1), (7, 7), (14, 1)):
        moved = [scores.copy(), scores.copy()]
        moved[0][0, frame, output] += step
        moved[1][0, frame, output] -= step
        more, less = (_judge(load, each, [15], ["cat up"], grammar) for each in moved)
        for sums, posterior in (("right", verdict.right_posterior), ("any", verdict.any_posterior)):
            slope = (getattr(more, sums) - getattr(less, sums))[0] / (2 * step)
            assert slope == pytest.approx(posterior[0, frame, output], abs=1e-3)


def test_talk_is_filler_of_any_phones_and_no_phrase(load: Load, grammar: Any) -> None:
    talk, scores = load("phrase_grammar").TALK, _scores(2, 12)
    verdict = _judge(load, scores, [12, 9], [talk, "up"], grammar)
    alone = load("phrase_grammar").PhraseGrammar(("cat cat cat cat",), WAYS, _share())
    weight = (0.5 / 2) / WEIGHT  # a smaller grammar's filler is entered more readily
    lone = _judge(load, scores[:1], [12], [talk], alone)
    assert verdict.right[0] < verdict.any[0]
    assert lone.right[0] - verdict.right[0] == pytest.approx(np.log(weight), abs=0.3)
    assert verdict.right_posterior.sum(2)[0] == pytest.approx([1.0] * 12, abs=1e-4)


@pytest.mark.parametrize(("text", "holds"), [("cat up cat", True), ("upper", False), ("stop", False), ("up", True)])
def test_a_phrase_is_found_in_a_text_by_its_whole_words(load: Load, grammar: Any, text: str, holds: bool) -> None:
    assert grammar.holds_phrase(text) is holds


def _share() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([0.0, *[1 / 39] * 39])


def _scores(utterances: int, frames: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.random.default_rng(5).normal(size=(utterances, frames, 80)).astype(np.float32)


def _judge(load: Load, scores: Any, lengths: list[int], texts: list[str], grammar: Any) -> Any:
    return load("competition").judge_in_grammar(scores, np.array(lengths), texts, grammar)
