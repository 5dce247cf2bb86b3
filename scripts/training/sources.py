"""Where all that the model is made of comes from, and under which licence."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from training.recordings import Clip, digest, sentence_ages, sentence_clips, wake_word_clips, word_clips
from training.voices import ACCENTS, HELD_OUT_ESPEAK, espeak_variants
from voicecoach.bench.split import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Material with its licence."""

    name: str
    used: str
    """What for; in `SOURCES` with places for what is counted."""
    licence: str
    attribution: str
    folder: str = ""
    """Where it lies in the speech folder, if it does."""


ESPEAK = "espeak-ng voices"

SOURCES: tuple[Source, ...] = (
    Source(
        name="Google Speech Commands v0.01",
        used="trained on: single words of {speakers} speakers, {calibrate} of whom only watch the training",
        licence="CC BY 4.0",
        attribution="Pete Warden, Google, 2017",
        folder="words-train",
    ),
    Source(
        name="Google Speech Commands v0.02, test set",
        used="{train} speakers trained on, {calibrate} calibrate, {examine} examine and are named in the manifest",
        licence="CC BY 4.0",
        attribution="Pete Warden, Google, 2018",
        folder="words",
    ),
    Source(
        name="speechocean762",
        used="trained on: read sentences of {train} Mandarin speakers aged {youngest} to {oldest}; {held_out} held out",
        licence="CC BY 4.0",
        attribution="Zhang et al., speechocean762, 2021 (OpenSLR 101)",
        folder="sentences",
    ),
    Source(
        name="Picovoice wake-word benchmark",
        used="trained on: {train} recordings of five phrases; {held_out} more of these and a sixth, 'jarvis', held out",
        licence="Apache-2.0",
        attribution="Picovoice Inc.",
        folder="wake-words",
    ),
    Source(
        name="Google Speech Commands background noise",
        used="the first half of each recording mixed into the training, the second half held out",
        licence="CC BY 4.0",
        attribution="Pete Warden, Google, 2018",
        folder="noise",
    ),
    Source(
        name="LibriSpeech",
        used="held out: read English in which no command is said",
        licence="CC BY 4.0",
        attribution="Panayotov et al., LibriSpeech, 2015",
        folder="reading",
    ),
    Source(
        name="Room impulse responses: Surrey room A, audiomentations demo",
        used="held out: rooms in which the held-out voices are heard",
        licence="MIT",
        attribution="University of Surrey; Iver Jordal",
        folder="rooms",
    ),
    Source(
        name=ESPEAK,
        used="trained on: {variants} variants in {accents} accents; {held_out} variants held out",
        licence="GPL-3.0-or-later for the program; what it speaks is not covered by it",
        attribution="Jonathan Duddington, Reece H. Dunn and others",
    ),
    Source(
        name="flite voices awb, slt, kal16; rms held out",
        used="trained on, but rms",
        licence="CMU's BSD-like licence",
        attribution="Carnegie Mellon University",
    ),
    Source(
        name="CMU Pronouncing Dictionary and US English language model, from the pocketsphinx package",
        used="how words sound, which words are common, and which follow which",
        licence="BSD-2-Clause",
        attribution="Carnegie Mellon University",
    ),
)


def described(speech: Path) -> tuple[Source, ...]:
    """Return the sources with what was counted in a speech folder; raises FileNotFoundError without it or espeak-ng."""
    return tuple(replace(source, used=source.used.format(**_counted(source, speech))) for source in SOURCES)


def _counted(source: Source, speech: Path) -> dict[str, int]:
    match source.folder:
        case "words" | "words-train":
            return _speakers(word_clips(speech, source.folder))
        case "sentences":
            clips = sentence_clips(speech)
            ages = sentence_ages(speech)
            trained = [ages[clip.file.name] for clip in clips if not clip.is_held_out]
            return {**_speakers(clips), "youngest": min(trained), "oldest": max(trained)}
        case "wake-words":
            return _speakers(wake_word_clips(speech))
        case "" if source.name == ESPEAK:
            return {
                "variants": len(espeak_variants()),
                "accents": len(frozenset(ACCENTS)),
                "held_out": len(HELD_OUT_ESPEAK),
            }
        case _:
            return {}


def _speakers(clips: Iterable[Clip]) -> dict[str, int]:
    parts = Counter(part for _, part in {(clip.speaker, clip.part) for clip in clips})
    return {
        "speakers": parts.total(),
        "train": parts[Part.TRAINS],
        "calibrate": parts[Part.CALIBRATES],
        "examine": parts[Part.EXAMINES],
        "held_out": parts.total() - parts[Part.TRAINS],
    }


def hashes(speech: Path) -> dict[str, str]:
    """Return the SHA-256 of each folder of recordings that there is."""
    folders = (source.folder for source in SOURCES if source.folder and (speech / source.folder).is_dir())
    return {
        folder: digest(file for file in (speech / folder).rglob("*") if file.is_file()) for folder in sorted(folders)
    }
