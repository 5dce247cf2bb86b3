"""The "stop" of people and of synthetic voices that nothing was trained on."""

import tempfile
from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voicecoach.bench.corpus import Selection, read_corpus
from voicecoach.bench.sound.interrupter import Word
from voicecoach.bench.sound_level import span_of_word
from voicecoach.bench.split import Part
from voicecoach.bench.voices import installed_voices, render_sayings
from voicecoach.core.units import Decibels, samples
from voicecoach.hearing.recording import read_sound
from voicecoach.ports import InputPcm
from voicecoach.rehearsal.acoustics import gain
from voicecoach.speech.loudness import active_rms

LEVEL = Decibels(-30.0)
"""Active level of the person at the microphone, dBFS: somebody who lies 2 m away."""

STOP = "stop"

_Take = tuple[str, str, Path]
"""Speaker, name of the take, file."""


def recorded_stops(corpus: Path, count: int) -> tuple[Word, ...]:
    """Return so many takes by speakers who examine, over and over where there are fewer; raises CorpusBroken."""
    clips = read_corpus(corpus, Selection(part=Part.EXAMINES)).clips
    chosen = [clip for clip in clips if clip.text == STOP]
    return _words(((clip.speaker or "", clip.file.name, clip.file) for clip in chosen), count)


def synthetic_stops(count: int) -> tuple[Word, ...]:
    """Return so many words by voices that no training heard; what one voice says counts as one take.

    Raises SpeechEngineMissing and RenderingFailed.
    """
    with tempfile.TemporaryDirectory() as folder:
        voices = installed_voices()
        sayings = tuple(islice(zip(cycle(voices), cycle((STOP,)), strict=False), count))
        files = render_sayings(sayings, Path(folder))
        labels = [voice.label for voice, _ in sayings]
        return _words(zip(labels, labels, files, strict=True), count)


def _words(takes: Iterable[_Take], count: int) -> tuple[Word, ...]:
    return tuple(islice(cycle(tuple(_each(takes))), count))


def _each(takes: Iterable[_Take]) -> Iterator[Word]:
    for speaker, take, file in takes:
        sound = _at_level(read_sound(file))
        span = span_of_word(sound.astype(np.float32))
        if span:
            yield Word(speaker=speaker, take=take, sound=sound, onset=samples(span.start), end=samples(span.end))


def _at_level(pcm: InputPcm) -> NDArray[np.float64]:
    sound = pcm / 32_768
    return np.asarray(sound * gain(LEVEL - active_rms(sound.astype(np.float32))))
