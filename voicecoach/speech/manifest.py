"""What a folder of rendered cues holds: `manifest.json`, one track a cue."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError

from voicecoach.core.errors import CuesMissing
from voicecoach.core.units import RATE, CueId, Decibels, Samples
from voicecoach.ports import Voice
from voicecoach.speech.catalogue import CueText

MANIFEST_FILE = "manifest.json"
FORMAT = 1

NOWHERE = Samples(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One rendered cue."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    text: str
    file: str
    """Name inside the folder; it holds part of the digest, so that a new rendering is a new file."""
    sha256: str
    """Digest of the file, in hexadecimal."""
    samples: Samples
    """Length when decoded."""
    peak: Decibels
    """dBFS, decoded."""
    rms: Decibels
    """Active RMS, dBFS, decoded."""
    words_a_minute: int
    """Rate it was spoken at; above the manifest's where the cue had to fit a time."""
    beat: Samples = NOWHERE
    """Where its beat is perceived, see `beat.beat_of`; a bank of an older version has none."""

    def says(self, line: CueText) -> bool:
        """Say whether this is still what the catalogue asks for."""
        return self.text == line.text and (line.fit is None or self.samples <= line.fit * RATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The tracks of a folder and how they were made."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    format: int
    language: str
    engine: str
    voice: str
    words_a_minute: int
    target: Decibels
    """Active RMS that every cue was brought to, dBFS."""
    cues: Mapping[CueId, Track]

    @property
    def spoken_by(self) -> Voice:
        """Return the voice of the whole folder."""
        return Voice(name=self.voice, words_a_minute=self.words_a_minute)


def digest(content: bytes) -> str:
    """Return the digest that manifests hold."""
    return sha256(content).hexdigest()


def read_manifest(folder: Path) -> Manifest | None:
    """Return a folder's manifest, or None where it has none.

    Raises CuesMissing where the manifest cannot be read as one of this version.
    """
    path = folder / MANIFEST_FILE
    try:
        manifest = _adapter().validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as failure:
        reason = str(failure).splitlines()[0]
        raise CuesMissing(f"the cue bank's {path} is damaged ({reason}); type: voicecoach cues render") from failure
    if manifest.format != FORMAT:
        raise CuesMissing(
            f"the cue bank's {path} has format {manifest.format}, not {FORMAT}; type: voicecoach cues render"
        )
    return manifest


@cache
def _adapter() -> TypeAdapter[Manifest]:
    return TypeAdapter(Manifest)


def manifest_bytes(manifest: Manifest) -> bytes:
    """Return the manifest as the text of its file, the same for the same tracks."""
    return (json.dumps(asdict(manifest), indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
