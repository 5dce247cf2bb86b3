"""What PocketSphinx gets to hear: the same stretches as the session's own recogniser."""

import numpy as np

from tests.hearing.fake_recogniser import FakeRecogniser
from tests.hearing.sounds import pcm, placed, recorded
from voicecoach.bench.sphinx import segments
from voicecoach.core.units import BLOCK, RATE, Samples
from voicecoach.hearing.listener import PRE_ROLL, Closed, Listener, Opened
from voicecoach.hearing.recording import PAD, framed
from voicecoach.hearing.voice import SileroVoice
from voicecoach.ports import InputPcm


def knocks_and_a_stop() -> InputPcm:
    """Three knocks, and after two seconds a word."""
    times = np.arange(RATE // 2) / RATE
    knock = 0.3 * np.sin(2 * np.pi * 900 * times) * np.exp(-times * 60)
    return pcm(np.concatenate([*(knock,) * 3, placed(recorded("stop-espeak"), RATE, 3 * RATE)]))


def session(sound: InputPcm) -> list[tuple[int, int]]:
    """Return when the session's gate opened and closed, in the recording."""
    listener, silence = Listener(FakeRecogniser(), SileroVoice()), np.zeros(0, np.float32)
    seen = [one for frame in framed([sound]) for one in listener.step(frame, silence)]
    opened = [one.at - PAD for one in seen if isinstance(one, Opened)]
    closed = [one.at - PAD for one in seen if isinstance(one, Closed)]
    return list(zip(opened, closed, strict=True))


def test_it_is_what_the_sessions_gate_lets_through_with_what_came_before() -> None:
    sound = knocks_and_a_stop()
    ((opened, closed),) = session(sound)
    ((heard, end),) = segments(sound, SileroVoice())
    assert opened > 2 * RATE
    assert end == Samples(closed)
    assert heard.size == closed - opened + PRE_ROLL * BLOCK
