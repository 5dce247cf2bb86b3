"""What the coach calls during a rep, as cue ids: the lift, the hold, each count of a descent and the stop."""

from voicecoach.core.routine import Breathing
from voicecoach.core.script import Utterance, line, number
from voicecoach.core.tempo import LONGEST_DESCENT
from voicecoach.core.units import CueId
from voicecoach.core.verbosity import Verbosity

COUNTED = ("count.", "beat.", "number.")
"""How the ids of all cues begin that count a descent."""

MOST_COUNTS = 20
"""Seconds that a descent can be counted; beyond, the last number is said again."""


def counts(seconds: int, verbosity: Verbosity = Verbosity.FULL) -> Utterance:
    """Return the spoken count of each second of a descent; one that is longer than usual goes on in numbers."""
    return tuple(_count(second, verbosity) for second in range(1, seconds + 1))


def _count(second: int, verbosity: Verbosity) -> CueId:
    if second > LONGEST_DESCENT:
        return number(min(second, MOST_COUNTS))[0]
    return CueId(f"{'beat' if verbosity is Verbosity.COUNTS else 'count'}.{second}")


def in_rep(call: str, verbosity: Verbosity, breathing: Breathing = Breathing.FLOWING) -> Utterance:
    """Return a call of a rep as long as wanted: "lift" and "lower" get short, "lower" and "hold" fall away."""
    match verbosity:
        case Verbosity.FULL if breathing is Breathing.SHIELDING and call != "hold":
            return line(f"rep.{call}_shielded")
        case Verbosity.FULL:
            return line(f"rep.{call}")
        case Verbosity.SHORT:
            return () if call == "hold" else line(f"rep.{call}_short")
        case Verbosity.COUNTS:
            return line("rep.lift_short") if call == "lift" else ()


def stop(verbosity: Verbosity) -> CueId:
    """Return the call that stops a descent at the floor; it is given at every level."""
    return CueId("rep.stop" if verbosity is Verbosity.FULL else "rep.stop_short")
