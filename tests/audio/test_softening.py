"""What a live session opens can soften what waits in it, through all that lies around the device."""

from functools import partial

import numpy as np
import pytest

from tests.audio.fake_streams import DEVICE, FakeOutput
from voicecoach.audio.clock import SessionClock
from voicecoach.audio.playback import Playback
from voicecoach.audio.sleep_watch import SleepingSpeaker
from voicecoach.cli import sound
from voicecoach.core.units import BLOCK
from voicecoach.ports import Softening


def test_the_speaker_of_a_live_session_is_softening(monkeypatch: pytest.MonkeyPatch) -> None:
    line = FakeOutput()
    monkeypatch.setattr(sound, "Playback", partial(Playback, opened=line))
    speaker = SleepingSpeaker(sound.live_speaker(DEVICE, SessionClock(), sound.Lines()), pytest.fail)
    assert isinstance(speaker, Softening)
    for _ in range(3):
        speaker.write(np.full(BLOCK, 0.5, np.float32))
    assert speaker.waiting == 2 * BLOCK
    speaker.soften(np.zeros(2 * BLOCK, np.float32))
    assert speaker.waiting == 2 * BLOCK
