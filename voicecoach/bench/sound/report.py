"""What `bench sound` found, as figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from voicecoach.bench.interval import Rate, Share
from voicecoach.bench.sound.barge_in import Answered, Setting
from voicecoach.bench.sound.own_voice import Accepted, Rambled

RECORDED, SYNTHETIC = "recorded", "synthetic"
"""Voices that say "stop"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnVoice:
    """What was taken for a command of the coach's own speech."""

    leak: float | None
    """Decibels; nothing for all together."""
    sessions: int
    hours: float
    spoken: Rate
    """Commands accepted, over the hours in which the coach sounded."""
    ducks: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class BargeIn:
    """How "stop" was obeyed over the coach's speech."""

    voices: str
    """RECORDED or SYNTHETIC."""
    ratio: float
    """Decibels of the person over the echo."""
    setting: Setting
    takes: int
    """How many different recordings the words are; the intervals take each word for one of its own."""
    speakers: int
    in_silence: Share
    """Of all words, those that were obeyed when the coach was silent."""
    obeyed: Share
    """Of these, those that were obeyed over the coach's speech."""
    wrong: Share
    """Of all words, those that were taken for another command over the coach's speech."""
    ducked: Share
    """Of all words, those at which the coach ducked."""
    to_duck: tuple[float | None, float | None]
    """Seconds from the onset of the word: median and 95th percentile."""
    to_silence: tuple[float | None, float | None]
    """Seconds from the end of the word to the coach's last sample: median and 95th percentile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breath:
    """What somebody's breath, or a noise, did."""

    noise: str
    minutes: float
    accepted: int
    ducks_a_minute: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundReport:
    """Everything that was measured."""

    version: str
    model: str
    seed: int
    every: int
    has_corpus: bool
    """Whether recorded people and noises were heard."""
    own_voice: tuple[OwnVoice, ...]
    own_voice_accepted: tuple[Accepted, ...]
    barge_in: tuple[BargeIn, ...]
    breath: tuple[Breath, ...]


def own_voice(rambled: Sequence[Rambled]) -> tuple[OwnVoice, ...]:
    """Return the figures of all sessions, then of those with each leak."""
    leaks = sorted({one.scene.leak for one in rambled}, reverse=True)
    groups = [(None, rambled), *((leak, [one for one in rambled if one.scene.leak == leak]) for leak in leaks)]
    return tuple(_own_voice(leak, group) for leak, group in groups)


def _own_voice(leak: float | None, group: Sequence[Rambled]) -> OwnVoice:
    spoken, hours = (sum(getattr(one, name) for one in group) / 3600 for name in ("spoken", "seconds"))
    return OwnVoice(
        leak=leak,
        sessions=len(group),
        hours=hours,
        spoken=Rate(count=sum(len(one.accepted) for one in group), hours=spoken),
        ducks=Rate(count=sum(one.ducks for one in group), hours=spoken),
    )


def barge_in(voices: str, silent: Sequence[Answered], over: Iterable[Sequence[Answered]]) -> tuple[BargeIn, ...]:
    """Return the figures of each ratio and setting; `over` has the same words in the same order as `silent`."""
    return tuple(_barge_in(voices, silent, answered) for answered in over if answered)


def _barge_in(voices: str, silent: Sequence[Answered], over: Sequence[Answered]) -> BargeIn:
    both = [after.is_obeyed for before, after in zip(silent, over, strict=True) if before.is_obeyed]
    ducks = [one.to_duck for one in over if one.to_duck is not None]
    silences = [one.to_silence for one in over if one.to_silence is not None]
    return BargeIn(
        voices=voices,
        ratio=over[0].ratio or 0.0,
        setting=over[0].setting,
        takes=len({one.take for one in over}),
        speakers=len({one.speaker for one in over}),
        in_silence=Share(count=len(both), of=len(silent)),
        obeyed=Share(count=sum(both), of=len(both)),
        wrong=Share(count=sum(bool(one.other) for one in over), of=len(over)),
        ducked=Share(count=len(ducks), of=len(over)),
        to_duck=_median_and_p95(ducks),
        to_silence=_median_and_p95(silences),
    )


def breath(rambled: Iterable[tuple[str, Rambled]]) -> tuple[Breath, ...]:
    """Return the figures of each noise."""
    groups: dict[str, list[Rambled]] = {}
    for name, one in rambled:
        groups.setdefault(name, []).append(one)
    return tuple(_breath(name, group) for name, group in groups.items())


def _breath(name: str, group: Sequence[Rambled]) -> Breath:
    minutes = sum(one.seconds for one in group) / 60
    return Breath(
        noise=name,
        minutes=round(minutes, 2),
        accepted=sum(len(one.accepted) for one in group),
        ducks_a_minute=round(sum(one.ducks for one in group) / minutes, 3),
    )


def _median_and_p95(values: Sequence[float]) -> tuple[float | None, float | None]:
    if not values:
        return None, None
    median, late = (round(float(np.quantile(values, share)), 3) for share in (0.5, 0.95))
    return median, late
