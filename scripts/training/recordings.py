"""The recorded people: which clips train, which examine, and who speaks in them."""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from voicecoach.bench.split import HELD_OUT_WAKE_WORD, Part, part_of, speaker_of

RATE = 16_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A recording of a person saying a known text."""

    file: Path
    text: str
    speaker: str
    source: str
    """The folder that it is from."""

    @property
    def is_held_out(self) -> bool:
        """Say whether its speaker never trains."""
        return self.part is not Part.TRAINS

    @property
    def part(self) -> Part:
        """Return what its speaker is for."""
        return part_of(self.source, self.speaker.removeprefix(f"{self.source}:"))


def training_clips(speech: Path) -> tuple[Clip, ...]:
    """Return the clips that may be trained on: `words-train`, `sentences` and `wake-words` but one phrase.

    Raises FileNotFoundError naming a folder that is missing.
    """
    return (*word_clips(speech, "words-train"), *sentence_clips(speech), *wake_word_clips(speech))


def words_of(speech: Path, part: Part) -> tuple[Clip, ...]:
    """Return the clips of `words` whose speakers are for this."""
    return tuple(clip for clip in word_clips(speech, "words") if clip.part is part)


def word_clips(speech: Path, folder: str) -> tuple[Clip, ...]:
    """Return single words in folders named by the word; the file's name begins with the speaker."""
    files = _sounds(speech / folder, "*/*")
    return tuple(
        Clip(file=file, text=file.parent.name, speaker=f"{folder}:{speaker_of(file.stem)}", source=folder)
        for file in files
    )


def sentence_clips(speech: Path) -> tuple[Clip, ...]:
    """Return the read sentences."""
    folder = speech / "sentences"
    with (folder / "transcripts.csv").open(encoding="utf-8") as lines:
        return tuple(
            Clip(
                file=folder / row["file"],
                text=row["text"].lower(),
                speaker=f"sentences:{row['speaker']}",
                source="sentences",
            )
            for row in csv.DictReader(lines)
        )


def sentence_ages(speech: Path) -> dict[str, int]:
    """Return how old the speaker of each read sentence is, in years, by the file's name."""
    with (speech / "sentences" / "transcripts.csv").open(encoding="utf-8") as lines:
        return {row["file"]: int(row["age"]) for row in csv.DictReader(lines)}


def wake_word_clips(speech: Path) -> tuple[Clip, ...]:
    """Return the wake words that train; who speaks is not known, so each clip counts as a speaker."""
    return tuple(
        Clip(
            file=file,
            text=file.parent.name.replace("-", " "),
            speaker=f"wake-words:{file.parent.name}/{file.stem}",
            source="wake-words",
        )
        for file in _sounds(speech / "wake-words", "*/*")
        if file.parent.name != HELD_OUT_WAKE_WORD
    )


def reading_files(speech: Path) -> tuple[Path, ...]:
    """Return the held-out read English, in which no command is said."""
    return _sounds(speech / "reading", "*")


def assistant_files(speech: Path, part: Part) -> tuple[Path, ...]:
    """Return people ordering coffee, in which no command is said; their words are not written down."""
    files = _sounds(speech / "assistant", "*")
    return tuple(file for file in files if part_of("assistant", file.stem) is part)


def recorded_noise(speech: Path) -> tuple[NDArray[np.float64], ...]:
    """Return the first half of each recorded noise; the second half examines. Nothing where there is no folder."""
    sounds = (read_sound(file).astype(np.float64) for file in sorted((speech / "noise").glob("*.flac")))
    return tuple(sound[: len(sound) // 2] / (sound.std() + 1e-9) for sound in sounds)


def read_sound(file: Path) -> NDArray[np.int16]:
    """Return a file's first channel: int16, (samples,), 16 kHz."""
    sound, rate = soundfile.read(file, dtype="int16", always_2d=True)
    mono = sound[:, 0]
    return mono if rate == RATE else soxr.resample(mono, rate, RATE)


def digest(files: Iterable[Path]) -> str:
    """Return the SHA-256 over the names and bytes of files, for the manifest."""
    whole = hashlib.sha256()
    for file in sorted(files):
        whole.update(f"{file.parent.name}/{file.name}\0".encode())
        whole.update(file.read_bytes())
    return whole.hexdigest()


def _sounds(folder: Path, pattern: str) -> tuple[Path, ...]:
    if not folder.is_dir():
        raise FileNotFoundError(f"no folder {folder}; --speech must name one with recorded people")
    return tuple(_sorted_sounds(folder, pattern))


def _sorted_sounds(folder: Path, pattern: str) -> Iterator[Path]:
    return (file for file in sorted(folder.glob(pattern)) if file.suffix in {".flac", ".opus", ".wav"})
