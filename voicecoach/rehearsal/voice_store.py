"""Rendered sentences on disk: rendered once, the same sound ever after."""

import hashlib
import json
import os
import re
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from voicecoach.core.errors import StorageFull
from voicecoach.core.units import RATE
from voicecoach.ports import OutputPcm, Voice

MANIFEST = "manifest.json"


class _Sentence(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    sha256: str
    samples: int


class _Manifest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = 1
    voice: str
    words_a_minute: int
    sentences: dict[str, _Sentence] = {}


class VoiceStore:
    """Keep the sentences of one voice in one folder: FLAC files and a manifest with their digests."""

    def __init__(self, folder: Path, voice: Voice) -> None:
        self._folder = folder / voice_id(voice)
        self._empty = _Manifest(voice=voice.name, words_a_minute=voice.words_a_minute)

    @property
    def folder(self) -> Path:
        """Return the voice's own folder, whether or not it exists."""
        return self._folder

    def get(self, text: str) -> OutputPcm | None:
        """Return a sentence's sound, float32 at 16 kHz; nothing when it is not there or its file is damaged."""
        entry = self._manifest().sentences.get(text)
        if entry is None:
            return None
        with suppress(OSError):
            content = (self._folder / entry.file).read_bytes()
            if hashlib.sha256(content).hexdigest() == entry.sha256:
                return _decoded(content)
        return None

    def put(self, text: str, pcm: OutputPcm) -> OutputPcm:
        """Keep a sentence and return it as it will be read back; raises StorageFull."""
        content = _encoded(pcm)
        entry = _Sentence(file=f"{_slug(text)}.flac", sha256=hashlib.sha256(content).hexdigest(), samples=len(pcm))
        manifest = self._manifest()
        updated = manifest.model_copy(update={"sentences": {**manifest.sentences, text: entry}})
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._replace(entry.file, content)
            self._replace(MANIFEST, _as_json(updated))
        except OSError as failure:
            raise StorageFull(f"the voice store {self._folder} cannot be written: {failure.strerror}") from failure
        return _decoded(content)

    def _manifest(self) -> _Manifest:
        """Read the manifest; one that is missing, damaged or of another voice counts as empty."""
        with suppress(OSError, ValidationError):
            manifest = _Manifest.model_validate_json((self._folder / MANIFEST).read_bytes())
            if manifest.model_copy(update={"sentences": {}}) == self._empty:
                return manifest
        return self._empty

    def _replace(self, name: str, content: bytes) -> None:
        part = self._folder / f".{name}.{os.getpid()}"
        try:
            part.write_bytes(content)
            part.replace(self._folder / name)
        finally:
            part.unlink(missing_ok=True)


def voice_id(voice: Voice) -> str:
    """Return a voice's name as a folder name: `gmw/en-us+f3` at 160 words a minute is `gmw-en-us+f3-160`."""
    return f"{voice.name.replace('/', '-')}-{voice.words_a_minute}"


def _slug(text: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40]
    return f"{words}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _as_json(manifest: _Manifest) -> bytes:
    content = manifest.model_dump()
    content["sentences"] = dict(sorted(content["sentences"].items()))
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def _encoded(pcm: OutputPcm) -> bytes:
    import soundfile  # noqa: PLC0415 - loads a shared library

    file = BytesIO()
    soundfile.write(file, pcm, RATE, format="FLAC", subtype="PCM_16")
    return file.getvalue()


def _decoded(content: bytes) -> OutputPcm:
    import soundfile  # noqa: PLC0415 - loads a shared library

    pcm, _ = soundfile.read(BytesIO(content), dtype="float32")
    return np.asarray(pcm, dtype=np.float32)
