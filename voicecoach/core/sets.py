"""Going to another set, out of turn."""

from voicecoach.core import script
from voicecoach.core.effects import Reason
from voicecoach.core.ledger import Verdict
from voicecoach.core.machine import Phase, Trigger
from voicecoach.core.script import Utterance, line
from voicecoach.core.stage import Stage


def refusal(stage: Stage, set_number: int | None) -> Utterance | None:
    """Return why a set cannot be gone to, or nothing when it can."""
    if set_number is None or not 1 <= set_number <= stage.course.routine.sets:
        return line("go_to_set.none")
    if set_number == stage.course.set and stage.phase is not Phase.REST:
        return line("go_to_set.here")
    return None if stage.agenda.reps_to_do(set_number) else line("go_to_set.done")


def would_drop_reps(stage: Stage) -> bool:
    """Say whether the current set has begun and is not complete, so that leaving it drops reps."""
    current = stage.course.set
    has_begun = any(rep.set == current and rep.verdict is not Verdict.INTERRUPTED for rep in stage.ledger.reps)
    return stage.phase is not Phase.REST and has_begun and stage.agenda.reps_to_do(current) > 0


def go_to_set(stage: Stage, set_number: int, trigger: Trigger = Trigger.GO_TO_SET) -> None:
    """Leave the current set for another one; sets between that were not done stay undone."""
    stage.verdicts.settle(Reason.SKIPPED)
    stage.voice.hush()
    course = stage.course
    course.forget_rest()
    course.set, course.rest_ends, course.rest_left = set_number, None, None
    if stage.ledger.attempted(set_number):
        stage.voice.say(script.set_goes_on(set_number, stage.agenda.reps_to_do(set_number)))
    stage.go(trigger)
