"""Sound for the tests of this folder: noise, synthetic commands, and frames of either."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from voicecoach.core.units import BLOCK, RATE, Decibels, Samples
from voicecoach.hearing.gate import Edge, Gauge
from voicecoach.hearing.level import SILENCE
from voicecoach.hearing.segment import Heeded
from voicecoach.ports import Frame, InputPcm, OutputPcm

RECORDINGS = Path(__file__).parent / "recordings"
SILENT_REFERENCE: OutputPcm = np.zeros(BLOCK, np.float32)

Sound = NDArray[np.float64]


def noise(seconds: float, decibels: float, seed: int = 1) -> Sound:
    return np.random.default_rng(seed).normal(0.0, 10 ** (decibels / 20), round(seconds * RATE))


def recorded(name: str) -> Sound:
    sound, _ = soundfile.read(RECORDINGS / f"{name}.flac")
    return np.asarray(sound, np.float64)


def placed(sound: Sound, at: int, length: int, floor: float = -65.0) -> Sound:
    """Put a sound at a sample of a quiet room."""
    room = noise(length / RATE, floor)
    room[at : at + sound.size] += sound
    return room


def pcm(sound: Sound) -> InputPcm:
    return np.clip(np.rint(sound * 32_768), -32_768, 32_767).astype(np.int16)


def heeded(number: int, quiet: int = 0) -> Heeded:
    """Return a frame in a quiet room without a coach, after so many quiet ones, itself included; 0 is a loud one."""
    gauge = Gauge(
        edge=Edge.NONE,
        level=Decibels(-20.0),
        floor=Decibels(-65.0),
        echo=SILENCE,
        is_echo_known=False,
        is_loud=quiet == 0,
        quiet=quiet,
        faint=quiet,
    )
    return Heeded(frame=Frame(pcm=np.zeros(BLOCK, np.int16), start=Samples(number * BLOCK)), gauge=gauge)


def frames(sound: Sound, start: int = 0) -> Iterator[Frame]:
    whole = pcm(sound)
    for offset in range(0, whole.size - BLOCK + 1, BLOCK):
        yield Frame(pcm=whole[offset : offset + BLOCK], start=Samples(start + offset))
