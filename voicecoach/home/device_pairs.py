"""What was measured of each pair of a speaker and a microphone, kept on this machine."""

from dataclasses import asdict
from pathlib import Path

import platformdirs
from pydantic import BaseModel, ConfigDict, ValidationError

from voicecoach.core.errors import StorageFull
from voicecoach.core.units import Decibels, Seconds
from voicecoach.ports import SoundFacts


class _Facts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    latency: Seconds | None
    leak: Decibels | None
    noise: Decibels
    word: Decibels | None


class _Pair(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    speaker: str
    microphone: str
    facts: _Facts


class _Pairs(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    pairs: tuple[_Pair, ...] = ()


def pairs_file() -> Path:
    """Return where the measurements are kept."""
    return platformdirs.user_data_path("voicecoach") / "sound.json"


def known_facts(speaker: str, microphone: str, file: Path) -> SoundFacts | None:
    """Return what was measured of a pair of devices, by their names, or nothing."""
    for pair in _read(file):
        if (pair.speaker, pair.microphone) == (speaker, microphone):
            return SoundFacts(**pair.facts.model_dump())
    return None


def keep_facts(speaker: str, microphone: str, facts: SoundFacts, file: Path) -> None:
    """Keep what was measured of a pair in place of what was known; raises StorageFull."""
    others = (pair for pair in _read(file) if (pair.speaker, pair.microphone) != (speaker, microphone))
    measured = _Pair(speaker=speaker, microphone=microphone, facts=_Facts(**asdict(facts)))
    part = file.with_suffix(".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(_Pairs(pairs=(*others, measured)).model_dump_json(indent=2), encoding="utf-8")
        part.replace(file)
    except OSError as failure:
        raise StorageFull(f"cannot write {file}: {failure.strerror or failure}") from failure


def _read(file: Path) -> tuple[_Pair, ...]:
    """Return what is known; a damaged file is worth nothing, its pairs are measured again."""
    try:
        return _Pairs.model_validate_json(file.read_text(encoding="utf-8")).pairs
    except (OSError, ValidationError, UnicodeDecodeError):
        return ()
