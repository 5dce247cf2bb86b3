"""Vosk's library, loaded without what it takes to fetch models and to write subtitles, and its models."""

import sys
from contextlib import suppress
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Protocol

from voicecoach.core.errors import ModelBroken

SPARED = ("requests", "srt")
"""What Vosk imports for these alone: 80 ms before the coach first speaks. Models are fetched by `hearing.download`."""


class VoskModel(Protocol):
    """What is used of `vosk.Model`."""

    def vosk_model_find_word(self, word: str) -> int:
        """Return the number of a word of the lexicon, below 0 where it is none."""


def load_vosk() -> ModuleType:
    """Return the library of 26 MB; what it is spared can be imported by everybody else as ever."""
    stand_ins = {name: ModuleType(name) for name in SPARED if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        import vosk  # noqa: PLC0415 - only a session that listens needs it
    finally:
        for name in stand_ins:
            del sys.modules[name]
    module: ModuleType = vosk
    return module


def begin_to_load(folder: Path) -> None:
    """Load a model on a thread of its own, while the caller goes on with something else.

    Vosk computes for 0.25 s, nearly all of it outside Python. What fails, fails again when the model is asked for.
    """
    _under_way[folder] = _Loading(folder)
    _under_way[folder].start()


def load_model(folder: Path) -> VoskModel:
    """Return the model of a folder, sooner where it was begun; each one that was begun is handed out once.

    Raises ModelBroken when Vosk cannot load it.
    """
    begun = _under_way.pop(folder, None)
    return (begun and begun.model()) or _load(folder)


class _Loading(Thread):
    """A model on its way. The program waits for it before it ends, lest Vosk be torn out of its work."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._model: VoskModel | None = None

    def run(self) -> None:
        with suppress(Exception):
            self._model = _load(self._folder)

    def model(self) -> VoskModel | None:
        """Wait for the model; None where it could not be loaded."""
        self.join()
        return self._model


_under_way: dict[Path, _Loading] = {}


def _load(folder: Path) -> VoskModel:
    vosk = load_vosk()
    vosk.SetLogLevel(-1)
    try:
        model: VoskModel = vosk.Model(str(folder))
    except Exception as failure:
        raise ModelBroken(f"model {folder} cannot be loaded; fetch another: voicecoach models get") from failure
    return model
