"""Somebody says "stop" over the coach: how often it is obeyed, how soon the coach ducks and falls silent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voicecoach.app import Conductor, Listening
from voicecoach.audio.echo_canceller import KalmanCanceller
from voicecoach.audio.mixer import Mixer
from voicecoach.bench.sound.interrupter import Interrupter, Trial, Word
from voicecoach.bench.sound.scene import DRIFT, EchoRoom, Scene
from voicecoach.bench.sound.stream import AHEAD, Stream
from voicecoach.bench.sound.tools import tools
from voicecoach.bench.sound.undimmed import Undimmed, until_low
from voicecoach.bench.sound.words import LEVEL
from voicecoach.core.routine import Routine
from voicecoach.core.session import Session
from voicecoach.core.units import RATE, Samples
from voicecoach.hearing.pipeline import Hearing
from voicecoach.ports import OutputPcm
from voicecoach.speech.loudness import TARGET
from voicecoach.wiring import count_beats_of, lengths_of

RATIOS = (0.0, -6.0, -12.0)
"""Decibels of the person's level over the coach's echo, both active, at the microphone."""


class Setting(StrEnum):
    """What speaker and microphone do to the sound beside carrying it."""

    PLAIN = "linear, no drift"
    """As is asked for."""
    DRIFTING = "clocks 60 ppm apart"
    CLIPPING = "speaker that clips"


HARSH_RATIO = 0.0
"""At which ratio the other settings are measured, each a row of its own."""

WORDS_A_ROOM = 20
"""Words that are said in one session, and so in one room."""

_GAP = RATE // 5  # samples of silence that end a stretch of the coach's speech


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Task:
    """Words that are said in one session."""

    model: Path
    words: Sequence[Word]
    ratio: float | None
    """See RATIOS; nothing where the words fall into the coach's silence."""
    seed: int
    setting: Setting = Setting.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How one word was answered; times in seconds."""

    speaker: str
    take: str
    ratio: float | None
    setting: Setting
    is_obeyed: bool
    to_duck: float | None
    """From the word's onset until the coach's last sample that was not low; nothing where it stayed loud or silent."""
    to_silence: float | None
    """From the word's end until the coach's last sample; nothing where it was not obeyed, or silent before."""
    other: str
    """What else was understood."""


def over_speech() -> Iterator[tuple[float, Setting]]:
    """Return each ratio and setting in which words are said over the coach."""
    yield from ((ratio, Setting.PLAIN) for ratio in RATIOS)
    yield from ((HARSH_RATIO, setting) for setting in Setting if setting is not Setting.PLAIN)


def tasks(whole: Task) -> Iterator[Task]:
    """Return the sessions in which words are said; each ratio is heard in the same rooms."""
    for place in range(0, len(whole.words), WORDS_A_ROOM):
        yield replace(whole, words=whole.words[place : place + WORDS_A_ROOM], seed=whole.seed + place)


def interrupt(task: Task) -> tuple[Answered, ...]:
    """Run a session in which somebody says "stop" over and over."""
    bank, recogniser = tools(task.model)
    room = EchoRoom(_scene(task))
    room.played = []
    stream, undimmed = Stream(room), Undimmed(Mixer(bank.pcm))
    person = Interrupter(
        listening=Listening(stream, KalmanCanceller(), Hearing(recogniser), bank),
        room=room,
        stream=stream,
        words=task.words,
        chance=np.random.default_rng([task.seed, 3]),
        over_speech=task.ratio is not None,
    )
    session = Session(Routine(), lengths_of(bank), beats=count_beats_of(bank))
    Conductor(session=session, mixer=Mixer(bank.pcm), speaker=stream, source=person, observers=(undimmed.see,)).run()
    played = np.concatenate(room.played)
    heard = Audible(played=played, undimmed=undimmed.until(len(played)))
    return tuple(_answered(task, trial, heard) for trial in person.trials)


def _scene(task: Task) -> Scene:
    """Return a room with a speaker, before it clips as loud in the microphone as the ratio says."""
    leak = -60.0 if task.ratio is None else LEVEL - task.ratio - TARGET
    drawn = Scene.drawn(task.seed)
    return Scene(
        seed=task.seed,
        rt60=drawn.rt60,
        leak=leak,
        delay=drawn.delay,
        is_clipped=task.setting is Setting.CLIPPING,
        drift=DRIFT if task.setting is Setting.DRIFTING else 0.0,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Audible:
    """What left the speaker, sample by sample: float32, (frames,)."""

    played: OutputPcm
    undimmed: OutputPcm
    """The same without ducking."""


def _answered(task: Task, trial: Trial, heard: Audible) -> Answered:
    was_silent = task.ratio is None
    return Answered(
        speaker=trial.word.speaker,
        take=trial.word.take,
        ratio=task.ratio,
        setting=task.setting,
        is_obeyed=trial.heard_at is not None,
        to_duck=None if was_silent else _to_duck(trial, heard),
        to_silence=None if was_silent or trial.heard_at is None else _to_silence(trial, heard.played != 0),
        other=trial.other,
    )


def _to_duck(trial: Trial, heard: Audible) -> float | None:
    """Return when the coach was low after the word's onset, if it was by the time that the ears had the whole word."""
    after = slice(trial.onset, trial.is_over_at)
    low = until_low(heard.played[after], heard.undimmed[after])
    return low if low is not None and low <= (trial.end + AHEAD - trial.onset) / RATE else None


def _to_silence(trial: Trial, sounding: NDArray[np.bool_]) -> float:
    """Return how long after the word the coach still sounded before it fell silent for a moment."""
    last = trial.end
    for place in np.flatnonzero(sounding[trial.end : trial.end + 4 * RATE]) + trial.end:
        if place - last > _GAP:
            break
        last = Samples(int(place))
    return (last - trial.end) / RATE
