"""A room in memory in which the coach plays, hears itself, and somebody may speak: speaker and microphone at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.units import BLOCK, RATE, Decibels, Samples, Seconds, samples
from voicecoach.ports import Frame, OutputPcm
from voicecoach.rehearsal.acoustics import gain, leak_response
from voicecoach.rehearsal.convolver import Convolver
from voicecoach.rehearsal.lane import Lane
from voicecoach.rehearsal.persona import Room
from voicecoach.rehearsal.room import to_int16

LEAKS = (0.0, -6.0, -12.0, -20.0)
"""Decibels of the coach in the microphone under the coach at the speaker."""

DRIFT = 60e-6
"""Share by which the microphone's clock may run apart from the speaker's."""

RINGING = (0.2, 0.8)
"""Seconds between which the rooms ring, by 60 dB."""

DELAYS = (0.01, 0.14)
"""Seconds between which sound takes from the mixer to the microphone, buffers of the devices included."""

CLIP = 0.25
"""Amplitude beyond which a speaker that is too small cuts off; the cues' peaks reach 0.89."""

HISS = Decibels(-62.0)
"""dBFS of the microphone's own noise."""

_REACH = 2 * RATE  # samples of echo that are kept to be read at the other clock's pace


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Where and how the coach is heard."""

    seed: int
    rt60: float
    leak: float
    """Decibels."""
    delay: Seconds
    is_clipped: bool = False
    drift: float = 0.0
    """Share by which the microphone's clock is slow."""

    @classmethod
    def drawn(cls, seed: int) -> "Scene":
        """Return a scene by chance; the four leaks take turns, so that few scenes hold all of them."""
        chance = np.random.default_rng([seed, 1])
        return cls(
            seed=seed,
            rt60=round(float(chance.uniform(*RINGING)), 2),
            leak=LEAKS[seed % len(LEAKS)],
            delay=Seconds(round(float(chance.uniform(*DELAYS)), 3)),
            is_clipped=bool(chance.random() < 0.5),
            drift=DRIFT if chance.random() < 0.5 else 0.0,
        )


class EchoRoom:
    """Play blocks and give them back as the microphone hears them; write one block, then read."""

    is_lost = False
    is_exhausted = False

    def __init__(self, scene: Scene, noise: OutputPcm | None = None) -> None:
        """Open a room; `noise` is heard over and over: float32, a whole number of blocks."""
        chance = np.random.default_rng([scene.seed, 2])
        response = leak_response(Room(rt60=scene.rt60), scene.leak, chance)
        self._limit = CLIP if scene.is_clipped else None
        self._convolver = Convolver(np.concatenate([np.zeros(samples(scene.delay)), response]))
        self._drift = _Drift(scene.drift)
        self._hiss = chance.standard_normal(RATE) * gain(HISS)
        self._noise = np.zeros(BLOCK, np.float32) if noise is None else noise
        self._people = Lane()
        self._frames: list[Frame] = []
        self._clock = 0
        self.played: list[OutputPcm] | None = None
        """Every block that was played, where somebody set this to a list."""
        self.sounded = 0
        """Samples of the blocks in which there was any sound."""

    def speak(self, sound: NDArray[np.float64], start: Samples) -> None:
        """Let a person say something, as it sounds at the microphone, from a sample on that is yet to come."""
        self._people.add(start, sound)

    def write(self, block: OutputPcm) -> None:
        """Play a block, float32, (320,)."""
        self.sounded += BLOCK if block.any() else 0
        if self.played is not None:
            self.played.append(block.copy())
        cut = block if self._limit is None else np.clip(block, -self._limit, self._limit)
        echo = self._drift.take(self._convolver.convolve(cut))
        heard = echo + self._people.take() + _part(self._hiss, self._clock) + _part(self._noise, self._clock)
        self._frames.append(Frame(pcm=to_int16(heard), start=Samples(self._clock)))
        self._clock += BLOCK

    def read(self) -> Sequence[Frame]:
        """Return the frames since the last call."""
        frames, self._frames = self._frames, []
        return frames

    def close(self) -> None:
        """Do nothing."""


def _part(loop: NDArray[np.floating], clock: int) -> NDArray[np.floating]:
    start = clock % len(loop)
    return loop[start : start + BLOCK]


class _Drift:
    """Read a stream more slowly than it is written, by a share; linear between two samples."""

    def __init__(self, share: float) -> None:
        self._share = share
        self._kept = np.zeros(_REACH)
        self._read = 0

    def take(self, block: NDArray[np.float64]) -> NDArray[np.float64]:
        if not self._share:
            return block
        self._kept = np.concatenate([self._kept[BLOCK:], block])
        behind = self._share * (self._read + np.arange(BLOCK))
        self._read += BLOCK
        places = _REACH - BLOCK + np.arange(BLOCK) - behind
        return np.interp(places, np.arange(_REACH), self._kept)
