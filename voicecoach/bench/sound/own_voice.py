"""Hours of the coach's own voice through rooms: nothing of it may be taken for a command."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voicecoach.app import Conductor, Listening
from voicecoach.audio.echo_canceller import KalmanCanceller
from voicecoach.audio.mixer import Mixer
from voicecoach.bench.sound.rambler import Rambler
from voicecoach.bench.sound.scene import EchoRoom, Scene
from voicecoach.bench.sound.stream import Stream
from voicecoach.bench.sound.tools import tools
from voicecoach.core.effects import Duck
from voicecoach.core.events import Heard
from voicecoach.core.exercise import Variation
from voicecoach.core.routine import Routine
from voicecoach.core.session import Session
from voicecoach.core.turn import Turn
from voicecoach.core.units import RATE, Seconds, seconds
from voicecoach.hearing.pipeline import Hearing
from voicecoach.ports import OutputPcm
from voicecoach.wiring import count_beats_of, lengths_of

LONGEST = 900.0
"""Seconds after which a session is cut off: drift and learning have had time, and another room is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A command that nobody gave."""

    seed: int
    at: float
    """Seconds into the session."""
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rambled:
    """What came of one session."""

    scene: Scene
    seconds: float
    spoken: float
    """Seconds in which the coach sounded."""
    ducks: int
    accepted: tuple[Accepted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A session to be rambled through."""

    model: Path
    scene: Scene
    noise: OutputPcm | None = None
    """What is heard in the room over and over, see EchoRoom."""
    longest: float = LONGEST


def ramble(task: Task) -> Rambled:
    """Run a session with a person who says anything, in a room drawn from the task's seed."""
    bank, recogniser = tools(task.model)
    scene = task.scene
    chance = np.random.default_rng([scene.seed, 3])
    room, accepted, turns = EchoRoom(scene, task.noise), list[Accepted](), _Ducks()
    stream = Stream(room)
    listening = Listening(stream, KalmanCanceller(), Hearing(recogniser), bank)
    conductor = Conductor(
        session=Session(_routine(chance), lengths_of(bank), beats=count_beats_of(bank)),
        mixer=Mixer(bank.pcm),
        speaker=stream,
        source=Rambler(
            listening, chance, lambda heard: accepted.append(_accepted(scene, heard)), until=Seconds(task.longest)
        ),
        observers=(turns.see,),
    )
    conductor.run()
    return Rambled(
        scene=scene,
        seconds=round(seconds(conductor.mixer.clock), 2),
        spoken=round(room.sounded / RATE, 2),
        ducks=turns.count,
        accepted=tuple(accepted),
    )


def tasks(model: Path, sessions: int, seed: int) -> Iterator[Task]:
    """Return sessions in rooms drawn from a seed."""
    for number in range(sessions):
        yield Task(model=model, scene=Scene.drawn(seed + number))


def _routine(chance: np.random.Generator) -> Routine:
    variations = tuple(Variation)
    return Routine(
        variation=variations[int(chance.integers(len(variations)))],
        cat_cows=int(chance.integers(1, 6)),
        sets=int(chance.integers(1, 4)),
        reps=int(chance.integers(2, 11)),
        rest=Seconds(float(chance.integers(20, 60))),
        plank=Seconds(float(chance.integers(0, 40))),
    )


def _accepted(scene: Scene, heard: Heard) -> Accepted:
    return Accepted(seed=scene.seed, at=round(heard.at, 2), phrase=heard.text)


class _Ducks:
    """How often the coach ducked."""

    def __init__(self) -> None:
        self.count = 0

    def see(self, turn: Turn) -> None:
        self.count += sum(isinstance(effect, Duck) for effect in turn.effects)
