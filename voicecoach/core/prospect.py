"""What a session has come to, what is left, what comes next and why, as the coach says it."""

from voicecoach.core import script
from voicecoach.core.delivery import BREATH
from voicecoach.core.floors import arches
from voicecoach.core.machine import Phase
from voicecoach.core.memory import NOTHING, sets_of
from voicecoach.core.progress import Decision, SessionDone, told_by
from voicecoach.core.script import Utterance, line
from voicecoach.core.stage import Stage
from voicecoach.core.units import Seconds

SUMMARY_WITHIN = Seconds(15.0)
"""Longest summary; what matters least is left out of one that would be longer."""


def done_today(stage: Stage) -> SessionDone:
    """Return what the rules need to know of the session so far."""
    course, reps = stage.course, stage.ledger.reps
    return SessionDone(
        day=(course.memory or NOTHING).today,
        variation=told_by(reps[-1].variation if reps else None, course.hurt_in) or course.routine.variation,
        reps_asked=course.routine.reps,
        sets=sets_of(reps),
        alarms=tuple(alarm.value for alarm in course.alarms),
        floor=course.floor,
        arches=arches(reps),
    )


def tally(stage: Stage) -> Utterance:
    """Tell how many reps of this set count, or of the session once the sets are done."""
    is_over = stage.course.set > stage.course.routine.sets
    return script.tally(stage.ledger.credited(None if is_over else stage.course.set))


def whats_left(stage: Stage) -> Utterance:
    """Tell what remains of this set and of the session."""
    reps, sets = stage.agenda.reps_to_do(stage.course.set), len(stage.agenda.later_sets)
    return script.whats_left(reps, sets, has_plank=stage.course.routine.plank > 0)


def summary(stage: Stage) -> Utterance:
    """Tell how many reps were perfect, what comes next and why; against last time and the floor where there is room."""
    done = done_today(stage)
    if not done.attempted:
        return line("summary.nothing")
    memory = stage.course.memory or NOTHING
    coming = script.decided(memory.after(done), "decision.later")
    result = script.result(done.perfect, done.attempted)
    against = script.against(done.perfect, memory.sessions[-1].perfect) if memory.sessions else ()
    floor = () if done.floor is None else script.floor(done.floor)
    choices = (
        (*line("summary.intro"), *result, *against, *floor, *coming),
        (*result, *against, *floor, *coming),
        (*result, *against, *coming),
    )
    return next((cues for cues in choices if _length(stage, cues) <= SUMMARY_WITHIN), (*result, *coming))


def why(stage: Stage, phase: Phase) -> Utterance:
    """Explain what a phase asks for; outside the protocol's parts, why the session is what it is."""
    reason = script.reason_for(phase)
    if reason != line("why.session"):
        return reason
    if phase is Phase.SUMMARY and stage.ledger.attempted():
        return script.decided((stage.course.memory or NOTHING).after(done_today(stage)), "decision.later")
    decision = _followed(stage)
    return script.decided(decision, "decision.today") if decision else reason


def _followed(stage: Stage) -> Decision | None:
    """Return the decision that today's session goes by; one of a routine of the person's own goes by none."""
    course = stage.course
    decision = course.memory.for_today if course.memory else None
    is_followed = decision and (decision.variation, decision.reps) == (course.routine.variation, course.routine.reps)
    return decision if is_followed else None


def _length(stage: Stage, cues: Utterance) -> Seconds:
    return Seconds(sum(stage.delivery.length(cue) + BREATH for cue in cues))
