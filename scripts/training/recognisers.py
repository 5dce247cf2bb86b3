"""The recognisers that are compared: Vosk with a model and a grammar, PocketSphinx with the equivalent JSGF."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import vosk
from numpy.typing import NDArray

from training.decoding_graph import UNKNOWN
from voicecoach.bench.sphinx import decoded, sphinx_decoder

RATE = 16_000
_CHUNK = 3200  # samples, as much as a live session hands over at a time, or more


class Listening(Protocol):
    """What turns a recording into the texts of its utterances."""

    def hear(self, sound: NDArray[np.int16]) -> tuple[str, ...]:
        """Return what was understood, an entry for each utterance between pauses; silence gives none."""


class VoskListening:
    """Vosk with a grammar of phrases."""

    def __init__(self, model: "vosk.Model", grammar: str) -> None:
        self._model, self._grammar = model, grammar

    def hear(self, sound: NDArray[np.int16]) -> tuple[str, ...]:
        """Decode piece by piece, as a session does."""
        recogniser = vosk.KaldiRecognizer(self._model, RATE, self._grammar)
        pieces = (sound[start : start + _CHUNK].tobytes() for start in range(0, len(sound), _CHUNK))
        ended = [_text(recogniser.Result()) for piece in pieces if recogniser.AcceptWaveform(piece)]
        return tuple(text for text in (*ended, _text(recogniser.FinalResult())) if text)


class SphinxListening:
    """PocketSphinx, which has no filler: it always hears one of the phrases, or nothing."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._decoder = sphinx_decoder(phrase for phrase in phrases if phrase != UNKNOWN)

    def hear(self, sound: NDArray[np.int16]) -> tuple[str, ...]:
        """Decode a whole recording at once."""
        text = decoded(self._decoder, sound)
        return (text,) if text else ()


def load_vosk(folder: Path) -> "vosk.Model":
    """Load a model without Vosk's own log."""
    vosk.SetLogLevel(-1)
    return vosk.Model(str(folder))


def _text(result: str) -> str:
    return str(json.loads(result)["text"])
