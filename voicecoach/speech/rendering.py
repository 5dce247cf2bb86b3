"""A whole cue bank written to a folder, so that a reader finds the old one or the new one, never half of each."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from os import replace
from pathlib import Path
from tempfile import mkdtemp

from voicecoach.core.errors import StorageFull
from voicecoach.core.units import CueId, Decibels, Samples
from voicecoach.ports import SpeechEngine, Voice
from voicecoach.speech.beat import beat_of
from voicecoach.speech.catalogue import Catalogue
from voicecoach.speech.loudness import TARGET, active_rms, peak
from voicecoach.speech.manifest import FORMAT, MANIFEST_FILE, Manifest, Track, digest, manifest_bytes
from voicecoach.speech.opus import SUFFIX, decoded, encoded
from voicecoach.speech.studio import Take, record


def render_bank(
    catalogue: Catalogue, engine: SpeechEngine, voice: Voice, folder: Path, progress: Callable[[CueId], None]
) -> Manifest:
    """Render every cue into a folder and call `progress` after each.

    The folder changes only after all cues are made: new files first, then the manifest in one step, then files
    that it no longer names are removed. Raises SpeechEngineMissing, RenderingFailed and StorageFull.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        scratch = Path(mkdtemp(prefix=".rendering-", dir=folder))
        try:
            press = _Press(catalogue=catalogue, engine=engine, voice=voice, folder=scratch)
            manifest = press.run(progress)
            _publish(manifest, scratch, folder)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as failure:
        raise StorageFull(f"cannot write the cue bank to {folder}: {failure.strerror or failure}") from failure
    return manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class _Press:
    """What makes the files of one bank."""

    catalogue: Catalogue
    engine: SpeechEngine
    voice: Voice
    folder: Path

    def run(self, progress: Callable[[CueId], None]) -> Manifest:
        tracks: dict[CueId, Track] = {}
        for take in record(self.catalogue, self.engine, self.voice):
            tracks[take.cue] = self._write(take)
            progress(take.cue)
        return self._manifest(tracks)

    def _write(self, take: Take) -> Track:
        content = encoded(take.pcm)
        sound = decoded(content)
        name = f"{take.cue}.{digest(content)[:8]}{SUFFIX}"
        (self.folder / name).write_bytes(content)
        return Track(
            text=self.catalogue[take.cue].text,
            file=name,
            sha256=digest(content),
            samples=Samples(len(sound)),
            peak=Decibels(round(peak(sound), 2)),
            rms=Decibels(round(active_rms(sound), 2)),
            words_a_minute=take.words_a_minute,
            beat=beat_of(sound),
        )

    def _manifest(self, tracks: Mapping[CueId, Track]) -> Manifest:
        return Manifest(
            format=FORMAT,
            language=self.catalogue.language,
            engine=type(self.engine).__name__,
            voice=self.voice.name,
            words_a_minute=self.voice.words_a_minute,
            target=TARGET,
            cues=tracks,
        )


def _publish(manifest: Manifest, scratch: Path, folder: Path) -> None:
    for track in manifest.cues.values():
        replace(scratch / track.file, folder / track.file)
    (scratch / MANIFEST_FILE).write_bytes(manifest_bytes(manifest))
    replace(scratch / MANIFEST_FILE, folder / MANIFEST_FILE)
    named = {track.file for track in manifest.cues.values()}
    for stale in folder.glob(f"*{SUFFIX}"):
        if stale.name not in named:
            stale.unlink()
