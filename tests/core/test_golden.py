"""Whole sessions as transcripts that a person can read; `pytest --update-golden` writes them anew."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.story import SHORT, Story
from voicecoach.core.commands import Command
from voicecoach.core.effects import Say
from voicecoach.core.events import HalfHeard
from voicecoach.core.exercise import Variation
from voicecoach.core.machine import Phase
from voicecoach.core.memory import Memory
from voicecoach.core.progress import SessionDone, SetDone
from voicecoach.core.schedule import Day
from voicecoach.core.units import Seconds
from voicecoach.core.verbosity import verbosity_after

FOLDER = Path(__file__).parent / "golden"


def clean() -> Story:
    return Story().finish()


def beginner() -> Story:
    story = Story(answers={"ready.ask": "yes", "tension.ask": "no", "lift.ask_45": "yes", "lift.ask_90": "no"})
    story.run_until(lambda: "change.easier" in story.said())
    story.answers.update({"tension.ask": "yes", "lift.ask_90": "yes"})
    story.run_to(Phase.DESCEND, rep=2)
    story.say("back arched", after=1.4, began=0.8)
    story.run_to(Phase.REST)
    story.say("easier", after=4.0)
    return story.finish()


def interrupter() -> Story:
    story = Story().run_to(Phase.RESET)
    story.say("skip", after=2.0)
    story.run_to(Phase.DESCEND, rep=1)
    story.say("how many", after=0.5)
    story.run_to(Phase.DESCEND, rep=2)
    story.say("pause", after=0.5)
    story.say("resume", after=6.0)
    story.run_to(Phase.DESCEND, rep=2)
    story.say("rep failed", after=0.5)
    story.say("that one was good", after=1.5)
    story.run_to(Phase.REST)
    story.say("more rest", after=3.0)
    story.say("what's left", after=5.0)
    story.say("help", after=5.0)
    return story.finish()


def pain() -> Story:
    story = Story().run_to(Phase.DESCEND, rep=2)
    story.say("it hurts", after=1.2, began=0.6)
    story.say("end workout", after=9.0)
    return story.finish()


def counting() -> Story:
    story = Story().run_to(Phase.DESCEND, rep=2)
    story.say("go to set five", after=0.5)
    story.run_to(Phase.BETWEEN_REPS)
    story.say("fifteen more seconds", after=3.0)
    story.say("go to set two", after=6.0)
    story.say("yes", after=6.0)
    story.run_to(Phase.REST)
    story.say("one more minute", after=4.0)
    story.say("go to set one", after=12.0)
    story.run_to(Phase.PLANK)
    story.say("ten more seconds", after=8.0)
    return story.finish()


def unclear() -> Story:
    story = Story().run_to(Phase.REST)
    half_hear(story, Command.EASIER, Command.REPEAT)
    story.say("no", after=4.0)
    half_hear(story, Command.EASIER, Command.REPEAT)
    story.say("easier", after=4.0)
    story.run_to(Phase.LIFT, set_number=2, rep=1)
    half_hear(story, Command.SKIP, Command.REPEAT)
    story.run_to(Phase.PLANK)
    half_hear(story, Command.PAUSE, Command.REPEAT)
    return story.finish()


def half_hear(story: Story, likelier: Command, other: Command) -> None:
    at = Seconds(story.now + 6.0)
    story.take(HalfHeard(at=at, spoken_at=at, text=likelier.value, candidates=(likelier, other)))


def first_session() -> Story:
    return Story(replace(SHORT, sets=1, reps=10)).finish()


def tenth_session() -> Story:
    routine = replace(SHORT, sets=1, reps=10, verbosity=verbosity_after(9), earlier_sessions=9)
    return Story(routine, memory=Memory(today=Day(739_567), sessions=(learnt_floor(0.8),), earlier=9)).finish()


def doming() -> Story:
    story = Story().run_to(Phase.DESCEND, rep=2)
    story.say("my middle is pushing out", after=0.5)
    story.say("easier", after=14.0)
    story.run_to(Phase.DESCEND)
    story.say("my middle is coming up", after=0.5)
    return story.finish()


def sitting() -> Story:
    story = Story(replace(SHORT, sets=1, asks_sitting=True, earlier_sessions=1))
    story.run_until(lambda: "sitting.closed" in story.said())
    story.say("yes", after=5.0)
    return story.finish()


def asking() -> Story:
    story = Story().run_to(Phase.RESET)
    story.say("why the cat cow", after=6.0)
    story.run_to(Phase.DESCEND, rep=1)
    story.say("i'm swinging", after=0.5)
    story.run_to(Phase.DESCEND, rep=2)
    story.say("which muscles", after=0.5)
    story.run_to(Phase.REST)
    story.say("what is doming", after=5.0)
    story.say("skip", after=2.0)
    story.say("fewer cues", after=1.0)
    story.run_to(Phase.DESCEND, set_number=2, rep=1)
    story.say("my neck hurts", after=0.5)
    story.run_to(Phase.PLANK)
    story.say("how often", after=4.0)
    return story.finish()


def sloppy() -> Story:
    story = Story(replace(SHORT, reps=6))
    for rep in (2, 3):
        story.run_to(Phase.DESCEND, rep=rep)
        story.say("back arched", after=1.0, began=0.5)
    story.run_to(Phase.REST)
    story.say("easier", after=12.0)
    return story.finish()


def learnt_floor(floor: float) -> SessionDone:
    """A session at a floor, without an arch."""
    done = SetDone(number=1, variation=Variation("straight"), descent=3, attempted=3, perfect=3, voided=0)
    return SessionDone(
        day=Day(739_565), variation=Variation("straight"), reps_asked=3, sets=(done,), floor=floor, arches=0
    )


def floor_marked() -> Story:
    story = Story().run_to(Phase.FINDING_FLOOR)
    for moment in (2.8, 3.0):
        count = next(e for e in reversed(story.effects(Say)) if isinstance(e, Say) and e.cue == "count.1")
        story.run_clock(count.at)
        story.say("there", after=count.at + moment + 0.4 - story.now, began=count.at + moment - story.now)
    return story.finish()


def floor_lower() -> Story:
    return Story(memory=Memory(today=Day(739_567), sessions=(learnt_floor(0.6), learnt_floor(0.6)))).finish()


def floor_higher() -> Story:
    story = Story(replace(SHORT, reps=4), memory=Memory(today=Day(739_567), sessions=(learnt_floor(0.8),)))
    for rep in (2, 4):
        story.run_to(Phase.DESCEND, rep=rep)
        story.say("back arched", after=1.0, began=0.5)
    return story.finish()


def silent() -> Story:
    return Story(answers={}).finish()


@pytest.mark.parametrize(
    "tell",
    [
        *(clean, beginner, interrupter, pain, counting, unclear, silent),
        *(first_session, tenth_session, doming, sitting, asking, sloppy),
        *(floor_marked, floor_lower, floor_higher),
    ],
    ids=lambda tell: tell.__name__,
)
def test_a_session_reads_as_it_did(tell: Callable[[], Story], request: pytest.FixtureRequest) -> None:
    compare(tell.__name__, tell(), request)


@pytest.mark.parametrize("variation", Variation)
def test_each_variation_reads_as_it_did(variation: Variation, request: pytest.FixtureRequest) -> None:
    story = Story(replace(SHORT, variation=variation, sets=2, reps=2)).finish()
    compare(f"variation_{variation.value}", story, request)


def compare(name: str, story: Story, request: pytest.FixtureRequest) -> None:
    path = FOLDER / f"{name}.txt"
    transcript = story.transcript()
    if request.config.getoption("--update-golden"):
        path.write_text(transcript, encoding="utf-8")
    assert transcript == path.read_text(encoding="utf-8")
