"""Commands that nobody gave, an hour of people who talk to somebody else."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voicecoach.bench.interval import Rate
from voicecoach.bench.outcome import Outcome
from voicecoach.core.commands import RULE_OF, Command, Cost
from voicecoach.core.consequence import CONSEQUENCE_OF, Consequence


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
    """Only those that end or change the session, as `core.consequence` has it."""
    by_consequence: dict[Consequence, Rate]
    by_cost: dict[Cost, Rate]
    really_said: int
    """Accepted commands that the transcript really holds; they are in no rate."""
    each: tuple[FalseAccept, ...]


def false_accepts(name: str, outcomes: Sequence[Outcome]) -> FalseAccepts:
    """Return the false accepts in a list of recordings in which no command is meant."""
    accepted = tuple(_accepts(outcomes))
    each = tuple(accept for accept, was_said in accepted if not was_said)
    hours = sum(outcome.duration for outcome in outcomes) / 3600
    costs = Counter(RULE_OF[accept.command].cost for accept in each)
    consequences = Counter(CONSEQUENCE_OF[accept.command] for accept in each)
    return FalseAccepts(
        name=name,
        files=len(outcomes),
        all=Rate(count=len(each), hours=hours),
        lasting=Rate(count=sum(CONSEQUENCE_OF[accept.command].lasts for accept in each), hours=hours),
        by_consequence={one: Rate(count=consequences[one], hours=hours) for one in Consequence},
        by_cost={cost: Rate(count=costs[cost], hours=hours) for cost in Cost},
        really_said=len(accepted) - len(each),
        each=each,
    )


def _accepts(outcomes: Iterable[Outcome]) -> Iterable[tuple[FalseAccept, bool]]:
    for outcome in outcomes:
        clip = outcome.take.clip
        for one in outcome.heard:
            if one.is_accepted and one.command:
                yield FalseAccept(file=clip.name, command=one.command, text=one.text), clip.really_says(one.command)
