"""What is turned up and down by voice: the tempo and the volume."""

from voicecoach.core.commands import Command
from voicecoach.core.effects import SetVolume
from voicecoach.core.script import line
from voicecoach.core.stage import Stage
from voicecoach.core.units import Decibels

VOLUME_STEP = 4.0
QUIETEST, LOUDEST = -20.0, 8.0
"""Gain in decibels that "louder" and "quieter" reach."""


def turn_dial(stage: Stage, command: Command) -> bool:
    """Do what such a command asks for; say whether it is one."""
    match command:
        case Command.SLOWER | Command.FASTER:
            _change_tempo(stage, command)
        case Command.LOUDER | Command.QUIETER:
            _change_volume(stage, command)
        case _:
            return False
    return True


def _change_tempo(stage: Stage, command: Command) -> None:
    course = stage.course
    before = course.tempo.descent
    now = course.kind.fitting(before + (1 if command is Command.SLOWER else -1))
    course.tempo = course.tempo.lowered(now)
    limit = "slowest" if command is Command.SLOWER else "fastest"
    stage.reply(lambda: line(f"tempo.{now}" if now != before else f"tempo.{limit}_{now}"))


def _change_volume(stage: Stage, command: Command) -> None:
    course = stage.course
    step = VOLUME_STEP if command is Command.LOUDER else -VOLUME_STEP
    course.gain = Decibels(min(LOUDEST, max(QUIETEST, course.gain + step)))
    stage.moment.emit(SetVolume(at=stage.now, gain=course.gain))
    stage.reply(lambda: line("volume.set"))
