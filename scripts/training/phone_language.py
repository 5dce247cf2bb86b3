"""How likely a phone follows another, which is all the language that the acoustic training knows."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.lexicon import Lexicon
from training.phones import INDEX, PHONES

_SILENCE_INSIDE = 0.25  # probability between two words
_SILENCE_AT_EDGE = 0.9
_SMOOTHING = 20.0  # counts that follow the overall share of a phone

Logs = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneLanguage:
    """Natural logarithms of a smoothed bigram over PHONES."""

    following: Logs
    """(phones, phones): of the column after the row."""
    first: Logs
    """(phones,): of beginning an utterance."""
    last: Logs
    """(phones,): of ending one after this phone."""

    @property
    def share(self) -> Logs:
        """Return the logarithm of each phone's overall share of speech, silence aside: (phones,)."""
        state = np.exp(self.first)
        total = np.zeros_like(state)
        for _ in range(200):
            total += state
            state = state @ np.exp(self.following)
        total[0] = 0
        return np.log(total / total.sum() + 1e-12)

    def save(self, file: Path) -> None:
        """Write it to an `.npz` file."""
        np.savez(file, following=self.following, first=self.first, last=self.last)

    @classmethod
    def load(cls, file: Path) -> "PhoneLanguage":
        """Read what `save` wrote."""
        with np.load(file) as arrays:
            return cls(following=arrays["following"], first=arrays["first"], last=arrays["last"])


def learn(texts: Iterable[str], lexicon: Lexicon, rng: np.random.Generator) -> PhoneLanguage:
    """Count phones in texts, saying each word in one of its ways, with silences here and there."""
    begin, end = len(PHONES), len(PHONES) + 1
    counts = np.zeros((end + 1, end + 1))
    for text in texts:
        said = [begin, *_said(text.split(), lexicon, rng), end]
        np.add.at(counts, (said[:-1], said[1:]), 1)
    overall = counts.sum(0)
    overall += 1
    overall[begin] = 0
    overall /= overall.sum()
    shares = (counts + _SMOOTHING * overall) / (counts.sum(1, keepdims=True) + _SMOOTHING)
    return PhoneLanguage(
        following=np.log(shares[:begin, :begin]),
        first=np.log(shares[begin, :begin]),
        last=np.log(shares[:begin, end]),
    )


def _said(words: list[str], lexicon: Lexicon, rng: np.random.Generator) -> list[int]:
    said = [0] if not words or rng.random() < _SILENCE_AT_EDGE else []
    for number, word in enumerate(words):
        ways = lexicon[word]
        said += [INDEX[phone] for phone in ways[rng.integers(len(ways))]]
        chance = _SILENCE_AT_EDGE if number == len(words) - 1 else _SILENCE_INSIDE
        if rng.random() < chance:
            said.append(0)
    return said
