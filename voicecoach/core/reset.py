"""Loosening up before the first lift: stretches and cat-cows."""

from voicecoach.core import script
from voicecoach.core.commands import Command
from voicecoach.core.events import Heard
from voicecoach.core.machine import Trigger
from voicecoach.core.script import line
from voicecoach.core.stage import Part, Stage
from voicecoach.core.units import Seconds
from voicecoach.core.warm_up import skip

HALF_BREATH = Seconds(3.2)
"""Length of one breath in, or out, of a cat-cow."""

STRETCHES = ("stretch.quads_left", "stretch.quads_right", "stretch.psoas_left", "stretch.psoas_right")
"""What keeps hip flexors that much sitting made short from taking over (article, "Troubleshooting Pain")."""


class Reset(Part):
    """Loosen the spine with cat-cows, one slow breath each (article, "The Reset"), after stretches where wanted."""

    def enter(self, stage: Stage) -> None:
        """Pace the stretches that are still to do, if any, and then the cat-cows."""
        if self._stretches_left(stage):
            stage.wait_until(stage.delivery.free_at + 0.5)
        else:
            self._begin_cat_cows(stage)

    def _stretches_left(self, stage: Stage) -> bool:
        return stage.course.stretch > 0 and stage.course.stretches <= len(STRETCHES)

    def _begin_cat_cows(self, stage: Stage) -> None:
        course = stage.course
        left = course.routine.cat_cows - course.cat_cows
        if not course.routine.cat_cows:
            stage.go(Trigger.COMPLETE)
        elif not course.cat_cows:
            stage.voice.say(
                (*line("reset.intro"), *script.number(left), *line("reset.cat_cow" if left == 1 else "reset.cat_cows"))
            )
            stage.wait_until(stage.delivery.free_at + 2.0)
        else:
            stage.wait_until(stage.delivery.free_at + 0.5)

    def time_up(self, stage: Stage) -> None:
        """Pace the next stretch or cat-cow, or go on to the tension check."""
        course = stage.course
        if self._stretches_left(stage):
            self._pace_stretch(stage)
            return
        if course.cat_cows >= course.routine.cat_cows:
            stage.voice.say(line("reset.done" if course.is_on_the_floor else "reset.done_hanging"))
            stage.go(Trigger.COMPLETE)
            return
        course.cat_cows += 1
        start = max(stage.now, stage.delivery.free_at)
        stage.voice.say(line("reset.in"))
        stage.voice.say(line("reset.out"), after=start + HALF_BREATH - stage.now)
        stage.wait_until(start + 2 * HALF_BREATH)

    def suspend(self, stage: Stage) -> None:
        """Do the interrupted stretch or cat-cow again."""
        course = stage.course
        if self._stretches_left(stage):
            course.stretches = max(0, course.stretches - 1)
        else:
            course.cat_cows = max(0, course.cat_cows - 1)

    def _pace_stretch(self, stage: Stage) -> None:
        course = stage.course
        course.stretches += 1
        if course.stretches > len(STRETCHES):
            self._begin_cat_cows(stage)
            return
        stage.voice.say(line(STRETCHES[course.stretches - 1]))
        stage.wait_until(stage.delivery.free_at + course.stretch)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Leave out what remains of the reset."""
        if heard.command not in (Command.SKIP, Command.START_NOW):
            return False
        return skip(stage)
