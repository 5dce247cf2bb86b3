"""Another variation, gentler or harder."""

from voicecoach.core import script
from voicecoach.core.effects import Reason
from voicecoach.core.exercise import UNASKED_NEVER, Variation, easier, harder
from voicecoach.core.machine import REP, Phase, Trigger
from voicecoach.core.script import line
from voicecoach.core.stage import Stage

ONCE_READY = (Phase.TENSION_CHECK, Phase.TEST_LIFT, Phase.FINDING_FLOOR, Phase.BETWEEN_REPS, Phase.REST)
"""Where a weight must be fetched, or the bar gone to, before anything goes on."""


def ease(stage: Stage) -> None:
    """Go on gentler at once; a rep that runs is cut short."""
    if easier(stage.course.variation) is None:
        stage.reply(lambda: line("change.gentlest"))
        return
    is_running, hung_at = stage.phase in REP, stage.hangs_at
    stage.verdicts.settle(Reason.CHANGED)
    stage.voice.hush()
    step_down(stage)
    if comes_down(stage, hung_at) and stage.machine.can(Trigger.COME_DOWN):
        stage.go(Trigger.COME_DOWN)
    elif is_running:
        stage.go(Trigger.CUT_REP)
    else:
        stage.part.changed(stage)


def step_down(stage: Stage) -> bool:
    """Take the next gentler variation and say so, or say that there is none."""
    gentler = easier(stage.course.variation)
    if gentler is None:
        stage.voice.say(line("change.gentlest"))
        return False
    was_hanging = not stage.course.is_on_the_floor
    _take(stage, gentler)
    if was_hanging:
        stage.voice.say(line("change.to_floor"))
    stage.voice.say(script.change("easier", gentler))
    return True


def comes_down(stage: Stage, hung_at: Phase | None) -> bool:
    """Have the ready check come next, and then the station at which the person hung; say whether it comes.

    It does where a rep is to come, lying: whoever comes down from the bar says when they lie. Where nothing is known of
    a floor, it is looked for first, as at the beginning of a session.
    """
    course, agenda = stage.course, stage.agenda
    is_rep_to_come = agenda.reps_to_do(course.set) or agenda.next_set <= course.routine.sets
    if hung_at is None or not course.is_on_the_floor or not is_rep_to_come:
        return False
    course.resumes_at = hung_at if course.floor is not None else Phase.TENSION_CHECK
    stage.machine.facts.return_to = Phase.READY_CHECK
    return True


def step_up(stage: Stage) -> None:
    """Take the next harder variation and say so; one with a weight or from a bar is tried before its first rep."""
    course = stage.course
    demanding = harder(course.variation)
    if demanding is None:
        return
    _take(stage, demanding)
    stage.voice.say(script.change("harder", demanding))
    if demanding in UNASKED_NEVER:
        course.forget_floor(len(stage.ledger.reps))
        _try_once_ready(stage)


def _take(stage: Stage, variation: Variation) -> None:
    """Go on with another variation, of whose quality nothing is known yet."""
    stage.course.take(variation)
    stage.course.is_lifting_to_90 = False
    stage.course.judged_from = len(stage.ledger.reps)


def _try_once_ready(stage: Stage) -> None:
    """Have the ready check come next and then the test lift, unless that is still to come, or no set is."""
    course, facts = stage.course, stage.machine.facts
    station = course.resumes_at if facts.return_to is Phase.READY_CHECK else facts.return_to
    if station not in ONCE_READY or (station is Phase.REST and stage.agenda.next_set > course.routine.sets):
        return
    if station is Phase.REST:
        course.set, course.rest_ends, course.rest_left = stage.agenda.next_set, None, None
    course.resumes_at = Phase.TENSION_CHECK if station is Phase.TENSION_CHECK else Phase.TEST_LIFT
    facts.return_to = Phase.READY_CHECK
