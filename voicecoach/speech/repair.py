"""A cue whose file is unusable: rendered again into the cache, or replaced by a tone."""

import json
from contextlib import suppress
from os import replace
from pathlib import Path
from tempfile import NamedTemporaryFile

from voicecoach.core.errors import RenderingFailed, SpeechEngineMissing
from voicecoach.core.units import CueId, Seconds
from voicecoach.ports import SpeechEngine, Voice
from voicecoach.speech.catalogue import CueText
from voicecoach.speech.earcons import tone
from voicecoach.speech.loudness import TARGET
from voicecoach.speech.manifest import digest
from voicecoach.speech.opus import SUFFIX, encoded
from voicecoach.speech.studio import record

TONE = Seconds(0.3)
"""Length of the tone in the place of a cue."""

PATIENCE = 2
"""Cues that may fail before no other is tried: an engine that hangs would hold up the start each time."""


class Repair:
    """Mend cues one after another, with one engine and one voice, and note what was done."""

    def __init__(self, engine: SpeechEngine, voice: Voice, cache: Path) -> None:
        self._engine = engine
        self._voice = voice
        self._cache = cache
        self._failures: list[str] = []
        self._is_hopeless = False
        self.notices: list[str] = []

    def mend(self, cue: CueId, line: CueText, fault: str) -> bytes:
        """Return a compressed sound for the cue and note the fault; never raises."""
        kept = self._kept(cue, line)
        if kept is not None:
            self.notices.append(f"{fault}: rendered again earlier")
            return kept
        content = None if self._is_hopeless else self._rendered(cue, line)
        if content is None:
            self.notices.append(f"{fault}: {self._failures[-1]}, a tone takes its place")
            return encoded(tone(TONE))
        self._keep(cue, line, content)
        self.notices.append(f"{fault}: rendered again")
        return content

    def _rendered(self, cue: CueId, line: CueText) -> bytes | None:
        try:
            (take,) = record({cue: line}, self._engine, self._voice)
        except (SpeechEngineMissing, RenderingFailed) as failure:
            self._failures.append(str(failure))
            self._is_hopeless = isinstance(failure, SpeechEngineMissing) or len(self._failures) >= PATIENCE
            return None
        return encoded(take.pcm)

    def _stem(self, cue: CueId, line: CueText) -> str:
        """Return what a kept file's name begins with: the cue and a digest of all that shapes its sound."""
        recipe = (line.text, line.fit, self._voice.name, self._voice.words_a_minute, TARGET)
        return f"{cue}.{digest(json.dumps(recipe).encode())[:16]}."

    def _kept(self, cue: CueId, line: CueText) -> bytes | None:
        """Return the sound kept from an earlier start, if its name still matches its content."""
        stem = self._stem(cue, line)
        with suppress(OSError):  # a cache that cannot be read is no cache
            for path in sorted(self._cache.glob(f"{stem}*{SUFFIX}")):
                content = path.read_bytes()
                if path.name == f"{stem}{digest(content)[:16]}{SUFFIX}":
                    return content
        return None

    def _keep(self, cue: CueId, line: CueText, content: bytes) -> None:
        with suppress(OSError):  # the sound is in memory; it is only made again next time
            self._cache.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._cache, delete=False) as file:
                file.write(content)
            replace(file.name, self._cache / f"{self._stem(cue, line)}{digest(content)[:16]}{SUFFIX}")
