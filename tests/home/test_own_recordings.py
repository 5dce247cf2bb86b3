"""Recordings that a person let the coach keep: FLAC files and an index."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.core.commands import Command
from voicecoach.core.errors import StorageFull
from voicecoach.core.tryout import Answered, Prompt, Try
from voicecoach.core.units import Seconds
from voicecoach.home.own_recordings import INDEX, keep
from voicecoach.ports import Recording

HEARD = Answered(
    at=Seconds(1.0),
    spoken_at=Seconds(0.5),
    text="stop",
    command=Command.STOP,
    score=5.0,
    is_believed=True,
    sound=0,
)
SOUND = np.arange(-800, 800, dtype=np.int16)
SKIP = Recording(said=Try(prompt=Prompt(command=Command.SKIP, phrase="skip"), answer=HEARD), sound=SOUND)


def test_a_recording_is_kept_sample_by_sample_and_the_index_says_what_was_asked_and_heard(tmp_path: Path) -> None:
    folder = keep([SKIP], tmp_path)
    sound, rate = soundfile.read(folder / "00001.flac", dtype="int16")
    assert (rate, sound.tolist()) == (16_000, SOUND.tolist())
    assert [json.loads(line) for line in (folder / INDEX).read_text().splitlines()] == [
        {"file": "00001.flac", "text": "skip", "heard": "stop", "result": "confused"}
    ]


def test_later_recordings_lie_beside_earlier_ones(tmp_path: Path) -> None:
    keep([SKIP, SKIP], tmp_path)
    folder = keep([SKIP], tmp_path)
    assert sorted(path.name for path in folder.glob("*.flac")) == ["00001.flac", "00002.flac", "00003.flac"]
    assert len((folder / INDEX).read_text().splitlines()) == 3


def test_where_nothing_can_be_written_one_line_says_so(tmp_path: Path) -> None:
    (tmp_path / "recordings").write_text("in the way")
    with pytest.raises(StorageFull, match="cannot keep recordings in"):
        keep([SKIP], tmp_path)
