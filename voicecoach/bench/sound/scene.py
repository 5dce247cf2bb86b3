"""A room in memory in which the coach plays, hears itself, and somebody may speak: speaker and microphone at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecoach.audio.clock import FrameCounter
from voicecoach.audio.interpolation import REACH, at
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
"""Seconds between which sound takes to the microphone beyond what the devices say of their buffers; see `stream`."""

CLIP = 0.25
"""Amplitude beyond which a speaker that is too small cuts off; the cues' peaks reach 0.89."""

HISS = Decibels(-62.0)
"""dBFS of the microphone's own noise."""

_REACH = 4 * BLOCK  # samples that are kept to be read at the other clock's pace


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
    """Share by which the microphone's clock is fast."""

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
    """Play blocks and give them back as the microphone hears them; write one block, then read.

    Where the clocks run apart, frames are numbered as the program numbers those of a real microphone.
    """

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
        self._recorded = 0
        self._counter = FrameCounter()
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
        for place, air in self._drift.take(self._convolver.convolve(cut) + self._people.take()):
            self._record(air, Samples(round(place)))

    def _record(self, air: NDArray[np.float64], measured: Samples) -> None:
        """Take a block of the microphone and place it on the session clock as the program does."""
        heard = air + _part(self._hiss, self._recorded) + _part(self._noise, self._recorded)
        self._recorded += BLOCK
        place = self._counter.place(measured)
        if place is not None:
            self._frames.append(Frame.at(place, to_int16(heard)))

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
    """Read a stream more slowly than it is written, by a share."""

    def __init__(self, share: float) -> None:
        self._pace = 1 - share
        self._kept = np.zeros(_REACH)
        self._written = 0
        self._read = 0

    def take(self, block: NDArray[np.float64]) -> Iterator[tuple[float, NDArray[np.float64]]]:
        """Return what can be read now: one block, now and then two, or none; each with its place in what was written.

        Not by straight lines between the samples: they take the highs away wherever it is read half-way between two,
        which sounds like a canceller that forgets them once a second.
        """
        self._kept = np.concatenate([self._kept[BLOCK:], block])
        self._written += BLOCK
        ahead = REACH if self._pace != 1 else 0
        while self._pace * (self._read + BLOCK - 1) + ahead <= self._written - 1:
            places = np.asarray(self._pace * (self._read + np.arange(BLOCK)), np.float64)
            self._read += BLOCK
            yield float(places[0]), at(self._kept, places - self._written + _REACH) if ahead else block
