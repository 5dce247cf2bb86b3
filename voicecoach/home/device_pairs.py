"""What was measured of each pair of a speaker and a microphone, kept on this machine; sessions begin with it."""

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, OnErrorOmit, ValidationError

from voicecoach.core.units import Decibels, Seconds
from voicecoach.home.whole_files import write_whole
from voicecoach.ports import SoundFacts


class _Facts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    latency: Seconds | None = Field(ge=-0.1, le=2.0)
    leak: Decibels | None
    noise: Decibels
    word: Decibels | None


class _Pair(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    speaker: str
    microphone: str
    facts: _Facts | None = None
    """What a check of the sound told; nothing where only the drift is known."""
    drift: float | None = None
    """Share by which the microphone's clock is slow, followed for a minute at least; files from before lack it."""


class _Pairs(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    pairs: tuple[OnErrorOmit[_Pair], ...] = ()
    """Those that make sense; another one costs nothing but itself."""


def pairs_file() -> Path:
    """Return where the measurements are kept."""
    return platformdirs.user_data_path("voicecoach") / "sound.json"


def known_facts(speaker: str, microphone: str, file: Path) -> SoundFacts | None:
    """Return what was measured of a pair of devices, by their names, or nothing."""
    facts = _find(speaker, microphone, _read(file)).facts
    return None if facts is None else SoundFacts(**facts.model_dump())


def keep_facts(speaker: str, microphone: str, facts: SoundFacts, file: Path) -> None:
    """Keep what a check told of a pair in place of what was known; raises StorageFull."""
    known = _read(file)
    _write(_find(speaker, microphone, known).model_copy(update={"facts": _Facts(**asdict(facts))}), known, file)


def known_drift(speaker: str, microphone: str, file: Path) -> float | None:
    """Return by which share the microphone's clock was slow, as it was kept last, whatever the file says; or nothing.

    A file that was written to by hand may say what no two devices can have.
    """
    return _find(speaker, microphone, _read(file)).drift


def keep_drift(speaker: str, microphone: str, drift: float, file: Path) -> None:
    """Keep how the clocks of a pair run apart in place of what was known; raises StorageFull."""
    known = _read(file)
    _write(_find(speaker, microphone, known).model_copy(update={"drift": drift}), known, file)


def _find(speaker: str, microphone: str, known: Iterable[_Pair]) -> _Pair:
    """Return what is known of a pair, which may be nothing."""
    found = (pair for pair in known if (pair.speaker, pair.microphone) == (speaker, microphone))
    return next(found, _Pair(speaker=speaker, microphone=microphone))


def _write(measured: _Pair, known: Iterable[_Pair], file: Path) -> None:
    others = (pair for pair in known if (pair.speaker, pair.microphone) != (measured.speaker, measured.microphone))
    write_whole(file, _Pairs(pairs=(*others, measured)).model_dump_json(indent=2))


def _read(file: Path) -> tuple[_Pair, ...]:
    """Return what is known; a damaged file is worth nothing, its pairs are measured again."""
    try:
        return _Pairs.model_validate_json(file.read_text(encoding="utf-8")).pairs
    except (OSError, ValidationError, UnicodeDecodeError):
        return ()
