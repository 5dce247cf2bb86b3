"""The border to Vosk: sound goes in, words with their places come out."""

import json
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import NotRequired, Protocol, TypedDict

from voicecoach.core.errors import HearingFailed
from voicecoach.core.units import RATE
from voicecoach.hearing.grammar import Grammar, session_grammar
from voicecoach.hearing.layout import check_model
from voicecoach.hearing.models import model_hash
from voicecoach.hearing.threshold_file import thresholds_for
from voicecoach.hearing.thresholds import Thresholds
from voicecoach.hearing.vosk_library import load_model, load_vosk
from voicecoach.hearing.word import Spoken
from voicecoach.ports import InputPcm


class Decoding(Protocol):
    """One stretch of sound on its way through the recogniser."""

    def accept(self, pcm: InputPcm) -> tuple[Spoken, ...] | None:
        """Take more sound; return the words so far, once, when the speaker has paused inside the stretch.

        Raises HearingFailed when the recogniser breaks.
        """

    def partial(self) -> str:
        """Return the best guess so far as text; cheap, without times."""

    def finish(self) -> tuple[Spoken, ...]:
        """End the stretch and return the words since the last pause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The best way to hear nothing but certain phrases in a stretch of sound."""

    text: str
    """The phrases that it takes, one after the other."""
    cost: float
    """Nats."""


class Recogniser(Protocol):
    """A loaded model with the session's grammar."""

    @property
    def grammar(self) -> Grammar:
        """Return what it listens for."""

    @property
    def thresholds(self) -> Thresholds:
        """Return what a command must show to be acted on, as measured with this model."""

    def begin(self) -> Decoding:
        """Start on a new stretch of sound."""

    def cost(self, pcm: InputPcm, phrases: Sequence[str]) -> float | None:
        """Return what the best way costs to hear nothing but one of these phrases in a stretch, in nats.

        Nothing where there is no such way within the search. Raises HearingFailed when the recogniser breaks.
        """

    def best_way(self, pcm: InputPcm, phrases: Sequence[str]) -> Way | None:
        """Return that way itself."""

    def readings(self, pcm: InputPcm) -> tuple[Way, ...]:
        """Return the best ways to hear a stretch with the model's whole vocabulary, best first; one may be silence.

        Their costs hold what the model's own word frequencies add. Raises HearingFailed when the recogniser breaks.
        """


class _KaldiRecognizer(Protocol):
    def SetWords(self, enable: bool, /) -> None: ...  # noqa: N802 - Vosk's name
    def SetMaxAlternatives(self, most: int, /) -> None: ...  # noqa: N802 - Vosk's name
    def AcceptWaveform(self, sound: bytes, /) -> int: ...  # noqa: N802 - Vosk's name
    def Result(self) -> str: ...  # noqa: N802 - Vosk's name
    def PartialResult(self) -> str: ...  # noqa: N802 - Vosk's name
    def FinalResult(self) -> str: ...  # noqa: N802 - Vosk's name


class _VoskWord(TypedDict):
    word: str
    start: float
    end: float
    conf: float


class _VoskAlternative(TypedDict):
    text: str
    confidence: NotRequired[float]
    """The cost below 0."""


READINGS = 10
"""How many readings of a stretch are asked for: a command that is said clearly is the best of them, and the next is
another word."""


class VoskDecoding:
    """Decode with a recogniser of its own.

    Making one costs a millisecond; `Reset` would keep the old one's time offset and adaptation.
    """

    def __init__(self, recognizer: _KaldiRecognizer) -> None:
        self._recognizer = recognizer
        recognizer.SetWords(True)

    def accept(self, pcm: InputPcm) -> tuple[Spoken, ...] | None:
        """Take more sound, as the protocol says."""
        try:
            has_paused = self._recognizer.AcceptWaveform(pcm.tobytes())
        except Exception as failure:
            raise HearingFailed(f"the recogniser broke ({failure}); start the session again") from failure
        return _words_in(self._recognizer.Result()) if has_paused else None

    def partial(self) -> str:
        """Return the best guess so far."""
        return str(json.loads(self._recognizer.PartialResult()).get("partial", ""))

    def finish(self) -> tuple[Spoken, ...]:
        """End the stretch and return its words."""
        return _words_in(self._recognizer.FinalResult())


class VoskRecogniser:
    """A Vosk model in memory with the session's grammar."""

    def __init__(
        self,
        folder: Path,
        thresholds: Thresholds | None = None,
        *,
        own_decoys: Iterable[str] = (),
        people: Iterable[str] = (),
    ) -> None:
        """Load the model, with the thresholds that were measured with it unless others are given.

        `own_decoys` are a person's, beside those that all have; `people` may say that it is them.

        Raises ModelMissing and ModelBroken, and SettingsBroken when the table of thresholds is none.
        """
        check_model(folder)
        self._model = load_model(folder)
        self._engine = load_vosk().KaldiRecognizer
        self._folder = folder
        self._people = tuple(people)
        self._grammar = session_grammar(self.knows, folder.name, own_decoys, self._people)
        self._json = self._grammar.json
        self._thresholds = thresholds or thresholds_for(model_hash(folder))

    def in_the_way_of(self, thresholds: Thresholds, own_decoys: Iterable[str]) -> "VoskRecogniser":
        """Return one that listens to another person with the same model in memory."""
        other = copy(self)
        other._grammar = session_grammar(self.knows, self._folder.name, own_decoys, self._people)
        other._json = other._grammar.json
        other._thresholds = thresholds
        return other

    @property
    def grammar(self) -> Grammar:
        """Return what it listens for."""
        return self._grammar

    @property
    def thresholds(self) -> Thresholds:
        """Return what a command must show."""
        return self._thresholds

    def begin(self) -> VoskDecoding:
        """Start on a new stretch of sound; raises HearingFailed when Vosk cannot."""
        return VoskDecoding(self._engine_for(self._json))

    def cost(self, pcm: InputPcm, phrases: Sequence[str]) -> float | None:
        """Return what the best way through a stretch costs, as the protocol says."""
        way = self.best_way(pcm, phrases)
        return None if way is None else way.cost

    def best_way(self, pcm: InputPcm, phrases: Sequence[str]) -> Way | None:
        """Return the best way through a stretch, as the protocol says."""
        ways = _alternatives(self._engine_for(json.dumps(phrases)), pcm, 1)
        return ways[0] if ways and ways[0].text else None

    def readings(self, pcm: InputPcm) -> tuple[Way, ...]:
        """Return the best ways with the whole vocabulary, as the protocol says."""
        return _alternatives(self._engine(self._model, RATE), pcm, READINGS)

    def any_words(self, pcm: InputPcm) -> tuple[str, ...]:
        """Return the words of the model's whole lexicon that a stretch sounds like; raises HearingFailed."""
        try:
            engine = self._engine(self._model, RATE)
            engine.AcceptWaveform(pcm.tobytes())
            text = json.loads(engine.FinalResult()).get("text", "")
        except Exception as failure:
            raise HearingFailed(f"the recogniser broke ({failure}); start again") from failure
        return tuple(str(text).split())

    def _engine_for(self, grammar: str) -> _KaldiRecognizer:
        try:
            engine: _KaldiRecognizer = self._engine(self._model, RATE, grammar)
        except Exception as failure:
            raise HearingFailed(f"the recogniser cannot start ({failure}); start the session again") from failure
        return engine

    def knows(self, word: str) -> bool:
        """Say whether the model's lexicon holds a word."""
        return self._model.vosk_model_find_word(word) >= 0


def _alternatives(engine: _KaldiRecognizer, pcm: InputPcm, most: int) -> tuple[Way, ...]:
    engine.SetMaxAlternatives(most)
    try:
        engine.AcceptWaveform(pcm.tobytes())
    except Exception as failure:
        raise HearingFailed(f"the recogniser broke ({failure}); start the session again") from failure
    found: list[_VoskAlternative] = json.loads(engine.FinalResult()).get("alternatives", [])
    return tuple(Way(text=each["text"], cost=-each["confidence"]) for each in found if "confidence" in each)


def _words_in(result: str) -> tuple[Spoken, ...]:
    found: list[_VoskWord] = json.loads(result).get("result", [])
    return tuple(
        Spoken(
            text=word["word"],
            start=round(word["start"] * RATE),
            end=round(word["end"] * RATE),
            confidence=min(1.0, word["conf"]),
        )
        for word in found
    )
