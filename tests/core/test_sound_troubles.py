"""What the coach says and does when the sound is not what it should be: a sleep, a poor microphone, a loud leak."""

from collections.abc import Callable

import pytest

from tests.core.story import LENGTHS, Story
from voicecoach.core.effects import Priority, Say, Unduck
from voicecoach.core.events import (
    Device,
    DeviceFound,
    DeviceLost,
    DuplexLost,
    Event,
    HearingLost,
    MicrophoneTroubled,
    PlayedOut,
    Slept,
    SpeechBegan,
    Trouble,
)
from voicecoach.core.journal import encode_turn
from voicecoach.core.machine import Phase
from voicecoach.core.pacing import GAP
from voicecoach.core.session import Session
from voicecoach.core.turn import Turn
from voicecoach.core.units import Decibels, Seconds
from voicecoach.history.replay import replay


def slept(story: Story, after: float = 0.5, lasted: float = 30.0) -> Turn:
    return story.take(Slept(at=Seconds(story.now + after), lasted=Seconds(lasted)))


def lost(story: Story) -> Turn:
    return story.take(DeviceLost(at=Seconds(story.now + 0.5), device=Device.SPEAKER))


def found(story: Story, after: float = 2.0) -> Turn:
    return story.take(DeviceFound(at=Seconds(story.now + after), device=Device.SPEAKER))


def leaks(story: Story, after: float = 0.1) -> None:
    story.take(DuplexLost(at=Seconds(story.now + after), leak=Decibels(-4.0)))


def counts_since(story: Story, turn: int) -> list[str]:
    says = [effect for one in story.turns[turn:] for effect in one.effects if isinstance(effect, Say)]
    return [say.cue for say in says if say.priority is Priority.COUNT]


def test_a_sleep_is_called_a_sleep_and_the_session_goes_on() -> None:
    story = Story().run_to(Phase.DESCEND, rep=2)
    before = len(story.turns)
    asleep = slept(story)
    awake = found(story)
    assert (asleep.phase, awake.phase) == (Phase.PAUSED, Phase.BETWEEN_REPS)
    said = story.said(before)
    assert (said[0], "fault.slept_back" in said) == ("fault.slept", True)
    assert not {"fault.speaker", "fault.speaker_back"} & set(said)
    assert story.verdicts() == ["credited", "interrupted"]


def test_after_a_long_sleep_nothing_goes_on_without_the_person() -> None:
    story = Story().run_to(Phase.DESCEND, rep=2)
    slept(story, lasted=8 * 3600.0)
    before = len(story.turns)
    found(story)
    assert story.said(before)[:2] == ["fault.awake", "paused.choices"]
    story.run_clock(story.now + 300.0)
    assert story.phase is Phase.PAUSED
    assert story.say("resume", after=1.0).phase is Phase.BETWEEN_REPS


@pytest.mark.parametrize("phrase", ["stop", "pause"])
def test_who_stops_while_a_device_is_gone_is_not_led_on_when_it_is_back(phrase: str) -> None:
    story = Story().run_to(Phase.DESCEND, rep=2)
    lost(story)
    story.say(phrase, after=1.0)
    assert found(story).phase is Phase.PAUSED


def test_a_pause_of_ones_own_is_not_ended_by_a_device_that_comes_back() -> None:
    story = Story().run_to(Phase.DESCEND, rep=2)
    lost(story)
    story.say("it hurts", after=1.0)
    found(story)
    story.say("easier", after=8.0)
    story.say("pause", after=1.0)
    assert found(story).phase is Phase.PAUSED


FAULTS: list[Callable[[Seconds], Event]] = [
    lambda at: HearingLost(at=at, reason="broken"),
    lambda at: Slept(at=at, lasted=Seconds(30.0)),
    lambda at: DeviceLost(at=at, device=Device.MICROPHONE),
]


@pytest.mark.parametrize("fault", FAULTS, ids=["hearing", "sleep", "microphone"])
def test_what_is_missing_is_said_at_full_loudness(fault: Callable[[Seconds], Event]) -> None:
    story = Story().run_to(Phase.TENSION_CHECK)
    story.take(SpeechBegan(at=Seconds(story.now + 0.5)))
    turn = story.take(fault(Seconds(story.now + 0.5)))
    assert isinstance(turn.effects[0], Unduck)


def test_a_speaker_that_goes_later_is_no_sleep() -> None:
    story = Story().run_to(Phase.REST)
    slept(story)
    story.take(DeviceFound(at=Seconds(story.now + 2.0), device=Device.SPEAKER))
    before = len(story.turns)
    story.take(DeviceLost(at=Seconds(story.now + 0.5), device=Device.SPEAKER))
    story.take(DeviceFound(at=Seconds(story.now + 2.0), device=Device.SPEAKER))
    assert "fault.speaker_back" in story.said(before)
    assert "fault.slept_back" not in story.said(before)


def test_a_sleep_in_a_pause_leaves_it_to_the_person_to_go_on() -> None:
    story = Story().run_to(Phase.REST)
    story.say("pause", after=1.0)
    slept(story)
    story.take(DeviceFound(at=Seconds(story.now + 2.0), device=Device.SPEAKER))
    assert story.phase is Phase.PAUSED
    assert story.said()[-1] != "fault.slept_back"


@pytest.mark.parametrize("trouble", Trouble)
def test_what_ails_the_microphone_is_said(trouble: Trouble) -> None:
    story = Story().run_to(Phase.REST)
    turn = story.take(MicrophoneTroubled(at=Seconds(story.now + 6.0), trouble=trouble))
    assert [effect.cue for effect in turn.effects if isinstance(effect, Say)] == [f"fault.{trouble.value}"]
    assert turn.phase is Phase.REST


def test_in_a_rep_what_ails_the_microphone_waits_for_its_end() -> None:
    story = Story().run_to(Phase.DESCEND, rep=1)
    before = len(story.turns)
    turn = story.take(MicrophoneTroubled(at=Seconds(story.now + 0.1), trouble=Trouble.CLIPPED))
    assert turn.effects == ()
    story.run_to(Phase.LIFT, rep=2)
    assert story.said(before).count("fault.clipped") == 1


def test_once_nobody_is_heard_over_the_coach_it_says_so_once_and_counts_every_other_second_in_short_words() -> None:
    story = Story().run_to(Phase.DESCEND, rep=1)
    leaks(story)
    before = len(story.turns)
    leaks(story)
    story.run_to(Phase.LIFT, rep=3)
    assert story.said().count("echo.gaps") == 1
    assert counts_since(story, before) == ["beat.1", "beat.3"]
    first, second = [say.at for say in story.effects(Say) if isinstance(say, Say) and "beat" in say.cue]
    assert second - first == pytest.approx(GAP, abs=0.2)
    assert (
        max(LENGTHS[say.cue] for say in story.effects(Say) if isinstance(say, Say) and "beat" in say.cue) < 0.9 * 16_000
    )


def test_the_search_for_the_floor_leaves_gaps_too() -> None:
    story = Story().run_to(Phase.TEST_LIFT)
    leaks(story, after=3.0)
    before = len(story.turns)
    story.run_to(Phase.LIFT, rep=1)
    assert counts_since(story, before)[:2] == ["beat.1", "beat.3"]


def test_a_session_with_such_events_is_replayed_to_the_letter() -> None:
    story = Story().run_to(Phase.DESCEND, rep=2)
    leaks(story)
    story.take(MicrophoneTroubled(at=Seconds(story.now + 0.1), trouble=Trouble.SILENT))
    slept(story)
    story.take(DeviceFound(at=Seconds(story.now + 2.0), device=Device.SPEAKER))
    story.finish()
    at = Seconds(story.now + 0.5)
    story.take(PlayedOut(at=at, underflows=1, overflows=0, slips=0, late_counts=0))
    again = replay(Session(story.routine, LENGTHS), [turn.event for turn in story.turns])
    assert [encode_turn(turn) for turn in again] == [encode_turn(turn) for turn in story.turns]
