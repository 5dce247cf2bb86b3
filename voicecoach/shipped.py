"""Where the files are that travel with the program: cue banks and the compact model."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    inside = _PACKAGE / name  # in a wheel
    return inside if inside.is_dir() else _PACKAGE.parent / name  # in a checkout


def cue_folder(language: str) -> Path:
    """Return the folder of a language's shipped cue bank, whether or not it exists."""
    return _folder("audio_cues") / language


def compact_model() -> Path:
    """Return the folder of the shipped compact model, whether or not it exists."""
    return _folder("models") / "compact-en"
