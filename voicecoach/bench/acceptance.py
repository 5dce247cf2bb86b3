"""How often what was said led to what was meant."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from voicecoach.bench.interval import Share
from voicecoach.bench.outcome import Outcome, Result

NOTHING = "nothing"
"""Stands in the confusion table for no command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """How a group of takes came out."""

    name: str
    right: Share
    wrong: Share
    missed: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """How often one text led to one command."""

    said: str
    heard: str
    count: int


def acceptance(name: str, outcomes: Sequence[Outcome]) -> Acceptance:
    """Return how these takes came out together."""
    results = Counter(outcome.result for outcome in outcomes)
    right, wrong, missed = (Share(count=results[result], of=len(outcomes)) for result in Result)
    return Acceptance(name=name, right=right, wrong=wrong, missed=missed)


def by(name: Callable[[Outcome], str], outcomes: Iterable[Outcome]) -> tuple[Acceptance, ...]:
    """Return how the takes of each name came out, in the order in which the names first come."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(name(outcome), []).append(outcome)
    return tuple(acceptance(each, group) for each, group in groups.items())


def confusions(outcomes: Iterable[Outcome]) -> tuple[Confusion, ...]:
    """Return what each text led to, most often first; a take that led to two commands counts for both."""
    counts = Counter(
        (outcome.take.clip.text or "", heard)
        for outcome in outcomes
        for heard in (sorted(set(outcome.accepted)) or (NOTHING,))
    )
    ordered = sorted(counts.items(), key=lambda entry: (entry[0][0], -entry[1], entry[0][1]))
    return tuple(Confusion(said=said, heard=heard, count=count) for (said, heard), count in ordered)
