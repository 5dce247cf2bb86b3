"""Vosk's library, loaded without what it takes to fetch models and to write subtitles."""

import sys
from types import ModuleType

SPARED = ("requests", "srt")
"""What Vosk imports for these alone: 80 ms before the coach first speaks. Models are fetched by `hearing.download`."""


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
