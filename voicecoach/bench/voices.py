"""Synthetic voices that no model was trained on, saying the commands of several words."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voicecoach.bench.clip import Clip, Kind
from voicecoach.core.commands import COMMAND_OF
from voicecoach.core.errors import RenderingFailed, SpeechEngineMissing

COLLECTION = "synthetic"

ESPEAK_VARIANTS = (
    "m8", "f5", "linda", "rob", "Andrea", "benjamin", "john", "steph", "Mike", "victor", "grandma", "Alicia",
)  # fmt: skip
"""Variants of espeak-ng that the training of the compact model leaves out."""

ESPEAK_ACCENTS = ("en-us", "en-gb")

FLITE_VOICES = ("rms",)
"""Voices of flite that it leaves out."""

_PACES = (130, 150, 170)  # words a minute, in turn
_PITCHES = (40, 50, 60)  # of 0 to 99, in turn
_LONGEST = 20.0  # seconds for one rendering


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice of an engine that is installed."""

    engine: str
    name: str

    @property
    def label(self) -> str:
        """Return its name for reports and file names."""
        return f"{self.engine}-{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What a voice says, into which file."""

    voice: Voice
    text: str
    number: int
    """Its place among all, which its pace and pitch follow from."""
    file: Path


def speaker_of(label: str) -> str:
    """Return who speaks in a voice: a variant of espeak-ng is the same speaker in every accent."""
    return label.rpartition("+")[2]


def installed_voices() -> tuple[Voice, ...]:
    """Return the voices that can speak here; raises SpeechEngineMissing without espeak-ng."""
    if not shutil.which("espeak-ng"):
        raise SpeechEngineMissing("synthetic voices need espeak-ng; install it, or give a manifest of rendered files")
    variants = (f"{accent}+{variant}" for variant in ESPEAK_VARIANTS for accent in ESPEAK_ACCENTS)
    espeak = tuple(Voice(engine="espeak-ng", name=name) for name in variants)
    flite = FLITE_VOICES if shutil.which("flite") else ()
    return (*espeak, *(Voice(engine="flite", name=name) for name in flite))


def render_commands(folder: Path, *, every: int, jobs: int) -> tuple[Clip, ...]:
    """Let every voice say every command of several words; of all sayings, each so manieth is rendered.

    The sounds are left in the folder. Raises SpeechEngineMissing and RenderingFailed.
    """
    sayings = _spread(tuple(_sayings(folder, installed_voices())), every)
    with ThreadPoolExecutor(jobs) as workers:
        list(workers.map(_render, sayings))
    return tuple(_clip(saying) for saying in sayings)


def render_sayings(said: Iterable[tuple[Voice, str]], folder: Path) -> tuple[Path, ...]:
    """Let voices say texts, each time a little differently, and return the files in order.

    Raises RenderingFailed.
    """
    sayings = tuple(
        Saying(voice=voice, text=text, number=number, file=folder / voice.label / f"{number}.wav")
        for number, (voice, text) in enumerate(said)
    )
    for saying in sayings:
        _render(saying)
    return tuple(saying.file for saying in sayings)


def _spread(sayings: tuple[Saying, ...], every: int) -> tuple[Saying, ...]:
    """Return each so manieth in a shuffled order, the same each time, so that few sayings still are many voices."""
    chosen = np.random.default_rng(0).permutation(len(sayings))[::every]
    return tuple(sayings[place] for place in sorted(chosen))


def _sayings(folder: Path, voices: tuple[Voice, ...]) -> Iterator[Saying]:
    texts = tuple(text for text in COMMAND_OF if " " in text)
    for number, (text, voice) in enumerate((text, voice) for text in texts for voice in voices):
        yield Saying(voice=voice, text=text, number=number, file=folder / voice.label / f"{text.replace(' ', '-')}.wav")


def _render(saying: Saying) -> None:
    saying.file.parent.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(_command(saying), capture_output=True, check=True, timeout=_LONGEST)  # noqa: S603 - own texts
    except (subprocess.SubprocessError, OSError) as failure:
        raise RenderingFailed(f"{saying.voice.label} could not say {saying.text!r}: {failure}") from failure


def _command(saying: Saying) -> list[str]:
    if saying.voice.engine == "flite":
        return ["flite", "-voice", saying.voice.name, "-t", saying.text, "-o", str(saying.file)]
    pace, pitch = _PACES[saying.number % len(_PACES)], _PITCHES[saying.number // len(_PACES) % len(_PITCHES)]
    return [
        "espeak-ng", "-v", saying.voice.name, "-s", str(pace), "-p", str(pitch), "-w", str(saying.file), saying.text,
    ]  # fmt: skip


def _clip(saying: Saying) -> Clip:
    return Clip(
        file=saying.file,
        name=f"{COLLECTION}/{saying.voice.label}/{saying.file.name}",
        collection=COLLECTION,
        kind=Kind.SYNTHETIC,
        text=saying.text,
        meant=COMMAND_OF[saying.text],
        voice=saying.voice.label,
    )
