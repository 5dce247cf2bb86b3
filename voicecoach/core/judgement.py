"""What the person says of a rep: that it failed, that the back arched, or that it was good after all."""

from voicecoach.core import script
from voicecoach.core.attribution import attribute
from voicecoach.core.between_reps import gather
from voicecoach.core.commands import Command
from voicecoach.core.effects import Reason
from voicecoach.core.events import Heard
from voicecoach.core.ledger import Rep, Verdict
from voicecoach.core.pacing import cut_rep, raise_floor, unmark_floor
from voicecoach.core.script import Utterance, line
from voicecoach.core.stage import Stage


def judge(stage: Stage, heard: Heard) -> None:
    """Take the rep that is meant out of the tally; one that runs is cut short."""
    reason = Reason.ARCHED if heard.command is Command.BACK_ARCHED else Reason.FAILED
    rep = attribute(stage.ledger, heard.spoken_at, heard.at)
    if rep is None:
        stage.reply(lambda: line("void.too_late"))
        return
    stage.verdicts.void(rep, reason)
    stage.course.unmarked = None
    stage.voice.chime("voided")
    moved = raise_floor(stage) if reason is Reason.ARCHED else ()
    if rep.verdict is Verdict.RUNNING:
        cut_rep(stage, _told(stage, rep, reason, moved))
    elif rep.verdict is Verdict.PROVISIONAL:
        stage.voice.hush()
        stage.voice.say(_told(stage, rep, reason, moved))
        gather(stage)
    else:
        stage.reply(lambda: _told(stage, rep, reason, moved))


def _told(stage: Stage, rep: Rep, reason: Reason, moved: Utterance) -> Utterance:
    """Return how a rep that was just voided is told, with what that moved; `rep` is it before the verdict."""
    was_credited = rep.verdict is Verdict.CREDITED
    if not (was_credited or stage.course.is_on_the_floor):
        return line("void.hanging")
    return (*script.voided(reason, stage.ledger.credited(rep.set), was_credited=was_credited), *moved)


def take_back(stage: Stage) -> None:
    """Take back the last mark of the floor, or else the last verdict."""
    if unmark_floor(stage):
        stage.reply(lambda: line("undo.floor"))
        return
    rep = stage.verdicts.undo()
    if rep is None:
        stage.reply(lambda: line("undo.nothing"))
        return
    if rep.verdict is not Verdict.CREDITED:
        stage.reply(lambda: line("undo.again"))
        return
    stage.voice.chime("credited")
    stage.reply(lambda: (*line("undo.done"), *script.number(stage.ledger.credited(rep.set))))
