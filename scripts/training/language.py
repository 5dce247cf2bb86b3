"""How common words are and which follow which, asked of the general English model in the pocketsphinx package."""

import re
from pathlib import Path

import numpy as np
import pocketsphinx

from training.lexicon import Lexicon, shipped_models

_WORD = re.compile(r"[a-z]+('[a-z]+)?$")
_SHORT_WORDS = frozenset(
    [
        *("a", "i", "am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it"),
        *("me", "my", "no", "of", "oh", "ok", "on", "or", "so", "to", "up", "us", "we"),
    ]
)
_NEVER = -(2**28)  # what the model answers for a word that it does not know
_CANDIDATES = 120  # next words that are weighed against each other
_LOG_BASE = float(np.log(1.0001))  # of the logarithms that pocketsphinx answers


class Language:
    """Say how likely words are; made once, it takes a second to load."""

    def __init__(self, lexicon: Lexicon) -> None:
        folder = shipped_models()
        decoder = pocketsphinx.Decoder(hmm=str(folder / "en-us"), lm=None, loglevel="FATAL")
        self._model = pocketsphinx.NGramModel(decoder.config, decoder.logmath, str(folder / "en-us.lm.bin"))
        known = [(self._model.prob([word]), word) for word in lexicon if _is_plain(word)]
        self._ranked = sorted((pair for pair in known if pair[0] > _NEVER), key=lambda pair: (-pair[0], pair[1]))

    def commonest(self, count: int) -> tuple[str, ...]:
        """Return the commonest words, commonest first."""
        return tuple(word for _, word in self._ranked[:count])

    def sentences(self, count: int, words: int, rng: np.random.Generator) -> tuple[str, ...]:
        """Make up sentences of 2 to 7 of the commonest words that often follow each other."""
        known = self.commonest(words)
        logs = np.array([log for log, _ in self._ranked[:words]]) * _LOG_BASE
        flat = np.exp(0.6 * logs)  # rare words come more often than in speech
        share = flat / flat.sum()
        return tuple(self._sentence(known, share, rng) for _ in range(count))

    def _sentence(self, known: tuple[str, ...], share: np.ndarray, rng: np.random.Generator) -> str:
        said = [known[rng.choice(len(known), p=share)]]
        for _ in range(int(rng.integers(1, 7))):
            candidates = [known[index] for index in rng.choice(len(known), _CANDIDATES, p=share)]
            logs = np.array([self._model.prob([word, said[-1]]) - self._model.prob([word]) for word in candidates])
            weight = np.exp(np.clip(logs * _LOG_BASE, -20, 20))
            said.append(candidates[rng.choice(_CANDIDATES, p=weight / weight.sum())])
        return " ".join(said)


def _is_plain(word: str) -> bool:
    return bool(_WORD.match(word)) and (len(word) > 2 or word in _SHORT_WORDS)


def language_file() -> Path:
    """Return the file of the general English model."""
    return shipped_models() / "en-us.lm.bin"
