"""Misses against false accepts, as one threshold moves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voicecoach.bench.outcome import Outcome, Result, Understood, judged
from voicecoach.core.commands import Command

MOST_POINTS = 200
"""Points of a curve; of more thresholds, as many are kept, evenly spread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What a threshold does; nothing stands for the default thresholds of every class."""

    threshold: float | None
    missed: float
    """Share of the recorded commands that do not lead to their command alone, 0 to 1."""
    an_hour: float
    """False accepts an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The operating curve of one list of people talking."""

    name: str
    points: tuple[Point, ...]
    """By rising threshold; the other criteria of acceptance but the command itself are set aside."""
    default: Point


def curve(name: str, commands: Sequence[Outcome], talk: Sequence[Outcome]) -> Curve:
    """Return how misses among the commands trade against false accepts in the talk."""
    hours = sum(outcome.duration for outcome in talk) / 3600
    thresholds = _thresholds((*commands, *talk))

    def point(threshold: float | None) -> Point:
        right = sum(judged(one.take.clip.meant, _accepted(one, threshold)) is Result.RIGHT for one in commands)
        wrong = sum(not one.take.clip.really_says(command) for one in talk for command in _accepted(one, threshold))
        missed = 1 - right / len(commands) if commands else 0.0
        return Point(threshold=threshold, missed=missed, an_hour=wrong / hours if hours else 0.0)

    return Curve(name=name, points=tuple(map(point, thresholds)), default=point(None))


def _thresholds(outcomes: Iterable[Outcome]) -> tuple[float, ...]:
    scores = sorted({one.score for outcome in outcomes for one in outcome.heard if one.score is not None})
    step = max(1, -(-len(scores) // MOST_POINTS))
    return tuple(scores[::step])


def _accepted(outcome: Outcome, threshold: float | None) -> tuple[Command, ...]:
    if threshold is None:
        return outcome.accepted
    return tuple(one.command for one in outcome.heard if one.command and _passes(one, threshold))


def _passes(one: Understood, threshold: float) -> bool:
    return one.score is not None and one.score >= threshold
