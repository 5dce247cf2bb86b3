"""What a command leads to that no phase takes for its own: at once, or after a question."""

from voicecoach.core import prospect, script
from voicecoach.core.asides import ask_first
from voicecoach.core.change import ease
from voicecoach.core.commands import RULE_OF, Command
from voicecoach.core.dials import turn_dial
from voicecoach.core.effects import Reason
from voicecoach.core.events import Heard
from voicecoach.core.exercise import harder
from voicecoach.core.judgement import judge, take_back
from voicecoach.core.machine import Phase, Trigger
from voicecoach.core.safety_stop import must_end
from voicecoach.core.script import line
from voicecoach.core.sets import go_to_set, refusal, would_drop_reps
from voicecoach.core.stage import HUSHED_FOR, Stage
from voicecoach.core.topics import take_topic


def obey(stage: Stage, heard: Heard) -> bool:
    """Do what a command says; say whether it makes sense in this phase."""
    if stage.phase not in RULE_OF[heard.command].phases:
        return False
    match heard.command:
        case Command.STOP | Command.PAUSE:
            _pause(stage, heard.command)
        case Command.HELP:
            _help(stage)
        case Command.END_WORKOUT:
            ask_first(stage, heard)
        case Command.REP_FAILED | Command.BACK_ARCHED:
            judge(stage, heard)
        case Command.UNDO:
            take_back(stage)
        case Command.EASIER:
            ease(stage)
        case Command.HARDER:
            _load(stage, heard)
        case Command.GO_TO_SET:
            _go_to_set(stage, heard)
        case _:
            return _inform(stage, heard.command) or turn_dial(stage, heard.command) or take_topic(stage, heard)
    return True


def _inform(stage: Stage, command: Command) -> bool:
    match command:
        case Command.HOW_MANY:
            stage.reply(lambda: prospect.tally(stage))
        case Command.WHATS_LEFT:
            stage.reply(lambda: prospect.whats_left(stage))
        case Command.WHY:
            phase = stage.phase
            stage.reply(lambda: prospect.why(stage, phase))
        case Command.REPEAT:
            stage.reply(stage.voice.last_said)
        case _:
            return False
    return True


def _pause(stage: Stage, command: Command) -> None:
    stage.course.is_paused_by_fault = False
    stage.verdicts.settle(Reason.STOPPED if command is Command.STOP else Reason.PAUSED)
    stage.voice.hush()
    if stage.phase is Phase.SUMMARY:
        stage.go(Trigger.COMPLETE)
    elif stage.phase is Phase.PAUSED:
        stage.voice.say(line("paused.choices"), after=HUSHED_FOR)
        stage.part.replied(stage)
    else:
        stage.voice.say(line("paused.begin_hanging" if stage.is_at_the_bar else "paused.begin"), after=HUSHED_FOR)
        stage.interrupt(Trigger.PAUSE)


def _help(stage: Stage) -> None:
    if stage.phase in (Phase.CONFIRMING, Phase.SAFETY_STOP, Phase.HELP):
        is_closing = stage.phase is Phase.SAFETY_STOP and must_end(stage)
        stage.reply(lambda: line("safety.end") if is_closing else script.options(stage.phase))
        return
    stage.verdicts.settle(Reason.PAUSED)
    stage.voice.hush()
    stage.interrupt(Trigger.HELP)


def _load(stage: Stage, heard: Heard) -> None:
    """Ask before anything harder."""
    if harder(stage.course.variation):
        ask_first(stage, heard)
    else:
        stage.reply(lambda: line("change.hardest"))


def _go_to_set(stage: Stage, heard: Heard) -> None:
    """Ask before reps are left undone."""
    answer = refusal(stage, heard.set)
    if heard.set is None or answer is not None:
        stage.reply(lambda: answer or line("not_now"))
    elif would_drop_reps(stage):
        ask_first(stage, heard)
    else:
        go_to_set(stage, heard.set)
