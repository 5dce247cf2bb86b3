"""In what a recording is heard: noise, and a room."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from voicecoach.bench.clip import Clip, Kind
from voicecoach.bench.corpus import Corpus
from voicecoach.core.units import Decibels

SNRS = (Decibels(20.0), Decibels(12.0), Decibels(6.0), Decibels(0.0))
"""Decibels of the speech's active level over the noise."""

ROOM_SNR = Decibels(12.0)
"""At which synthetic voices are heard in rooms."""

DISTANCES = (1.0, 2.0, 3.0)
"""Metres from the mouth to the microphone in the simulated room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One way to hear a recording; as it is, when nothing is set."""

    noise: Path | None = None
    snr: Decibels | None = None
    room: Path | None = None
    """A recorded impulse response."""
    distance: float | None = None
    """Metres in a simulated room, whose reverberation does not fall with the distance as the direct sound does."""

    @property
    def is_clean(self) -> bool:
        """Say whether the recording is heard as it is."""
        return self == CLEAN

    @property
    def place(self) -> str:
        """Return the room's name."""
        if self.room:
            return self.room.stem
        return f"simulated, {self.distance:g} m" if self.distance else ""


CLEAN = Condition()


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A recording in a condition."""

    clip: Clip
    condition: Condition
    seed: int
    """What the choice of the noise's place is drawn from, together with the names."""

    @property
    def key(self) -> str:
        """Return what tells this take from every other, the same on every machine."""
        noise = self.condition.noise.name if self.condition.noise else ""
        return f"{self.seed}/{self.clip.name}/{noise}/{self.condition.snr}/{self.condition.place}"


def takes(corpus: Corpus, seed: int) -> Iterator[Take]:
    """Return everything that is to be heard.

    Every clip as it is; recorded commands at each signal-to-noise ratio in each noise, and in each room; synthetic
    commands at each distance and in each recorded room in turn, at 12 dB, in each noise in turn.
    """
    synthetic = 0
    for clip in corpus.clips:
        yield Take(clip=clip, condition=CLEAN, seed=seed)
        if clip.meant is None:
            continue
        is_synthetic = clip.kind is Kind.SYNTHETIC
        conditions = _of_voices(corpus, synthetic) if is_synthetic else _of_people(corpus)
        synthetic += is_synthetic
        yield from (Take(clip=clip, condition=condition, seed=seed) for condition in conditions)


def _of_people(corpus: Corpus) -> Iterator[Condition]:
    for snr in SNRS:
        yield from (Condition(noise=noise, snr=snr) for noise in corpus.noises)
    yield from (Condition(room=room) for room in corpus.rooms)
    yield from (Condition(distance=distance) for distance in DISTANCES)


def _of_voices(corpus: Corpus, number: int) -> Iterator[Condition]:
    noise = corpus.noises[number % len(corpus.noises)] if corpus.noises else None
    snr = ROOM_SNR if noise else None
    yield from (Condition(noise=noise, snr=snr, distance=distance) for distance in DISTANCES)
    if corpus.rooms:
        yield Condition(noise=noise, snr=snr, room=corpus.rooms[number % len(corpus.rooms)])
