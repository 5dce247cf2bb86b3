"""Thresholds from what was measured: how much each kind of evidence counts, and where each cost draws its line."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.commands import Cost
from voicecoach.hearing.evidence import Evidence
from voicecoach.hearing.talk import TALKING
from voicecoach.hearing.threshold_file import Counts, OperatingPoint
from voicecoach.hearing.thresholds import Weights

MOST_LOST: Mapping[Cost, float] = {
    Cost.SAFETY: 0.01,
    Cost.FLOW: 0.04,
    Cost.ANSWER: 0.05,
    Cost.VERDICT: 0.04,
    Cost.GRAVE: 0.1,
}
"""Share of decoded commands that may be rejected; it goes before the budget of false accepts.

A coach that does not take a "yes" coaches nobody, however little it mishears.
"""

LOST_IN_TALK: Mapping[Cost, float] = {
    Cost.SAFETY: 0.05,
    Cost.FLOW: 0.25,
    Cost.ANSWER: 0.25,
    Cost.VERDICT: 0.15,
    Cost.GRAVE: 0.25,
}
"""The same while somebody is talking of something else, which is heard as commands time and again.

Whoever means the coach then pauses for a moment, or says it again; an alarm must come through all the same.
"""

PACE_SLACK = 1.5
"""How much faster and slower people may speak than all those who were recorded."""

NEAR_SHARE = 0.05
"""Share of the commands that are decoded rightly to which another command is near."""

_RARE = 0.01
"""Share of what will be said that may stay under a threshold where too few were heard to see any below."""

_DIGITS = 4  # of what is written
_STEPS = 50  # of Newton's method, which needs some ten


class Truth(Enum):
    """What was really said where a command was found."""

    COMMAND = "command"
    OTHER_WORD = "other word"
    """A single word: none of a command, or another command's."""
    TALK = "talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A command that was found, and whether it was said."""

    evidence: Evidence
    cost: Cost
    truth: Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How many false accepts are allowed in all that was heard."""

    talk: int
    firm_talk: int
    """Of these, by commands of the firm costs."""
    words: int
    firm: frozenset[Cost]

    def bears(self, mistakes: Mapping[Cost, "Mistakes"]) -> bool:
        """Say whether so many mistakes are within it."""
        firm = sum(mistakes[cost].talk for cost in self.firm)
        talk = sum(each.talk for each in mistakes.values())
        words = sum(each.words for each in mistakes.values())
        return talk <= self.talk and firm <= self.firm_talk and words <= self.words

    def at_least(self, spent: "Mistakes") -> "Budget":
        """Return it wide enough for what is spent already, so that this does not forbid what costs nothing."""
        return replace(self, talk=max(self.talk, spent.talk), words=max(self.words, spent.words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistakes:
    """What one cost accepts and should not."""

    talk: int
    words: int


def counts_for(trials: Sequence[Trial]) -> Counts:
    """Return how much each kind of evidence counts, and the paces at which commands are said; one must have been.

    The weights are those of a logistic regression (Cox 1958) of said against not said, both sides weighing the
    same, with a unit ridge that keeps them finite where the two part cleanly. What would count against a command
    for fitting better counts nothing. Another command is near that is as near as to one command in twenty.
    """
    said = [trial for trial in trials if trial.truth is Truth.COMMAND]
    weights = _weights(_rows(trials), np.array([trial.truth is Truth.COMMAND for trial in trials], np.float64))
    margin, lead, distance, confidence = (round(float(weight), _DIGITS) for weight in weights)
    return Counts(
        margin=margin,
        lead=lead,
        distance=distance,
        confidence=confidence,
        shortest=round(min(trial.evidence.quickest for trial in said) / PACE_SLACK, _DIGITS),
        longest=round(max(trial.evidence.slowest for trial in said) * PACE_SLACK, _DIGITS),
        near=round(float(np.quantile([trial.evidence.distance for trial in said], NEAR_SHARE)), _DIGITS),
    )


def operating_points(
    trials: Sequence[Trial], counts: Counts, budget: Budget, most_lost: Mapping[Cost, float] = MOST_LOST
) -> Mapping[Cost, OperatingPoint]:
    """Return for each cost the threshold that loses least within the budget.

    Safety goes first: what it may lose is fixed, and its mistakes are charged to the budget. The others begin
    where they make no mistake, and then whichever wins most commands for a mistake gives way first, safety too.
    At last what ends or changes the session is made as strict as it can be without losing more, and every
    cost gives way, whatever the budget says, until it loses no more than its share.
    """
    curves = {cost: _Curve(_plausible(trials, cost, counts), counts) for cost in Cost}
    bearable = {cost: curve.bearable(most_lost[cost]) for cost, curve in curves.items()}
    place = {cost: curve.strictest for cost, curve in curves.items()}
    place[Cost.SAFETY] = min(place[Cost.SAFETY], bearable[Cost.SAFETY])
    budget = budget.at_least(curves[Cost.SAFETY].mistakes(place[Cost.SAFETY]))
    while (step := _best_step(curves, place, budget)) is not None:
        cost, index = step
        place[cost] = index
    place |= {cost: curves[cost].firmest(place[cost]) for cost in budget.firm}
    return {
        cost: curve.point(min(place[cost], bearable[cost]), curve.bearable(LOST_IN_TALK[cost]))
        for cost, curve in curves.items()
    }


def _best_step(curves: Mapping[Cost, "_Curve"], place: Mapping[Cost, int], budget: Budget) -> tuple[Cost, int] | None:
    best: tuple[float, Cost, int] | None = None
    for cost, curve in curves.items():
        for index in range(place[cost]):
            mistakes = {other: curves[other].mistakes(place[other]) for other in Cost} | {cost: curve.mistakes(index)}
            won = curve.lost(place[cost]) - curve.lost(index)
            if won <= 0 or not budget.bears(mistakes):
                continue
            before, after = curve.mistakes(place[cost]), mistakes[cost]
            worth = won / max(1, after.talk + after.words - before.talk - before.words)
            if best is None or worth > best[0]:
                best = (worth, cost, index)
    return None if best is None else best[1:]


class _Curve:
    """Misses against mistakes of one cost, as its threshold moves over every score that occurs."""

    def __init__(self, trials: Sequence[Trial], counts: Counts) -> None:
        weights = Weights(
            margin=counts.margin, lead=counts.lead, distance=counts.distance, confidence=counts.confidence
        )
        in_talk = [trial for trial in trials if trial.truth is Truth.TALK and trial.evidence.talk >= TALKING]
        self._in_talk = np.sort([weights.score(trial.evidence) for trial in in_talk]).astype(np.float64)
        scores = [(weights.score(trial.evidence), trial.truth) for trial in trials if trial not in in_talk]
        self._scores = {
            truth: np.sort([score for score, other in scores if other is truth]).astype(np.float64) for truth in Truth
        }
        self._tail = _tail(self._scores[Truth.COMMAND], _RARE)
        self._places = _places_between([score for score, _ in scores], self._tail)

    @property
    def strictest(self) -> int:
        """Return the lowest place that accepts nothing that was not said."""
        return next(index for index in range(len(self._places)) if self.mistakes(index) == Mistakes(talk=0, words=0))

    def bearable(self, most_lost: float) -> int:
        """Return the highest place that loses at most this share of what was said.

        Where too little was said to see that share, it is that of a normal distribution.
        """
        said = self._scores[Truth.COMMAND].size
        if not said:
            return len(self._places) - 1
        most = math.floor(most_lost * said)
        place = max(index for index in range(len(self._places)) if self.lost(index) <= most)
        return place if most else min(place, self._places.index(self._tail))

    def firmest(self, index: int) -> int:
        """Return the highest place that loses no more than another."""
        return max(place for place in range(len(self._places)) if self.lost(place) <= self.lost(index))

    def lost(self, index: int) -> int:
        """Return how many commands that were said fall below a place."""
        return int(np.searchsorted(self._scores[Truth.COMMAND], self._places[index]))

    def mistakes(self, index: int) -> Mistakes:
        """Return what was not said and is at or over a place."""
        return Mistakes(talk=self._over(Truth.TALK, index), words=self._over(Truth.OTHER_WORD, index))

    def point(self, index: int, in_talk: int) -> OperatingPoint:
        """Return a place with what it does, and one for talk, which is no lower."""
        in_talk = max(index, in_talk)
        mistakes = self.mistakes(index)
        return OperatingPoint(
            least_score=self._places[index],
            lost=self.lost(index),
            right=self._scores[Truth.COMMAND].size,
            least_in_talk=self._places[in_talk],
            lost_in_talk=self.lost(in_talk),
            mistaken_in_talk=mistakes.talk + self._mistaken_later(in_talk),
            mistaken_words=mistakes.words,
        )

    def _over(self, truth: Truth, index: int) -> int:
        scores = self._scores[truth]
        return int(scores.size - np.searchsorted(scores, self._places[index]))

    def _mistaken_later(self, index: int) -> int:
        """Return what is at or over a place of what was found after more than a few words of talk."""
        return int(self._in_talk.size - np.searchsorted(self._in_talk, self._places[index]))


def _places_between(scores: Iterable[float], tail: float) -> Sequence[float]:
    """Return thresholds in order: halfway between neighbouring scores, under and over them all, and one given."""
    ordered = sorted(set(scores)) or [0.0]
    middles = ((low + high) / 2 for low, high in pairwise(ordered))
    return sorted({tail, *(round(place, _DIGITS) for place in (ordered[0] - 1.0, *middles, ordered[-1] + 1.0))})


def _tail(scores: NDArray[np.float64], share: float) -> float:
    """Return what this share of the scores would stay under if they were spread normally."""
    if not scores.size:
        return 0.0
    return round(float(scores.mean() + NormalDist().inv_cdf(share) * scores.std()), _DIGITS)


def _plausible(trials: Iterable[Trial], cost: Cost, counts: Counts) -> Sequence[Trial]:
    return [
        trial
        for trial in trials
        if trial.cost is cost
        and trial.evidence.quickest >= counts.shortest
        and trial.evidence.slowest <= counts.longest
    ]


def _rows(trials: Iterable[Trial]) -> NDArray[np.float64]:
    seen = (trial.evidence for trial in trials)
    return np.array([(each.margin, each.lead, each.distance, each.confidence) for each in seen], np.float64)


def _weights(rows: NDArray[np.float64], said: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weight of each column, 0 for those that would be below, one after the other left out."""
    kept = np.arange(rows.shape[1])
    weights = np.zeros(rows.shape[1])
    while kept.size:
        found = _regression(rows[:, kept], said)
        if found.min() >= 0:
            weights[kept] = found
            break
        kept = np.delete(kept, int(found.argmin()))
    return weights


def _regression(rows: NDArray[np.float64], said: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weight of each column, by Newton's method on standardised columns."""
    spread = np.maximum(rows.std(axis=0), 1e-6)
    columns = np.column_stack([(rows - rows.mean(axis=0)) / spread, np.ones(len(rows))])
    share = np.where(said > 0, 0.5 / max(1.0, said.sum()), 0.5 / max(1.0, (1 - said).sum())) * len(rows)
    ridge = np.diag([1.0] * rows.shape[1] + [1e-6])
    weights = np.zeros(columns.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(columns @ weights, -30, 30)))
        slope = columns.T @ (share * (chance - said)) + ridge @ weights
        bend = (columns * (share * chance * (1 - chance))[:, None]).T @ columns + ridge
        weights = weights - np.linalg.solve(bend, slope)
    return np.asarray(weights[:-1] / spread, np.float64)
