"""A corpus of recordings: folders with known names, or a manifest."""

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from voicecoach.bench.clip import NOISE, WORDS, Clip, Span, words_of
from voicecoach.bench.manifest import read_manifest
from voicecoach.bench.split import Part, part_of, speaker_of
from voicecoach.core.commands import COMMAND_OF
from voicecoach.core.errors import CorpusBroken
from voicecoach.core.units import Seconds
from voicecoach.hearing.recording import SOUNDS, check_name, opened

TALK = ("reading", "sentences", "assistant")
"""Folders of people who talk and command nothing; with a `transcripts.csv` it is known what they say."""

WAKE_WORDS = "wake-words"
"""A folder of folders, each named by the phrase that is said in it."""

ROOMS = "rooms"
"""A folder of impulse responses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which part of a corpus is heard."""

    part: Part | None = Part.EXAMINES
    """Of the folders of people only the speakers that are for this; nothing for everybody."""
    every: int = 1
    """Of each collection, each so manieth recording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Recordings to hear, and what to hear them in."""

    clips: tuple[Clip, ...]
    noises: tuple[Path, ...]
    """Recorded noises, of each of which only the second half is used."""
    rooms: tuple[Path, ...]
    left_out: int = 0
    """Recordings of people who are not for this part."""

    @property
    def digest(self) -> str:
        """Return the SHA-256 over the names and bytes of every file."""
        whole = sha256()
        files = {clip.file for clip in self.clips}.union(self.noises, self.rooms)
        for file in sorted(files):
            whole.update(os.fsencode(f"{file.parent.name}/{file.name}\0{file.stat().st_size}\0"))
            whole.update(file.read_bytes())
        return whole.hexdigest()


def read_corpus(place: Path, selection: Selection) -> Corpus:
    """Return what a folder or a manifest holds; noises and rooms lie beside the manifest.

    Raises CorpusBroken, in one line, when there is nothing to hear or something in it is wrong, and SoundFileBroken
    for a noise that is none or a name that is not UTF-8.
    """
    folder = place if place.is_dir() else place.parent
    found = tuple(_folder_clips(folder)) if place.is_dir() else _given(place)
    clips = tuple(_of_part(found, selection.part)) if place.is_dir() else found
    left_out = len(found) - len(clips)
    if not any(clip.collection != NOISE for clip in clips):
        raise CorpusBroken(_nothing_in(place, left_out, selection.part))
    return Corpus(
        clips=tuple(_thinned(clips, selection.every)),
        noises=_sounds(folder / NOISE, "*"),
        rooms=_sounds(folder / ROOMS, "*"),
        left_out=left_out,
    )


def _nothing_in(place: Path, left_out: int, part: Part | None) -> str:
    if not left_out:
        return f"no recordings in {place}; it must hold words/WORD/*, or be a manifest in CSV"
    more = "; hear them all with --all-speakers" if part is Part.EXAMINES else ""
    return f"the split by speakers leaves out all {left_out} recordings in {place}{more}"


def _given(place: Path) -> tuple[Clip, ...]:
    if not place.is_file():
        raise CorpusBroken(f"no such corpus: {place}; name a folder with words/WORD/*, or a manifest in CSV")
    return (*read_manifest(place), *_noise_clips(place.parent))


def _of_part(clips: Iterable[Clip], part: Part | None) -> Iterator[Clip]:
    for clip in clips:
        if part is None or clip.collection == NOISE or part_of(clip.collection, clip.speaker) is part:
            yield clip


def _folder_clips(folder: Path) -> Iterator[Clip]:
    yield from _word_clips(folder)
    for collection in TALK:
        yield from _talk_clips(folder, collection)
    yield from _wake_word_clips(folder)
    yield from _noise_clips(folder)


def _word_clips(folder: Path) -> Iterator[Clip]:
    for file in _sounds(folder / WORDS, "*/*"):
        text = file.parent.name.replace("-", " ").lower()
        yield Clip(
            file=file,
            name=_name(folder, file),
            collection=WORDS,
            text=text,
            meant=COMMAND_OF.get(text),
            speaker=speaker_of(file.stem),
        )


def _talk_clips(folder: Path, collection: str) -> Iterator[Clip]:
    texts, speakers = _transcripts(folder / collection / "transcripts.csv")
    for file in _sounds(folder / collection, "*"):
        yield Clip(
            file=file,
            name=_name(folder, file),
            collection=collection,
            text=texts.get(file.name),
            speaker=speakers.get(file.name) or file.stem,
        )


def _wake_word_clips(folder: Path) -> Iterator[Clip]:
    for file in _sounds(folder / WAKE_WORDS, "*/*"):
        text = file.parent.name.replace("-", " ").lower()
        yield Clip(
            file=file,
            name=_name(folder, file),
            collection=WAKE_WORDS,
            text=text,
            speaker=f"{file.parent.name}/{file.stem}",
        )


def _noise_clips(folder: Path) -> Iterator[Clip]:
    for file in _sounds(folder / NOISE, "*"):
        yield Clip(file=file, name=_name(folder, file), collection=NOISE, text="", excerpt=_second_half(file))


def _second_half(file: Path) -> Span:
    with opened(file) as sound:
        whole = sound.frames / sound.samplerate
    return Span(start=Seconds(whole / 2), end=Seconds(whole))


def _transcripts(file: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is said in each file, and by whom where there is a column that tells."""
    if not file.is_file():
        return {}, {}
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            if not {"file", "text"} <= set(reader.fieldnames or ()):
                raise CorpusBroken(f"{file} lacks the columns file and text")
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as failure:
        raise CorpusBroken(f"transcripts {file} cannot be read: {failure}") from failure
    texts = {row["file"]: words_of(row["text"] or "") for row in rows}
    return texts, {row["file"]: row.get("speaker") or "" for row in rows}


def _thinned(clips: Iterable[Clip], every: int) -> Iterator[Clip]:
    seen: dict[str, int] = {}
    for clip in clips:
        number = seen[clip.collection] = seen.get(clip.collection, -1) + 1
        if number % every == 0 or clip.collection == NOISE:
            yield clip


def _sounds(folder: Path, pattern: str) -> tuple[Path, ...]:
    files = sorted(file for file in folder.glob(pattern) if file.suffix.lower() in SOUNDS)
    for file in files:
        check_name(file)
    return tuple(files)


def _name(folder: Path, file: Path) -> str:
    return file.relative_to(folder).as_posix()
