"""What the coach says in each situation, as cue ids; numbers and names are composed from parts."""

import re
from collections.abc import Sequence
from itertools import chain

from voicecoach.core.commands import Command
from voicecoach.core.effects import FloorCause, Reason
from voicecoach.core.events import Heard
from voicecoach.core.exercise import KINDS, Variation
from voicecoach.core.floors import Learnt
from voicecoach.core.kind import Legs, Place, Side
from voicecoach.core.machine import REP, Phase
from voicecoach.core.mistakes import LYING
from voicecoach.core.progress import Decision
from voicecoach.core.units import CueId

Utterance = tuple[CueId, ...]

DID_YOU_SAY = CueId("did_you_say")

VERDICTS = frozenset((CueId("undo.done"), CueId("void.taken_out")))
"""Cues of answers to a verdict that changes how many reps count; they tell how many that leaves or makes."""

TALLIES = VERDICTS | {CueId("tally.so_far")}
"""Cues of answers that tell how many reps count; a verdict that comes before one is said makes it untrue."""

RESULTS = frozenset((CueId("tally.perfect"), CueId("summary.perfect_of")))
"""Cues that tell what a set or a session came to; such a verdict makes it untrue as well."""

GENTLER_AFTER = ("after_pain", "mostly_voided", "long_break")
"""Rules of `progress` that lead a step down."""

LAST_SECONDS = 10
"""How many seconds before its end the end of a rest or of a plank is announced."""

MOST_TROUBLES = 3
"""Commands that were not understood of which a report tells by voice; the others stand in its table."""


def line(*cues: str) -> Utterance:
    """Return cue ids as an utterance."""
    return tuple(CueId(cue) for cue in cues)


def number(value: int) -> Utterance:
    """Return a whole number from 0 to 999 in words."""
    if value > 99:
        hundreds, rest = divmod(value, 100)
        return (*number(hundreds), *line("number.hundred"), *(number(rest) if rest else ()))
    if value <= 20 or value % 10 == 0:
        return line(f"number.{value}")
    return line(f"number.{value - value % 10}", f"number.{value % 10}")


def is_number(cue: CueId) -> bool:
    """Say whether a cue is a number, or one word of it."""
    return cue.startswith("number.")


def tally_in(cues: Utterance) -> int | None:
    """Return the place of the number in an utterance that tells how many reps count; nothing where none does.

    A number by itself is that of a rep, which is how many count so far.
    """
    tells = not (TALLIES | RESULTS).isdisjoint(cues) or all(map(is_number, cues))
    return next((place for place, cue in enumerate(cues) if is_number(cue)), None) if tells else None


def on_side(side: Side) -> Utterance:
    """Name the side whose turn it is."""
    return line(f"side.{side.value}")


def name_of(variation: Variation) -> CueId:
    """Return the name of a variation."""
    return CueId(f"variation.{variation.value}")


def set_up(variation: Variation) -> CueId:
    """Return how to lie and what to move for a variation."""
    return CueId(f"setup.{variation.value}")


def trying(cue: str, legs: Legs) -> CueId:
    """Return a cue of the test lift or of the search for the floor, worded for what a variation moves."""
    return CueId(cue if legs is Legs.BOTH else f"{cue}_{legs.value}")


def needed_by(variation: Variation) -> frozenset[CueId]:
    """Return the cues that a variation needs by what its table says: its names, its legs' words, its descents."""
    kind = KINDS[variation]
    tried = ("lift.to_45", *(("lift.to_90", "floor.intro", "floor.again") if kind.place is Place.FLOOR else ()))
    limits = (f"fastest_{kind.shortest}", f"slowest_{kind.longest}", *range(kind.shortest, kind.longest + 1))
    tempi = line(*(f"tempo.{limit}" for limit in limits))
    return frozenset((name_of(variation), set_up(variation), *(trying(cue, kind.legs) for cue in tried), *tempi))


def change(direction: str, variation: Variation) -> Utterance:
    """Announce another variation and how to get into it."""
    return (*line(f"change.{direction}"), name_of(variation), set_up(variation))


def set_begins(set_number: int, sets: int, reps: int) -> Utterance:
    """Announce a set."""
    return (
        *line("set.number"),
        *number(set_number),
        *line("set.of"),
        *number(sets),
        *line("set.do"),
        *number(reps),
        *line("set.reps" if set_number == 1 else "set.reps_again"),
    )


def plank_held(lasted: int) -> Utterance:
    """Tell how long a plank was held that ended early."""
    return (*line("plank.held"), *number(lasted), *line("rest.seconds"))


def set_goes_on(set_number: int, left: int) -> Utterance:
    """Announce a set of which some reps were done before."""
    return (*line("set.number"), *number(set_number), *line("left.reps"), *number(left))


def set_ends(perfect: int, rest: int) -> Utterance:
    """Tell the set's tally and how long the rest is."""
    return (
        *line("set.done"),
        *number(perfect),
        *line("tally.perfect", "rest.for"),
        *number(rest),
        *line("rest.seconds"),
    )


def rest_left(left: int) -> Utterance:
    """Tell how much of a rest is left."""
    return line("rest.ten") if left == LAST_SECONDS else (*number(left), *line("rest.seconds"))


def rest_added(amount: int) -> Utterance:
    """Tell by how many seconds the rest gets longer."""
    return (*number(amount), *line("rest.added"))


def did_you_say(likelier: Command, other: Command) -> Utterance:
    """Ask which of two commands was meant."""
    return (DID_YOU_SAY, *line(f"command.{likelier.value}", "or", f"command.{other.value}"))


def broken_off(perfect: int) -> Utterance:
    """Tell of a session that was interrupted, and what it came to."""
    return (*line("resume.broken_off"), *number(perfect), *line("tally.perfect"))


def tally(perfect: int) -> Utterance:
    """Tell how many reps of the set count so far."""
    return (*number(perfect), *line("tally.so_far"))


def whats_left(reps: int, sets: int, *, has_plank: bool) -> Utterance:
    """Tell what remains of the set and of the session."""
    in_set = (*line("left.reps"), *number(reps)) if reps else ()
    if sets:
        return (*in_set, *line("left.sets"), *number(sets))
    if reps:
        return (*in_set, *line("left.final"))
    return line("left.plank" if has_plank else "left.nothing")


def voided(reason: Reason, perfect: int, *, was_credited: bool) -> Utterance:
    """Say that a rep does not count, and the tally when its number had been spoken."""
    if was_credited:
        return (*line("void.taken_out"), *number(perfect))
    return line("void.arched" if reason is Reason.ARCHED else "void.failed")


def result(perfect: int, attempted: int) -> Utterance:
    """Tell what a session came to."""
    return (*number(perfect), *line("summary.perfect_of"), *number(attempted), *line("summary.tried"))


def against(perfect: int, before: int) -> Utterance:
    """Compare a session with the one before."""
    if perfect == before:
        return line("summary.same")
    return line("summary.more" if perfect > before else "summary.fewer")


def floor(fraction: float) -> Utterance:
    """Tell where the back wanted to lift, to a tenth of the way down."""
    return (*line("summary.floor"), *number(round(fraction * 10) * 10), *line("summary.percent_down"))


def floor_begins(learnt: Learnt) -> Utterance:
    """Tell with which floor the session begins and why, and have it tried."""
    why = "floor.lowered" if learnt.cause is FloorCause.LOWERED else "floor.known"
    return (*line(why), *_down(learnt.fraction), *line("floor.check", "rep.lift"))


def floor_raised(fraction: float) -> Utterance:
    """Tell that the floor moved up and why."""
    return (*line("floor.raised"), *_down(fraction))


def _down(fraction: float) -> Utterance:
    return (*number(round(fraction * 100)), *line("summary.percent_down"))


def decided(decision: Decision, when: str) -> Utterance:
    """Tell what a session asks for and why; `when` is the cue that says which session."""
    if decision.rule == "first_session":
        return line("why.first_session")
    reason = line(f"because.{decision.rule}", when)
    if decision.rule == "target_reached":
        return (*reason, *line("decision.sets"), *number(decision.reps), *line("set.reps_again"))
    return (*reason, name_of(decision.variation))


def _topic(phase: Phase) -> str:
    match phase:
        case Phase.TEST_LIFT | Phase.FINDING_FLOOR | Phase.TENSION_CHECK | Phase.RESET | Phase.REST | Phase.PLANK:
            return str(phase.value)
        case Phase.BETWEEN_REPS | Phase.LIFT | Phase.HOLD | Phase.DESCEND | Phase.STOP_POINT:
            return "rep"
        case _:
            return "session"


def reason_for(phase: Phase) -> Utterance:
    """Explain why the coach asks for what the phase is about."""
    return line(f"why.{_topic(phase)}")


def because(rule: str, *, is_gentler: bool) -> Utterance:
    """Tell why a session is planned as it is, where the last one led to less."""
    if rule not in GENTLER_AFTER:
        return ()
    return line(f"opening.{rule}", "opening.gentler" if is_gentler else "opening.careful")


def remedy(mistake: str, *, is_hanging: bool = False) -> CueId:
    """Return what to do about a mistake that was reported, lying or at the bar."""
    return CueId(f"remedy.{mistake}_hanging" if is_hanging and mistake in LYING else f"remedy.{mistake}")


def reminder(mistake: str) -> Utterance:
    """Remind of a mistake before it happens."""
    return line(f"remind.{mistake}")


def answer_to(topic: str) -> CueId:
    """Return the answer to a question."""
    return CueId(f"answer.{topic}")


def options(phase: Phase) -> Utterance:
    """Name at most three things that can be said in a phase."""
    match phase:
        case Phase.TENSION_CHECK | Phase.TEST_LIFT | Phase.CONFIRMING:
            return line("help.asked")
        case Phase.RESET | Phase.FINDING_FLOOR | Phase.PLANK | Phase.SUMMARY:
            return line("help.passing")
        case Phase.REST:
            return line("help.rest")
        case Phase.READY_CHECK | Phase.PAUSED | Phase.SAFETY_STOP:
            return line(f"help.{phase.value}")
        case _ if phase in REP or phase is Phase.BETWEEN_REPS:
            return line("help.rep")
        case _:
            return line("help.passing")


def confirmation(pending: Heard, variation: Variation | None) -> Utterance:
    """Ask whether a command that is hard to take back is meant; `variation` is the next harder one."""
    if pending.command is Command.GO_TO_SET and pending.set:
        return (*line("confirm.set"), *number(pending.set), *line("confirm.closed"))
    if pending.command is Command.HARDER and variation:
        return (*line("confirm.harder"), name_of(variation), *line("confirm.closed"))
    return line("confirm.end", "confirm.closed")


def phrase(text: str) -> CueId:
    """Return the cue that says a phrasing of a command, as in "say: back arched"."""
    return CueId(f"phrase.{'_'.join(re.findall('[a-z0-9]+', text))}")


def tuned(understood: int, asked: int, troubles: Sequence[tuple[str, str | None]]) -> Utterance:
    """Tell how many commands were understood, and of the first that were not what to say instead, where it is known."""
    told = (_trouble(said, better) for said, better in troubles[:MOST_TROUBLES])
    return (*line("tune.understood"), *number(understood), *line("tune.of"), *number(asked), *chain.from_iterable(told))


def _trouble(said: str, better: str | None) -> Utterance:
    if better is None:
        return (*line("tune.trouble"), phrase(said))
    return (*line("tune.instead_of"), phrase(said), *line("tune.better"), phrase(better))
