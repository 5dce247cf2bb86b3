"""The sounds that are no words: short, soft figures synthesised by formula."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import tau

import numpy as np

from voicecoach.core.units import RATE, CueId, Seconds, samples
from voicecoach.ports import OutputPcm

PEAK = 0.2
"""Highest sample of every earcon: -14 dBFS, below the voice."""

RISE = Seconds(0.008)
"""Time a note takes to swell and to die away; shorter ones click."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note of an earcon."""

    hertz: float
    length: Seconds


FIGURES: Mapping[CueId, tuple[Note, ...]] = {
    CueId("earcon.listening"): (Note(659.3, Seconds(0.07)), Note(880.0, Seconds(0.09))),
    CueId("earcon.credited"): (Note(1046.5, Seconds(0.16)),),
    CueId("earcon.voided"): (Note(392.0, Seconds(0.10)), Note(311.1, Seconds(0.16))),
    CueId("earcon.ducked"): (Note(523.3, Seconds(0.06)),),
    CueId("earcon.rest_over"): (Note(523.3, Seconds(0.09)), Note(659.3, Seconds(0.09)), Note(784.0, Seconds(0.18))),
}
"""What tells them apart: up, one high bell, down, one short blip, three up."""


def earcons() -> dict[CueId, OutputPcm]:
    """Synthesise every earcon: float32, (frames,), 16 kHz."""
    return {cue: np.concatenate([_sound(note) for note in notes]) for cue, notes in FIGURES.items()}


def name(earcon: CueId) -> str:
    """Return what stands for an earcon's words: its name in brackets."""
    return f"[{earcon.removeprefix('earcon.').replace('_', ' ')}]"


def tone(length: Seconds) -> OutputPcm:
    """Synthesise the plain tone that takes the place of a cue that cannot be spoken."""
    return _sound(Note(440.0, length))


def _sound(note: Note) -> OutputPcm:
    """Synthesise a note with a soft octave above it, decaying to a third, silent at both ends."""
    count = samples(note.length)
    at = np.arange(count) / RATE
    wave = np.sin(tau * note.hertz * at) + 0.25 * np.sin(tau * 2 * note.hertz * at)
    decay = np.exp(-at / note.length)
    shaped = wave * decay * _swell(count)
    return np.asarray(PEAK * shaped / np.max(np.abs(shaped)), dtype=np.float32)


def _swell(count: int) -> OutputPcm:
    ramp = min(samples(RISE), count // 2)
    curve = 0.5 - 0.5 * np.cos(np.pi * np.arange(ramp) / ramp)
    return np.concatenate([curve, np.ones(count - 2 * ramp), curve[::-1]]).astype(np.float32)
