"""What becomes of the sound devices and the hearing: the session pauses for it, and goes on once they are back."""

from typing import assert_never

from voicecoach.core.asides import go_on
from voicecoach.core.attention import unduck
from voicecoach.core.effects import Reason
from voicecoach.core.events import (
    Device,
    DeviceFound,
    DeviceLost,
    DuplexLost,
    HearingLost,
    MicrophoneTroubled,
    PlayedOut,
    Slept,
    SoundEvent,
)
from voicecoach.core.machine import Phase, Trigger
from voicecoach.core.script import Utterance, line
from voicecoach.core.stage import Stage
from voicecoach.core.units import Seconds

SHORT_SLEEP = Seconds(60.0)
"""Sleep of the computer after which the coach goes on by itself; after more the person may have got up."""


def take_note(stage: Stage, event: SoundEvent) -> None:
    """Tell the person what they must know of it, and pause where nobody can be coached."""
    match event:
        case DeviceLost():
            _lost(stage, line(f"fault.{event.device.value}"))
        case HearingLost():
            _lost(stage, line("fault.hearing"))
        case Slept():
            stage.course.has_slept = True
            _lost(stage, line("fault.slept"))
            stage.course.is_paused_by_fault &= event.lasted <= SHORT_SLEEP
        case DeviceFound():
            _found(stage, event.device)
        case MicrophoneTroubled():
            stage.reply(lambda: line(f"fault.{event.trouble.value}"))
        case DuplexLost():
            _leave_gaps(stage)
        case PlayedOut():
            pass  # told to whoever reads the journal; it changes nothing
        case _:
            assert_never(event)


def _lost(stage: Stage, cues: Utterance) -> None:
    unduck(stage)
    stage.verdicts.settle(Reason.PAUSED)
    stage.voice.hush()
    stage.voice.say(cues)
    if stage.machine.can(Trigger.PAUSE):
        stage.course.is_paused_by_fault = True
        stage.interrupt(Trigger.PAUSE)


def _found(stage: Stage, device: Device) -> None:
    course = stage.course
    has_slept, course.has_slept = course.has_slept, False
    is_waited_for, course.is_paused_by_fault = course.is_paused_by_fault, False
    if stage.phase is not Phase.PAUSED:
        return
    if is_waited_for:
        stage.voice.hush()
        go_on(stage, line(f"fault.{'slept' if has_slept else device.value}_back"))
    elif has_slept:
        stage.reply(lambda: line("fault.awake", "paused.choices"))


def _leave_gaps(stage: Stage) -> None:
    if not stage.course.leaves_gaps:
        stage.course.leaves_gaps = True
        stage.reply(lambda: line("echo.gaps"))
