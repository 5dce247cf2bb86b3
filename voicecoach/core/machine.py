"""The transition table: which phase follows which, on what trigger and under which guard."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache

import transitions

logging.getLogger("transitions").setLevel(logging.WARNING)


class Phase(Enum):
    """A stretch of the session in which the coach does one thing."""

    READY_CHECK = "ready_check"
    RESET = "reset"
    TENSION_CHECK = "tension_check"
    TEST_LIFT = "test_lift"
    FINDING_FLOOR = "finding_floor"
    LIFT = "lift"
    HOLD = "hold"
    DESCEND = "descend"
    STOP_POINT = "stop_point"
    BETWEEN_REPS = "between_reps"
    REST = "rest"
    PLANK = "plank"
    SUMMARY = "summary"
    DONE = "done"
    PAUSED = "paused"
    HELP = "help"
    CONFIRMING = "confirming"
    SAFETY_STOP = "safety_stop"


class Trigger(StrEnum):
    """What moves the session from one phase to another."""

    COMPLETE = "complete"
    CUT_REP = "cut_rep"
    COME_DOWN = "come_down"
    SKIP_SET = "skip_set"
    GO_TO_SET = "go_to_set"
    PAUSE = "pause"
    HELP = "help"
    ASK = "ask"
    RETURN = "return"
    HURT = "hurt"
    END = "end"
    CLOSE = "close"


REP = (Phase.LIFT, Phase.HOLD, Phase.DESCEND, Phase.STOP_POINT)
"""The phases during which a rep is running."""

AT_THE_BAR = (*REP, Phase.BETWEEN_REPS, Phase.TEST_LIFT)
"""The phases in which whoever does a hanging raise hangs, or is about to."""

STATIONS = (
    Phase.READY_CHECK,
    Phase.RESET,
    Phase.TENSION_CHECK,
    Phase.TEST_LIFT,
    Phase.FINDING_FLOOR,
    Phase.BETWEEN_REPS,
    Phase.REST,
    Phase.PLANK,
    Phase.SUMMARY,
)
"""The phases that an interruption returns to; a rep that was interrupted starts again."""

ASIDES = (Phase.PAUSED, Phase.HELP, Phase.CONFIRMING, Phase.SAFETY_STOP)
"""The phases that lie across the protocol."""

UNFINISHED = tuple(phase for phase in Phase if phase is not Phase.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One arrow of the table; rows of one trigger and source are tried from first to last."""

    trigger: Trigger
    source: Phase
    dest: Phase
    guard: str | None = None


def _arrows(trigger: Trigger, sources: Iterable[Phase], dest: Phase) -> tuple[Row, ...]:
    return tuple(Row(trigger=trigger, source=source, dest=dest) for source in sources)


def _step(source: Phase, dest: Phase, guard: str | None = None) -> Row:
    return Row(trigger=Trigger.COMPLETE, source=source, dest=dest, guard=guard)


TABLE: tuple[Row, ...] = (
    _step(Phase.READY_CHECK, Phase.RESET),
    _step(Phase.RESET, Phase.TENSION_CHECK),
    _step(Phase.TENSION_CHECK, Phase.TEST_LIFT),
    _step(Phase.TEST_LIFT, Phase.FINDING_FLOOR),
    _step(Phase.FINDING_FLOOR, Phase.BETWEEN_REPS),
    _step(Phase.BETWEEN_REPS, Phase.SUMMARY, "is_last_work"),
    _step(Phase.BETWEEN_REPS, Phase.REST, "is_set_complete"),
    _step(Phase.BETWEEN_REPS, Phase.LIFT),
    _step(Phase.LIFT, Phase.HOLD),
    _step(Phase.HOLD, Phase.DESCEND),
    _step(Phase.DESCEND, Phase.STOP_POINT),
    _step(Phase.STOP_POINT, Phase.BETWEEN_REPS),
    _step(Phase.REST, Phase.BETWEEN_REPS, "has_set_to_do"),
    _step(Phase.REST, Phase.PLANK),
    _step(Phase.PLANK, Phase.SUMMARY),
    _step(Phase.SUMMARY, Phase.DONE),
    *_arrows(Trigger.CUT_REP, REP, Phase.BETWEEN_REPS),
    *_arrows(Trigger.COME_DOWN, (*AT_THE_BAR, Phase.REST), Phase.READY_CHECK),
    *(
        row
        for source in (*REP, Phase.BETWEEN_REPS)
        for row in (
            Row(trigger=Trigger.SKIP_SET, source=source, dest=Phase.SUMMARY, guard="is_last_set_without_plank"),
            Row(trigger=Trigger.SKIP_SET, source=source, dest=Phase.REST),
        )
    ),
    *_arrows(Trigger.GO_TO_SET, (*REP, Phase.BETWEEN_REPS, Phase.REST), Phase.BETWEEN_REPS),
    *_arrows(Trigger.PAUSE, (*STATIONS, *REP, Phase.HELP, Phase.CONFIRMING), Phase.PAUSED),
    *_arrows(Trigger.HELP, (*STATIONS, *REP, Phase.PAUSED), Phase.HELP),
    *_arrows(Trigger.ASK, (*STATIONS, *REP, Phase.PAUSED, Phase.HELP, Phase.CONFIRMING), Phase.CONFIRMING),
    *(
        Row(trigger=Trigger.RETURN, source=source, dest=dest, guard=f"returns_to_{dest.value}")
        for source in ASIDES
        for dest in STATIONS
    ),
    *(
        Row(trigger=Trigger.RETURN, source=Phase.READY_CHECK, dest=dest, guard=f"returns_to_{dest.value}")
        for dest in STATIONS
        if dest not in (Phase.READY_CHECK, Phase.SUMMARY)
    ),
    *_arrows(Trigger.RETURN, (Phase.HELP, Phase.CONFIRMING), Phase.PAUSED),
    *_arrows(Trigger.HURT, UNFINISHED, Phase.SAFETY_STOP),
    *_arrows(Trigger.END, (Phase.TEST_LIFT, Phase.CONFIRMING, Phase.SAFETY_STOP), Phase.SUMMARY),
    *_arrows(Trigger.CLOSE, UNFINISHED, Phase.DONE),
)


class _ReturnsTo:
    """Be true while the interrupted phase is the given one."""

    def __init__(self, station: Phase) -> None:
        self._station = station

    def __get__(self, facts: "Facts", owner: type["Facts"]) -> bool:
        return facts.return_to is self._station


class Facts:
    """What the guards look at; the session keeps it true before it fires a trigger."""

    def __init__(self) -> None:
        self.state = Phase.READY_CHECK
        self.return_to: Phase | None = None
        self.is_set_complete = False
        self.is_last_set = False
        self.has_set_to_do = True
        self.has_plank = True

    @property
    def is_last_work(self) -> bool:
        """Say whether nothing but the summary follows the set that is just complete."""
        return self.is_set_complete and self.is_last_set_without_plank

    @property
    def is_last_set_without_plank(self) -> bool:
        """Say whether the current set is the last work of the routine."""
        return self.is_last_set and not self.has_plank

    returns_to_ready_check = _ReturnsTo(Phase.READY_CHECK)
    returns_to_reset = _ReturnsTo(Phase.RESET)
    returns_to_tension_check = _ReturnsTo(Phase.TENSION_CHECK)
    returns_to_test_lift = _ReturnsTo(Phase.TEST_LIFT)
    returns_to_finding_floor = _ReturnsTo(Phase.FINDING_FLOOR)
    returns_to_between_reps = _ReturnsTo(Phase.BETWEEN_REPS)
    returns_to_rest = _ReturnsTo(Phase.REST)
    returns_to_plank = _ReturnsTo(Phase.PLANK)
    returns_to_summary = _ReturnsTo(Phase.SUMMARY)


@cache
def _rules() -> transitions.Machine:
    """Build the table once: it holds no session, each session's facts are handed to it with the trigger."""
    return transitions.Machine(
        model=None,
        states=Phase,
        initial=Phase.READY_CHECK,
        transitions=[
            {"trigger": str(row.trigger), "source": row.source, "dest": row.dest, "conditions": row.guard}
            for row in TABLE
        ],
        auto_transitions=False,
        queued=False,
    )


class Machine:
    """Hold the phase of one session and move it along the table."""

    def __init__(self) -> None:
        self.facts = Facts()

    @property
    def phase(self) -> Phase:
        """Return where the session is."""
        return self.facts.state

    def can(self, trigger: Trigger) -> bool:
        """Say whether the table has a row for the trigger in this phase, guards aside."""
        return str(trigger) in _rules().get_triggers(self.phase)

    def fire(self, trigger: Trigger) -> Phase:
        """Move along the first row whose guard holds and return the new phase.

        Raises `transitions.MachineError` when the table has no such row: a bug, never the person's fault.
        """
        if not _rules().events[str(trigger)].trigger(self.facts):
            raise transitions.MachineError(f"no guard of {trigger} holds in {self.phase}")
        return self.phase
