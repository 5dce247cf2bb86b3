"""The one table of what a person can say: phrasings, cost of a mistake, where it makes sense."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from voicecoach.core.machine import REP, Phase
from voicecoach.core.mistakes import MISTAKE_OF
from voicecoach.core.questions import TOPIC_OF
from voicecoach.core.units import Seconds
from voicecoach.core.verbosity import VERBOSITIES


class Command(StrEnum):
    """An order or an answer of the person."""

    STOP = "stop"
    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"
    EASIER = "easier"
    HARDER = "harder"
    REP_FAILED = "rep_failed"
    BACK_ARCHED = "back_arched"
    UNDO = "undo"
    YES = "yes"
    NO = "no"
    REPEAT = "repeat"
    SLOWER = "slower"
    FASTER = "faster"
    LOUDER = "louder"
    QUIETER = "quieter"
    HOW_MANY = "how_many"
    WHATS_LEFT = "whats_left"
    MORE_REST = "more_rest"
    GO_TO_SET = "go_to_set"
    SIDE = "side"
    START_NOW = "start_now"
    MARK_FLOOR = "mark_floor"
    LEGS_UP = "legs_up"
    PLANK_DOWN = "plank_down"
    IT_HURTS = "it_hurts"
    DIZZY = "dizzy"
    DOMING = "doming"
    HELP = "help"
    WHY = "why"
    QUESTION = "question"
    MISTAKE = "mistake"
    CUES = "cues"
    BREATHING = "breathing"
    PERSON = "person"
    END_WORKOUT = "end_workout"


class Cost(StrEnum):
    """What a false accept of a command would cost the person, from little to much."""

    SAFETY = "safety"
    """Missing it hurts; a false accept costs a moment. Acted on from a partial result."""
    FLOW = "flow"
    ANSWER = "answer"
    VERDICT = "verdict"
    GRAVE = "grave"
    """It ends the session or adds load: asked first."""


THRESHOLDS: dict[Cost, float] = {
    Cost.SAFETY: 0.4,
    Cost.FLOW: 0.7,
    Cost.ANSWER: 0.7,
    Cost.VERDICT: 0.75,
    Cost.GRAVE: 0.85,
}
"""Least word confidence, 0 to 1, at which a command is accepted where nothing better was measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a phrasing says: its command, and its number or its topic where it holds one."""

    command: Command
    amount: Seconds | None = None
    set: int | None = None
    """From 1."""
    topic: str | None = None
    """What a question is about, which mistake, which side, how many cues, or who it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What the table says of one command."""

    command: Command
    phrasings: tuple[str, ...]
    """Every one, those with a number or a topic too; none where each home has its own, as for its people."""
    cost: Cost
    phases: frozenset[Phase]
    """Where it makes sense; elsewhere it gets a short spoken answer."""
    asks_first: bool = False
    amounts: Mapping[str, Seconds] = field(default_factory=dict)
    """The phrasings that name an amount, with it."""
    sets: Mapping[str, int] = field(default_factory=dict)
    """The phrasings that name a set, with its number."""
    topics: Mapping[str, str] = field(default_factory=dict)
    """The phrasings that are about something, with what."""

    def meaning(self, phrasing: str) -> Meaning:
        """Return what one of the phrasings says."""
        return Meaning(
            command=self.command,
            amount=self.amounts.get(phrasing),
            set=self.sets.get(phrasing),
            topic=self.topics.get(phrasing),
        )


ALWAYS = frozenset(phase for phase in Phase if phase is not Phase.DONE)
WORK = frozenset((*REP, Phase.BETWEEN_REPS))
ASKING = frozenset(
    (
        Phase.READY_CHECK,
        Phase.TENSION_CHECK,
        Phase.TEST_LIFT,
        Phase.FINDING_FLOOR,
        Phase.CONFIRMING,
        Phase.SAFETY_STOP,
        Phase.PAUSED,
        Phase.REST,
    )
)
COACHED = ALWAYS - {Phase.PAUSED, Phase.CONFIRMING, Phase.SAFETY_STOP, Phase.HELP}


def _rule(command: Command, cost: Cost, phases: Iterable[Phase], phrasings: str, *, asks_first: bool = False) -> Rule:
    return Rule(
        command=command,
        phrasings=tuple(phrase.strip() for phrase in phrasings.split("|")),
        cost=cost,
        phases=frozenset(phases),
        asks_first=asks_first,
    )


def _with_amounts(rule: Rule, amounts: Mapping[str, Seconds]) -> Rule:
    return replace(rule, phrasings=(*rule.phrasings, *amounts), amounts=amounts)


def _with_sets(rule: Rule, sets: Mapping[str, int]) -> Rule:
    return replace(rule, phrasings=(*rule.phrasings, *sets), sets=sets)


def _with_topics(rule: Rule, topics: Mapping[str, str]) -> Rule:
    return replace(rule, phrasings=(*rule.phrasings, *topics), topics=topics)


_MORE_REST = {
    "ten more seconds": Seconds(10.0),
    "fifteen more seconds": Seconds(15.0),
    "twenty more seconds": Seconds(20.0),
    "thirty more seconds": Seconds(30.0),
    "forty more seconds": Seconds(40.0),
    "sixty more seconds": Seconds(60.0),
    "another minute": Seconds(60.0),
    "one more minute": Seconds(60.0),
    "two more minutes": Seconds(120.0),
}
_GO_TO_SET = {
    "go to set one": 1,
    "go to set two": 2,
    "go to set three": 3,
    "go to set four": 4,
    "go to set five": 5,
}

_BREATHING = dict.fromkeys(("shield", "shielding", "let me shield"), "shielding")
"""How a person can choose to breathe; said again, it leads back to the usual way."""

READY = ("ready", "i am ready", "i'm ready", "all set")
"""What says that one is ready to begin; it is a yes to most of what the coach asks, but not to everything."""

OTHER_SIDE = "other"
_SIDES = {"my left leg": "left", "my right leg": "right", "switch sides": OTHER_SIDE}

RULES: tuple[Rule, ...] = (
    _rule(Command.STOP, Cost.SAFETY, ALWAYS, "stop | stop now | stop it | please stop"),
    _rule(
        Command.IT_HURTS,
        Cost.SAFETY,
        ALWAYS,
        "it hurts | that hurts | my back hurts | it is painful | i am in pain"
        " | i feel a pinch | it is pinching | i feel numb | my leg is numb",
    ),
    _rule(Command.DIZZY, Cost.SAFETY, ALWAYS, "dizzy | i am dizzy | i'm dizzy | i feel dizzy"),
    _rule(Command.DOMING, Cost.SAFETY, ALWAYS, "my middle is pushing out | my middle is coming up | it is pushing out"),
    _rule(Command.PAUSE, Cost.FLOW, ALWAYS - {Phase.SAFETY_STOP}, "pause | pause please | hold on | wait a minute"),
    _rule(Command.RESUME, Cost.FLOW, {Phase.PAUSED, Phase.SAFETY_STOP}, "resume | continue | carry on | go on"),
    _rule(Command.SKIP, Cost.FLOW, COACHED, "skip | skip this | skip it | skip that | move on"),
    _rule(
        Command.EASIER,
        Cost.FLOW,
        ALWAYS - {Phase.PLANK, Phase.SUMMARY, Phase.CONFIRMING},
        "easier | make it easier | too hard",
    ),
    _rule(
        Command.HARDER,
        Cost.GRAVE,
        COACHED - {Phase.PLANK, Phase.SUMMARY},
        "harder | make it harder | too easy",
        asks_first=True,
    ),
    _rule(
        Command.REP_FAILED,
        Cost.VERDICT,
        WORK | {Phase.REST, Phase.PAUSED, Phase.READY_CHECK},
        "rep failed | that rep failed | that one failed | bad rep",
    ),
    _rule(
        Command.BACK_ARCHED,
        Cost.VERDICT,
        WORK | {Phase.REST, Phase.PAUSED, Phase.READY_CHECK, Phase.FINDING_FLOOR},
        "back arched | my back arched | my back came up",
    ),
    _rule(
        Command.UNDO,
        Cost.VERDICT,
        WORK | {Phase.REST, Phase.PAUSED, Phase.READY_CHECK, Phase.PLANK, Phase.SUMMARY},
        "undo | undo that | that one was good | that was good",
    ),
    _rule(Command.YES, Cost.ANSWER, ASKING, " | ".join(("yes", "yes it did", *READY))),
    _rule(Command.NO, Cost.ANSWER, ASKING, "no | no it did not | not yet | no thanks"),
    _rule(Command.REPEAT, Cost.FLOW, ALWAYS, "repeat | repeat that | say again | say that again"),
    _rule(Command.SLOWER, Cost.FLOW, COACHED, "slower | go slower | too fast"),
    _rule(Command.FASTER, Cost.FLOW, COACHED, "faster | go faster | too slow"),
    _rule(Command.LOUDER, Cost.FLOW, ALWAYS, "louder | speak louder | too quiet"),
    _rule(Command.QUIETER, Cost.FLOW, ALWAYS, "quieter | speak quieter | too loud"),
    _rule(Command.HOW_MANY, Cost.FLOW, ALWAYS, "how many | how many reps | how many so far"),
    _rule(Command.WHATS_LEFT, Cost.FLOW, ALWAYS, "what's left | what is left | how many left"),
    _with_amounts(
        _rule(Command.MORE_REST, Cost.FLOW, {Phase.REST, Phase.BETWEEN_REPS}, "more rest | longer rest | more time"),
        _MORE_REST,
    ),
    _with_sets(
        Rule(command=Command.GO_TO_SET, phrasings=(), cost=Cost.FLOW, phases=WORK | {Phase.REST}),
        _GO_TO_SET,
    ),
    _with_topics(
        Rule(command=Command.SIDE, phrasings=(), cost=Cost.FLOW, phases=COACHED - {Phase.PLANK, Phase.SUMMARY}),
        _SIDES,
    ),
    _rule(Command.START_NOW, Cost.FLOW, {Phase.REST, Phase.RESET, Phase.PAUSED}, "start now | let's start | begin now"),
    _rule(
        Command.MARK_FLOOR,
        Cost.ANSWER,
        {Phase.FINDING_FLOOR, Phase.DESCEND, Phase.STOP_POINT},
        "there | right there | mark my floor",
    ),
    _rule(Command.LEGS_UP, Cost.ANSWER, {Phase.LIFT, Phase.TEST_LIFT}, "up | i'm up | i am up"),
    _rule(Command.PLANK_DOWN, Cost.FLOW, {Phase.PLANK}, "i'm down | i am down | coming down"),
    _rule(Command.HELP, Cost.FLOW, ALWAYS, "help | help me | what can i say"),
    _rule(Command.WHY, Cost.FLOW, ALWAYS, "why | tell me why | why is that"),
    _with_topics(Rule(command=Command.QUESTION, phrasings=(), cost=Cost.FLOW, phases=ALWAYS), TOPIC_OF),
    _with_topics(Rule(command=Command.MISTAKE, phrasings=(), cost=Cost.FLOW, phases=ALWAYS), MISTAKE_OF),
    _with_topics(Rule(command=Command.CUES, phrasings=(), cost=Cost.FLOW, phases=ALWAYS), VERBOSITIES),
    _with_topics(Rule(command=Command.BREATHING, phrasings=(), cost=Cost.FLOW, phases=ALWAYS), _BREATHING),
    Rule(command=Command.PERSON, phrasings=(), cost=Cost.ANSWER, phases=frozenset((Phase.READY_CHECK,))),
    _rule(
        Command.END_WORKOUT,
        Cost.GRAVE,
        ALWAYS - {Phase.SUMMARY},
        "end workout | end the workout | finish the workout | end the session",
        asks_first=True,
    ),
)

RULE_OF: dict[Command, Rule] = {rule.command: rule for rule in RULES}
COMMAND_OF: dict[str, Command] = {phrase: rule.command for rule in RULES for phrase in rule.phrasings}
MEANING_OF: dict[str, Meaning] = {phrase: rule.meaning(phrase) for rule in RULES for phrase in rule.phrasings}


def vocabulary() -> tuple[str, ...]:
    """Return every word of every phrasing, sorted."""
    return tuple(sorted({word for phrase in COMMAND_OF for word in phrase.split()}))
