"""Commands that nobody gave, an hour of people who talk to somebody else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voicecoach.bench.interval import Rate
from voicecoach.bench.outcome import Outcome
from voicecoach.core.commands import RULE_OF, Command, Cost

LASTING = frozenset((Cost.VERDICT, Cost.GRAVE))
"""The costs of commands that end the session, or change what it does or counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseAccept:
    """A command that was accepted and not given."""

    file: str
    command: Command
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseAccepts:
    """What was falsely accepted in one list of recordings."""

    name: str
    files: int
    all: Rate
    lasting: Rate
    """Only those that end or change the session."""
    by_cost: dict[Cost, Rate]
    really_said: int
    """Accepted commands that the transcript really holds; they are in no rate."""
    each: tuple[FalseAccept, ...]


def false_accepts(name: str, outcomes: Sequence[Outcome]) -> FalseAccepts:
    """Return the false accepts in a list of recordings in which no command is meant."""
    accepted = tuple(_accepts(outcomes))
    each = tuple(accept for accept, was_said in accepted if not was_said)
    hours = sum(outcome.duration for outcome in outcomes) / 3600
    by_cost = {cost: _rate(each, frozenset((cost,)), hours) for cost in Cost}
    return FalseAccepts(
        name=name,
        files=len(outcomes),
        all=_rate(each, frozenset(Cost), hours),
        lasting=_rate(each, LASTING, hours),
        by_cost=by_cost,
        really_said=len(accepted) - len(each),
        each=each,
    )


def _accepts(outcomes: Iterable[Outcome]) -> Iterable[tuple[FalseAccept, bool]]:
    for outcome in outcomes:
        clip = outcome.take.clip
        for one in outcome.heard:
            if one.is_accepted and one.command:
                yield FalseAccept(file=clip.name, command=one.command, text=one.text), clip.really_says(one.command)


def _rate(accepts: Sequence[FalseAccept], costs: frozenset[Cost], hours: float) -> Rate:
    return Rate(count=sum(RULE_OF[accept.command].cost in costs for accept in accepts), hours=hours)
