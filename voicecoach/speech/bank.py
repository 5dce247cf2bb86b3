"""The cue bank: every cue of the catalogue as sound in memory, whatever state its files are in."""

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Self
from weakref import ReferenceType, ref

from platformdirs import user_cache_path, user_data_path

from voicecoach.core.errors import (
    CuesMissing,
    RenderingFailed,
    SoundFileBroken,
    SpeechEngineMissing,
    StorageFull,
)
from voicecoach.core.units import CueId, Samples
from voicecoach.ports import OutputPcm, SpeechEngine
from voicecoach.shipped import cue_folder
from voicecoach.speech import earcons
from voicecoach.speech.beat import beat_of
from voicecoach.speech.catalogue import Catalogue, CueText, load_catalogue
from voicecoach.speech.engine import COACH_VOICE
from voicecoach.speech.manifest import Manifest, Track, digest, read_manifest
from voicecoach.speech.opus import decoded
from voicecoach.speech.rendering import render_bank
from voicecoach.speech.repair import Repair

LEISURE = 0.02
"""Share of a core that is taken to decode sounds before anybody asks for them.

All 498 take 1.5 to 3 s, and no session needs most of them. At full speed that fell on its first seconds, the busiest;
so they are ready after two minutes, and the longest, of 9 s, is decoded in 23 ms where it is asked for before.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankFolders:
    """Where the cues of one language lie."""

    shipped: Path
    """Holds the catalogue and the bank that came with the program."""
    own: Path
    """Holds the bank the user rendered, if any; preferred cue by cue."""
    cache: Path
    """Holds cues that had to be rendered again."""

    @classmethod
    def of(cls, language: str, voice: str | None = None) -> Self:
        """Return the folders of this machine's user, or those of a voice that was rendered beside the user's own."""
        place = Path("cues") / language
        if voice is not None:
            place = Path("voices") / re.sub(r"[^\w+-]+", "-", voice) / language
        return cls(
            shipped=cue_folder(language),
            own=user_data_path("voicecoach") / place,
            cache=user_cache_path("voicecoach") / place,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bank:
    """A loaded cue bank; fulfils `ports.CueBank`."""

    hash: str
    """Digest of every cue's id and sound; the same files give the same hash."""
    pcm: Mapping[CueId, OutputPcm]
    text: Mapping[CueId, str]
    beats: Mapping[CueId, Samples]
    """Where in each cue its beat is perceived, samples from its start."""
    lengths: Mapping[CueId, Samples]
    """Samples of each cue, known before it is decoded."""
    notices: tuple[str, ...]
    """One line for each cue that was not as it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A folder of rendered cues and its manifest."""

    folder: Path
    manifest: Manifest

    def track(self, cue: CueId, line: CueText) -> Track | None:
        """Return the cue's track, if it still says what the catalogue does."""
        track = self.manifest.cues.get(cue)
        return track if track is not None and track.says(line) else None


def load_bank(folders: BankFolders, engine: SpeechEngine) -> Bank:
    """Load every cue and earcon; a file that is damaged, missing or out of date is mended and noted.

    The engine is only used for mending. Sounds are decoded at leisure after this returns; one that is
    asked for earlier is decoded then. Raises CuesMissing without a catalogue, or when there is no bank and none can be
    rendered; CatalogueBroken when the catalogue is wrong.
    """
    catalogue = load_catalogue(folders.shipped)
    shelves, notices = shelves_of(folders)
    if not shelves:
        shelves = [_rendered_shelf(catalogue, engine, folders.own)]
        notices.append(f"no cue bank in {folders.shipped}: rendered one into {folders.own}")
    notices.extend(_left_behind(catalogue, shelves))
    repair = Repair(engine, shelves[0].manifest.spoken_by, folders.cache)
    found = {cue: _found(cue, line, shelves, repair) for cue, line in catalogue.items()}
    return _bank(catalogue, found, (*notices, *repair.notices))


def shelves_of(folders: BankFolders) -> tuple[list[Shelf], list[str]]:
    """Return the folders that hold a bank, preferred first, and a notice for each damaged manifest."""
    shelves, notices = [], []
    for folder in (folders.own, folders.shipped):
        try:
            manifest = read_manifest(folder)
        except CuesMissing as failure:
            notices.append(str(failure))
            continue
        if manifest is not None:
            shelves.append(Shelf(folder=folder, manifest=manifest))
    return shelves, notices


def _rendered_shelf(catalogue: Catalogue, engine: SpeechEngine, folder: Path) -> Shelf:
    try:
        manifest = render_bank(catalogue, engine, COACH_VOICE, folder, lambda _cue: None)
    except (SpeechEngineMissing, RenderingFailed, StorageFull) as failure:
        raise CuesMissing(f"no cue bank in {catalogue.path.parent}, and none can be made: {failure}") from failure
    return Shelf(folder=folder, manifest=manifest)


def _left_behind(catalogue: Catalogue, shelves: Sequence[Shelf]) -> Iterator[str]:
    """Note the cues that the user's own bank does not have while the shipped one does."""
    if len(shelves) < 2:
        return
    own, shipped = shelves
    lacking = [cue for cue, line in catalogue.items() if shipped.track(cue, line) and not own.track(cue, line)]
    if lacking:
        are, them = ("1 cue is", "it") if len(lacking) == 1 else (f"{len(lacking)} cues are", "them")
        yield (
            f"{are} not in your own bank, such as {lacking[0]!r}: the shipped voice says {them}; "
            "type: voicecoach cues render"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A cue's compressed sound, how long it is when decoded, and where its beat is."""

    content: bytes
    length: Samples
    beat: Samples


def _found(cue: CueId, line: CueText, shelves: Iterable[Shelf], repair: Repair) -> _Found:
    fault = f"cue {cue!r} is in no cue bank with the words it has now"
    for shelf in shelves:
        track = shelf.track(cue, line)
        if track is not None:
            content = _file_content(shelf.folder / track.file, track)
            if content is not None:
                return _Found(content=content, length=track.samples, beat=track.beat)
            fault = f"cue {cue!r} is damaged ({shelf.folder / track.file})"
            break
    mended = repair.mend(cue, line, fault)
    sound = decoded(mended)
    return _Found(content=mended, length=Samples(len(sound)), beat=beat_of(sound))


def _file_content(path: Path, track: Track) -> bytes | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    return content if digest(content) == track.sha256 else None


def _bank(catalogue: Catalogue, found: Mapping[CueId, _Found], notices: tuple[str, ...]) -> Bank:
    contents = {cue: one.content for cue, one in found.items()}
    figures = earcons.earcons()
    for sound in figures.values():
        sound.setflags(write=False)
    marks = [f"{cue} {digest(content)}" for cue, content in contents.items()]
    marks += [f"{cue} {len(sound)}" for cue, sound in figures.items()]
    return Bank(
        hash=digest("\n".join(sorted(marks)).encode()),
        pcm=_Sounds(contents, figures),
        text={cue: line.text for cue, line in catalogue.items()} | {cue: earcons.name(cue) for cue in figures},
        beats={cue: one.beat for cue, one in found.items()},
        lengths={cue: one.length for cue, one in found.items()}
        | {cue: Samples(len(sound)) for cue, sound in figures.items()},
        notices=notices,
    )


class _Sounds(Mapping[CueId, OutputPcm]):
    """Sounds that are decoded when they are asked for, or before it, one after the other at leisure."""

    def __init__(self, contents: Mapping[CueId, bytes], ready: Mapping[CueId, OutputPcm]) -> None:
        self._contents = contents
        self._ready = dict(ready)
        self._cues = tuple(dict.fromkeys((*contents, *ready)))
        Thread(target=_decode_ahead, args=(ref(self), tuple(contents)), name="cue-decoder", daemon=True).start()

    def __getitem__(self, cue: CueId) -> OutputPcm:
        sound = self._ready.get(cue)
        if sound is None:
            try:
                sound = self._ready[cue] = decoded(self._contents[cue])
            except SoundFileBroken as failure:
                advice = "type: voicecoach cues render"
                raise SoundFileBroken(f"cue {cue!r} cannot be played: {failure}; {advice}") from failure
        return sound

    def __contains__(self, cue: object) -> bool:
        return cue in self._ready or cue in self._contents

    def __iter__(self) -> Iterator[CueId]:
        return iter(self._cues)

    def __len__(self) -> int:
        return len(self._cues)


def _decode_ahead(sounds_of: "ReferenceType[_Sounds]", cues: Iterable[CueId]) -> None:
    """Decode sounds for as long as somebody holds them; one that cannot be is left to whoever asks for it."""
    for cue in cues:
        sounds = sounds_of()
        if sounds is None:
            return
        began = time.thread_time()
        with suppress(SoundFileBroken):
            sounds[cue]
        del sounds
        time.sleep((time.thread_time() - began) * (1 - LEISURE) / LEISURE)
