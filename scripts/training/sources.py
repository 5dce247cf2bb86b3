"""Where all that the model is made of comes from, and under which licence."""

from dataclasses import dataclass
from pathlib import Path

from training.recordings import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Material with its licence."""

    name: str
    used: str
    licence: str
    attribution: str
    folder: str = ""
    """Where it lies in the speech folder, if it does."""


SOURCES: tuple[Source, ...] = (
    Source(
        name="Google Speech Commands v0.01",
        used="trained on: single words of 508 speakers, 43 of whom only watch the training",
        licence="CC BY 4.0",
        attribution="Pete Warden, Google, 2017",
        folder="words-train",
    ),
    Source(
        name="Google Speech Commands v0.02, test set",
        used="61 speakers trained on, 19 calibrate, 37 examine and are named in the manifest",
        licence="CC BY 4.0",
        attribution="Pete Warden, Google, 2018",
        folder="words",
    ),
    Source(
        name="speechocean762",
        used="trained on: read sentences of Mandarin speakers aged 6 to 43; one in sixteen speakers held out",
        licence="CC BY 4.0",
        attribution="Zhang et al., speechocean762, 2021 (OpenSLR 101)",
        folder="sentences",
    ),
    Source(
        name="Picovoice wake-word benchmark",
        used="trained on: five of six phrases; 'jarvis' held out",
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
        name="espeak-ng voices",
        used="trained on: 64 variants in seven accents; 12 variants held out",
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


def hashes(speech: Path) -> dict[str, str]:
    """Return the SHA-256 of each folder of recordings that there is."""
    folders = (source.folder for source in SOURCES if source.folder and (speech / source.folder).is_dir())
    return {
        folder: digest(file for file in (speech / folder).rglob("*") if file.is_file()) for folder in sorted(folders)
    }
