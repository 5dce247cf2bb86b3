"""When the ears give up hearing somebody over the coach."""

import numpy as np
import pytest

from tests.hearing.fake_recogniser import FakeRecogniser, spoken
from voicecoach.audio.echo_canceller import KalmanCanceller
from voicecoach.bench.sound.scene import EchoRoom, Scene
from voicecoach.core.events import DuplexLost, Event
from voicecoach.core.units import BLOCK, RATE, CueId, Decibels, Seconds, seconds
from voicecoach.hearing.duplex import LASTING, SETTLED, TOO_LOUD, Duplex
from voicecoach.hearing.pipeline import Hearing
from voicecoach.ports import Frame, InputPcm
from voicecoach.wiring import load_cues

SPEECH = np.full(BLOCK, 0.1, np.float32)
SILENCE = np.zeros(BLOCK, np.float32)
LOUD, LOW = Decibels(TOO_LOUD + 1), Decibels(TOO_LOUD - 1)


def found_at(leaks: list[Decibels]) -> list[int]:
    """Return the frames of the coach's speech that show it."""
    duplex = Duplex()
    return [frame for frame, leak in enumerate(leaks, 1) if duplex.is_lost_now(leak, SPEECH)]


def test_a_leak_that_stays_too_loud_is_found_once() -> None:
    assert found_at([LOUD] * 5 * SETTLED) == [SETTLED + LASTING]


def test_a_canceller_that_learns_late_is_given_time() -> None:
    assert found_at([LOUD] * (SETTLED + LASTING - 1) + [LOW] * 10 + [LOUD] * (LASTING - 1)) == []


@pytest.mark.parametrize("leak", [LOW, Decibels(-30.0)])
def test_a_leak_that_the_canceller_masters_is_none(leak: Decibels) -> None:
    assert found_at([leak] * 5 * SETTLED) == []


def test_silence_says_nothing_of_the_leak() -> None:
    duplex = Duplex()
    assert not any(duplex.is_lost_now(LOUD, SILENCE) for _ in range(5 * SETTLED))


class Nobody:
    """A detector of voices in a room where there is none."""

    def step(self, pcm: InputPcm, *, is_sound: bool) -> float:
        return 0.0


def heard_in(room: EchoRoom, length: int) -> list[Event]:
    """Return what the ears tell while the coach welcomes somebody over and over, for so many samples."""
    canceller, ears = KalmanCanceller(), Hearing(FakeRecogniser(spoken("stop")), Nobody())
    talk = np.resize(load_cues().pcm[CueId("ready.welcome")], length // BLOCK * BLOCK)
    told: list[Event] = []
    for block in talk.reshape(-1, BLOCK):
        room.write(block)
        for frame in room.read():
            clean = Frame(pcm=canceller.clean(frame.pcm, block), start=frame.start)
            told += ears.hear(clean, block, seconds(frame.start + BLOCK))
    return told


def test_a_small_speaker_at_the_microphone_in_a_ringing_room_is_too_loud_for_the_ears() -> None:
    scene = Scene(seed=5, rt60=0.8, leak=0.0, delay=Seconds(0.14), is_clipped=True, drift=60e-6)
    (lost,) = heard_in(EchoRoom(scene), 22 * RATE)
    assert isinstance(lost, DuplexLost)
    assert lost.leak > TOO_LOUD
    assert 14.99 <= lost.at < 22.0


def test_a_speaker_that_the_canceller_can_model_is_not() -> None:
    assert heard_in(EchoRoom(Scene(seed=5, rt60=0.4, leak=0.0, delay=Seconds(0.05))), 22 * RATE) == []
