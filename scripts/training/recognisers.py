"""The recognisers that are compared: Vosk with a model and a grammar, PocketSphinx with the equivalent JSGF."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import pocketsphinx
import vosk
from numpy.typing import NDArray

from training.decoding_graph import UNKNOWN

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
        rule = " | ".join(dict.fromkeys(phrase for phrase in phrases if phrase != UNKNOWN))
        self._decoder = pocketsphinx.Decoder(loglevel="FATAL", samprate=RATE)
        self._decoder.add_jsgf_string("phrases", f"#JSGF V1.0;\ngrammar phrases;\npublic <phrase> = {rule};\n")
        self._decoder.activate_search("phrases")

    def hear(self, sound: NDArray[np.int16]) -> tuple[str, ...]:
        """Decode a whole recording at once."""
        self._decoder.start_utt()
        self._decoder.process_raw(sound.tobytes(), full_utt=True)
        self._decoder.end_utt()
        best = self._decoder.hyp()
        return (best.hypstr,) if best and best.hypstr else ()


def load_vosk(folder: Path) -> "vosk.Model":
    """Load a model without Vosk's own log."""
    vosk.SetLogLevel(-1)
    return vosk.Model(str(folder))


def _text(result: str) -> str:
    return str(json.loads(result)["text"])
