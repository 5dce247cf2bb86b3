"""What commands that are about something lead to: questions, mistakes, sides, the amount of cues, how to breathe."""

from voicecoach.core import script
from voicecoach.core.commands import OTHER_SIDE, Command
from voicecoach.core.effects import Reason
from voicecoach.core.events import Heard
from voicecoach.core.kind import Side, Turns
from voicecoach.core.machine import REP
from voicecoach.core.mistakes import NECK
from voicecoach.core.pacing import cut_rep
from voicecoach.core.routine import Breathing
from voicecoach.core.script import line
from voicecoach.core.stage import Stage
from voicecoach.core.verbosity import asked_for


def take_topic(stage: Stage, heard: Heard) -> bool:
    """Do what such a command asks for; say whether it is one, and makes sense here."""
    topic = heard.topic
    if topic is None:
        return False
    match heard.command:
        case Command.QUESTION:
            stage.explain(script.answer_to(topic))
        case Command.MISTAKE:
            _remedy(stage, topic)
        case Command.CUES:
            verbosity = stage.course.verbosity = asked_for(topic, stage.course.verbosity)
            stage.reply(lambda: line(f"verbosity.{verbosity.value}"))
        case Command.BREATHING:
            chosen = Breathing(topic)
            breathing = stage.course.breathing = chosen if stage.course.breathing is not chosen else Breathing.FLOWING
            stage.reply(lambda: line(f"breathing.{breathing.value}"))
        case Command.SIDE:
            return _choose_side(stage, topic)
        case _:
            return False
    return True


def _remedy(stage: Stage, mistake: str) -> None:
    cue = script.remedy(mistake, is_hanging=not stage.course.is_on_the_floor)
    stage.course.mistakes = (*stage.course.mistakes, mistake)
    stage.course.is_advised = True
    if mistake == NECK and stage.phase in REP:
        stage.verdicts.settle(Reason.STOPPED)
        cut_rep(stage, (cue,))
    else:
        stage.explain(cue)


def _choose_side(stage: Stage, topic: str) -> bool:
    course = stage.course
    now = course.kind.side(course.first_side, course.set, stage.agenda.next_rep)
    if now is None:
        return False
    wanted = now.other if topic == OTHER_SIDE else Side(topic)
    course.first_side = course.first_side if wanted is now else course.first_side.other
    if course.kind.turns is Turns.BY_SET:
        course.last_side = wanted
    stage.reply(lambda: script.on_side(wanted))
    return True
