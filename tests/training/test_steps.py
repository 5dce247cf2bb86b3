"""A training by steps makes the same network each time, taken in one piece or in several."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from .conftest import Load

WORDS = ("stop", "seven", "louder", "turn it up please now")
STEPS, PLAIN, BROKEN_OFF = 27, 8, 17
"""How many steps are taken, how many of them plain, and at which the training is broken off."""

pytestmark = [
    pytest.mark.product,  # the sums over all ways through a graph are compiled first
    pytest.mark.filterwarnings("default"),  # PyTorch's and numba's own
]


class Interrupting(io.StringIO):
    """A log whose reader presses Ctrl-C as soon as a step is told of."""

    def write(self, line: str) -> int:
        if f'"step": {BROKEN_OFF},' in line:
            raise KeyboardInterrupt
        return super().write(line)


@pytest.fixture
def work(load: Load, tmp_path: Path) -> Path:
    """A corpus of noise: what is learnt from it does not matter, only that it is the same."""
    stores, rng = load("sound_store"), np.random.default_rng(3)
    for name in ("plain", "features", "watching"):
        writer = stores.StoreWriter(tmp_path, name)
        for number in range(24):
            text = WORDS[number % len(WORDS)]
            rows = rng.normal(0, 5, (60 + 30 * len(text.split()) + number, 40)).astype(np.float16)
            writer.add(rows, text=text, speaker=f"s{number}", source="espeak-ng" if number % 2 else "words")
        writer.close()
    return tmp_path


def test_the_same_steps_make_the_same_network(load: Load, work: Path) -> None:
    first, second = _trained(load, work), _trained(load, work)
    assert (first.step, first.ended_by, first.averaged) == (STEPS, "steps", 1)
    _assert_equal(first, second)


def test_a_training_that_was_broken_off_goes_on_to_the_same_network(load: Load, work: Path) -> None:
    whole = _trained(load, work)
    with pytest.raises(KeyboardInterrupt):
        _trained(load, work, log=Interrupting(), keep_every=0.0)
    checkpoint, kept = load("checkpoint").Checkpoint, work / load("trainer").CHECKPOINT
    assert (checkpoint.load(kept).step, checkpoint.load(kept).ended_by) == (BROKEN_OFF, None)
    _assert_equal(whole, _trained(load, work, afresh=False))
    assert checkpoint.load(kept).ended_by == "steps"


def test_another_seed_makes_another_network(load: Load, work: Path) -> None:
    first, second = (_trained(load, work, seed=seed).best_weights() for seed in (1, 2))
    assert any(not weight.equal(second[name]) for name, weight in first.items())


def test_minutes_end_a_training_too(load: Load, work: Path) -> None:
    state = _trained(load, work, steps=None, minutes=1e-9)
    assert (state.step, state.ended_by) == (0, "minutes")


def _trained(load: Load, work: Path, *, afresh: bool = True, log: io.StringIO | None = None, **changes: Any) -> Any:
    if afresh:
        (work / load("trainer").CHECKPOINT).unlink(missing_ok=True)
    every_word = load("lexicon").standard_lexicon()
    lexicon = {word: every_word[word] for text in WORDS for word in text.split()}
    language = load("phone_language").learn(WORDS * 20, lexicon, np.random.default_rng(0))
    filler = np.r_[0.0, np.exp(language.share[1:])]
    grammar = load("phrase_grammar").PhraseGrammar(WORDS[:3], lexicon, filler)
    tongue = load("trainer").Tongue(lexicon=lexicon, phones=language, grammars=(grammar,))
    shape = load("network").Shape(width=32, bottleneck=16, reaches=((1, 1),))
    plan = load("trainer").Plan(
        shape=shape, minutes=0, steps=STEPS, seed=1, short_steps=PLAIN // 2, plain_steps=PLAIN, threads=1
    )
    progress = load("progress").Progress(log or io.StringIO())
    return load("trainer").Trainer(work, replace(plan, **changes), tongue).run(progress)


def _assert_equal(first: Any, second: Any) -> None:
    """Both the present weights and their average are equal to the last bit."""
    for mine, other in ((first.weights, second.weights), (first.best_weights(), second.best_weights())):
        assert list(mine) == list(other)
        assert all(weight.equal(other[name]) for name, weight in mine.items())
