"""The floor: where in a descent the back wants to lift, how it is learnt, and when it moves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Protocol

from voicecoach.core.effects import FloorCause, Reason
from voicecoach.core.exercise import Variation
from voicecoach.core.ledger import Verdict
from voicecoach.core.progress import SessionDone
from voicecoach.core.units import Seconds

GROUND = 1.0
"""The fraction of a whole descent, which begins at 0."""

REACTION = Seconds(0.18)
"""From what a person feels to the beginning of the voice, and from what is heard to the legs that stop.

The mean of 30 people who began to phonate at a tone or at a drop of pressure in the mouth (Izdebski and Shipp,
"Voluntary reaction times for phonation initiation", J. Acoust. Soc. Am. 60, S66, 1976); hands were quicker.
"""

STEP = 0.1
"""How far the floor moves at a time, as a fraction of the descent."""

HIGHEST = 0.3
"""Neither an arch nor a mark moves the floor above this: there is no descent left, and a gentler kind helps more."""

CLEAN_SESSIONS = 2
"""Sessions in a row without an arch at a floor, before it moves down."""

ARCHES = 2
"""Arches at a floor in one session, with which it moves up."""

MARKS = 2
MOST_MARKS = 3
"""How often the floor is marked in test descents: one more time when the first marks disagree."""

AGREEMENT = 0.15
"""Most spread of marks that agree."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """What several marks say together."""

    median: float
    spread: float
    """From the highest to the lowest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """The floor with which a session begins, and whether it moved."""

    fraction: float
    cause: FloorCause


def position(spoken_at: Seconds, began: Seconds, descent: int) -> float:
    """Return where the legs were when the back wanted to lift, from 0 to 1: a reaction before the word began."""
    return round(min(GROUND, max(0.0, (spoken_at - REACTION - began) / descent)), 3)


def markable(depth: float, marked: float) -> float:
    """Return the floor for a mark: never below the known one, never above the highest."""
    return min(depth, max(HIGHEST, marked))


def pooled(marks: Sequence[float]) -> Pool:
    """Return the median and the spread of at least one mark."""
    return Pool(median=round(median(marks), 3), spread=round(max(marks) - min(marks), 3))


def is_enough(marks: Sequence[float]) -> bool:
    """Say whether marks need no further test descent: two that agree, or three."""
    return len(marks) >= MOST_MARKS or (len(marks) >= MARKS and pooled(marks).spread <= AGREEMENT)


class Judged(Protocol):
    """A rep of which it is known what became of it and why."""

    @property
    def verdict(self) -> Verdict:
        """Return what became of it."""

    @property
    def reason(self) -> Reason | None:
        """Return why it does not count."""


def arches(reps: Iterable[Judged]) -> int:
    """Count the reps that did not count because the back arched."""
    return sum(rep.verdict is Verdict.VOIDED and rep.reason is Reason.ARCHED for rep in reps)


def above(fraction: float) -> float:
    """Return the floor one step up; the highest one stays."""
    return min(fraction, max(HIGHEST, round(fraction - STEP, 3)))


def learnt(sessions: Sequence[SessionDone], variation: Variation) -> Learnt | None:
    """Return the floor that a person's last sessions lead to in a variation.

    Return nothing where it must be looked for: another variation was done last, or its floor was the ground.
    """
    last = sessions[-1] if sessions else None
    if last is None or last.floor in (None, GROUND) or last.variation is not variation:
        return None
    if _is_earned(sessions[-CLEAN_SESSIONS:], last):
        return Learnt(fraction=min(GROUND, round(last.floor + STEP, 3)), cause=FloorCause.LOWERED)
    return Learnt(fraction=last.floor, cause=FloorCause.KEPT)


def _is_earned(sessions: Sequence[SessionDone], last: SessionDone) -> bool:
    """Say whether sessions enough were done at one floor, without an arch and without pain."""
    at_it = [
        session
        for session in sessions
        if (session.floor, session.variation) == (last.floor, last.variation)
        and session.attempted
        and session.arches == 0
        and not session.alarms
    ]
    return len(at_it) == CLEAN_SESSIONS
