"""How the coach listens: it gets quiet while somebody speaks, and acts on what it understood or asks about it."""

from dataclasses import replace

from voicecoach.core.commands import RULE_OF, Command, Cost
from voicecoach.core.effects import Duck, Unduck
from voicecoach.core.events import HalfHeard, Heard
from voicecoach.core.obedience import obey
from voicecoach.core.safety import ALARMS
from voicecoach.core.safety_stop import raise_alarm
from voicecoach.core.script import line
from voicecoach.core.stage import UNSPOKEN, Stage
from voicecoach.core.units import Seconds, on_grid

DUCK_RELEASE = 0.32
"""Seconds for which the coach stays low after speech that was no command was found to be over.

That is found when it has been quiet for 380 ms (`hearing.gate.RELEASE`): 700 ms after the speech in all, so that the
coach does not come back between two words.
"""


def listen(stage: Stage, *, is_speaking: bool) -> None:
    """Lower the coach's voice while somebody may be speaking."""
    stage.is_person_speaking = is_speaking
    if is_speaking and stage.delivery.is_speaking(stage.now):
        stage.is_ducked = True
        stage.moment.emit(Duck(at=stage.now))
    elif not is_speaking:
        unduck(stage, after=DUCK_RELEASE)


def unduck(stage: Stage, *, after: float = 0.0) -> None:
    """Bring the coach's voice back to its level, if it was lowered."""
    if stage.is_ducked:
        stage.is_ducked = False
        stage.moment.emit(Unduck(at=on_grid(stage.now + after)))


def hear(stage: Stage, heard: Heard) -> None:
    """Act on a command: an alarm first, then as an answer to what was asked, then as what it means in every phase."""
    command = heard.command
    offer, stage.course.offer = stage.course.offer, None
    stage.moment.spoken_at = heard.spoken_at
    unduck(stage)
    if command in ALARMS:
        raise_alarm(stage, heard)
    elif offer is not None and offer.is_declined_by(heard):
        stage.part.declined(stage)
    elif not (_skips_answer(stage, command) or stage.part.answer(stage, heard) or obey(stage, heard)):
        stage.reply(lambda: line("not_now"))


def _skips_answer(stage: Stage, command: Command) -> bool:
    return command is Command.SKIP and stage.cut_answer()


def hear_half(stage: Stage, half: HalfHeard) -> None:
    """Ask which of two commands was meant, where that can be asked; else take it for no command."""
    if _may_offer(stage, half.candidates):
        unduck(stage)
        stage.offer(half.candidates)
    else:
        mishear(stage, half.spoken_at)


def _may_offer(stage: Stage, candidates: tuple[Command, Command]) -> bool:
    if stage.course.offer is not None or stage.phase in UNSPOKEN:
        return False
    rules = [RULE_OF[command] for command in candidates]
    return all(stage.phase in rule.phases and rule.cost is not Cost.SAFETY for rule in rules)


def mishear(stage: Stage, spoken_at: Seconds) -> None:
    """Take note of speech that was no command: what is said after it answers no offer."""
    if stage.course.offer is not None:
        stage.course.offer = replace(stage.course.offer, until=stage.now)
    stage.part.misheard(stage, spoken_at)
