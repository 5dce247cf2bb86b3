import numpy as np
import pytest

from voicecoach.audio.sleep_watch import WAKING, SleepingSpeaker
from voicecoach.audio.sound_files import SilentSpeaker
from voicecoach.core.errors import ComputerSlept
from voicecoach.core.units import BLOCK, RATE
from voicecoach.ports import OutputPcm

BLOCK_OF_SILENCE = np.zeros(BLOCK, np.float32)


class Wall:
    """A wall clock that is set by hand."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def play(speaker: SleepingSpeaker, wall: Wall, seconds: float) -> None:
    for _ in range(round(seconds * RATE / BLOCK)):
        wall.now += BLOCK / RATE
        speaker.write(BLOCK_OF_SILENCE)


def test_a_sleep_is_told_once_and_the_speaker_is_lost_until_it_is_awake() -> None:
    wall, told = Wall(), list[str]()
    speaker = SleepingSpeaker(SilentSpeaker(), told.append, wall=wall)
    play(speaker, wall, 10)
    wall.now += 600
    with pytest.raises(ComputerSlept) as sleep:
        play(speaker, wall, 1)
    assert sleep.value.lasted == pytest.approx(600)
    assert told == ["the computer slept for 10 min; the session goes on"]
    assert speaker.is_lost
    play(speaker, wall, WAKING - 0.02)
    assert speaker.is_lost
    play(speaker, wall, 0.02)
    assert not speaker.is_lost
    assert len(told) == 1


def test_what_waits_in_the_inner_speaker_is_softened_through_it() -> None:
    class Deep(SilentSpeaker):
        waiting = 960

        def soften(self, gains: OutputPcm) -> None:
            self.waiting -= len(gains)

    inner = Deep()
    speaker = SleepingSpeaker(inner, pytest.fail)
    speaker.soften(np.zeros(320, np.float32))
    assert speaker.waiting == 640
    assert SleepingSpeaker(SilentSpeaker(), pytest.fail).waiting == 0


@pytest.mark.parametrize("jump", [-3600.0, 3.0], ids=["a clock that is put back", "a device that hung"])
def test_what_is_no_sleep_is_not_told(jump: float) -> None:
    wall = Wall()
    speaker = SleepingSpeaker(SilentSpeaker(), pytest.fail, wall=wall)
    play(speaker, wall, 1)
    wall.now += jump
    play(speaker, wall, 1)
    assert not speaker.is_lost
