"""A take through the session's own pipeline."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.bench.clip import Clip
from voicecoach.bench.condition import CLEAN, Take
from voicecoach.bench.false_accepts import false_accepts
from voicecoach.bench.hearing import hear_take
from voicecoach.bench.report import computing
from voicecoach.shipped import compact_model

pytestmark = pytest.mark.product


def test_rates_and_computing_are_by_the_length_of_the_recording(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "talk.wav", np.zeros(36_000, np.int16), 16_000)
    clip = Clip(file=tmp_path / "talk.wav", name="talk.wav", collection="reading")
    outcome = hear_take(compact_model(), Take(clip=clip, condition=CLEAN, seed=1))
    assert outcome.duration == 2.25
    assert false_accepts("reading", [outcome]).all.hours == 2.25 / 3600
    assert computing([outcome]).sound_seconds == 2.25
