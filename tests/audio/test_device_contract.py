"""One contract for sound files and for real streams on a virtual sound card."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.audio.rig import CLICK, Findings, run
from voicecoach.audio.sound_files import SilentMicrophone, WavMicrophone, WavSpeaker
from voicecoach.bench.sound_card import MICROPHONE, SPEAKER, SPEAKER_MONITOR, SoundCard, missing_programs
from voicecoach.core.units import BLOCK, RATE

SECONDS = 4


def rig(card: SoundCard, microphone: str, seconds: int) -> "subprocess.Popen[str]":
    """Start a session on the card's devices."""
    words = [sys.executable, "-m", "tests.audio.rig", SPEAKER, microphone, str(seconds)]
    return subprocess.Popen(words, env=card.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def findings(process: "subprocess.Popen[str]") -> Findings:
    out, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    told = json.loads(out)
    return Findings(**{field.name: told[field.name] for field in fields(Findings)})


def clicks_in(path: Path) -> list[int]:
    """Return where clicks begin in a recording."""
    sound, rate = soundfile.read(path)
    assert rate == RATE
    loud = np.flatnonzero(np.abs(sound) > 0.25)
    return [int(sample) for sample, gap in zip(loud, np.diff(loud, prepend=-RATE), strict=True) if gap > 100]


Session = tuple[Findings, Path]
"""What a session heard, and a recording of its speaker."""


@pytest.fixture(scope="module")
def through_files(tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder = tmp_path_factory.mktemp("files")
    run(SilentMicrophone(), WavSpeaker(folder / "heard.wav"), SECONDS)
    microphone = WavMicrophone(folder / "heard.wav")
    return run(microphone, WavSpeaker(folder / "coach.wav"), SECONDS), folder / "coach.wav"


@pytest.fixture(scope="module")
def card() -> Iterator[SoundCard]:
    if missing_programs():
        pytest.skip(f"no virtual sound card: {', '.join(missing_programs())} not installed")
    with SoundCard() as card:
        yield card


@pytest.fixture(scope="module")
def through_streams(card: SoundCard, tmp_path_factory: pytest.TempPathFactory) -> Session:
    path = tmp_path_factory.mktemp("streams") / "speaker.wav"
    recording = card.record(path)
    found = findings(rig(card, SPEAKER_MONITOR, SECONDS))
    recording.stop()
    return found, path


class DeviceContract:
    """What holds for every pair of a microphone and a speaker, where the one hears the other."""

    tolerance: int
    """Samples by which a click may seem to be heard elsewhere than where it was played."""
    corrections: int
    """How often frames may be placed anew, by more than the sample to which a gliding place is rounded."""

    def test_clicks_leave_the_speaker_exactly_a_second_apart(self, session: Session) -> None:
        clicks = clicks_in(session[1])
        assert len(clicks) == SECONDS
        assert np.diff(clicks).tolist() == [RATE] * (SECONDS - 1)

    def test_frames_are_a_block_apart(self, session: Session) -> None:
        starts = session[0].starts
        assert len(starts) > SECONDS * 45
        assert np.count_nonzero(np.abs(np.diff(starts) - BLOCK) > 1) <= self.corrections

    def test_frames_tell_where_a_click_was_played(self, session: Session) -> None:
        played = RATE // 2 + RATE * np.arange(SECONDS)
        heard = np.array(session[0].peaks)
        assert len(heard) == SECONDS
        assert np.abs(heard - played).max() <= self.tolerance

    def test_no_device_failed(self, session: Session) -> None:
        assert session[0].failures == []


class TestSoundFiles(DeviceContract):
    tolerance = 0
    corrections = 0

    @pytest.fixture
    def session(self, through_files: Session) -> Session:
        return through_files


@pytest.mark.live
class TestStreams(DeviceContract):
    tolerance = RATE * 15 // 1000  # the clock bears 10 ms, and PulseAudio's times jitter by 5
    corrections = 2  # the first second may show that the first time was wrong, and on a busy machine is wrong itself

    @pytest.fixture
    def session(self, through_streams: Session) -> Session:
        return through_streams


@pytest.mark.live
def test_what_is_spoken_into_the_microphone_is_heard(card: SoundCard, tmp_path: Path) -> None:
    beats = np.zeros(2 * RATE)
    beats[[RATE // 2, RATE + RATE // 2]] = CLICK[0]
    soundfile.write(tmp_path / "spoken.wav", beats, RATE)
    session = rig(card, MICROPHONE, 6)
    time.sleep(1)  # until the program listens
    card.play(tmp_path / "spoken.wav")
    assert np.diff(findings(session).peaks).tolist() == [pytest.approx(RATE, abs=RATE // 20)]


@pytest.mark.live
@pytest.mark.parametrize("is_renumbered", [False, True], ids=["as they were", "under other numbers"])
def test_a_session_outlives_devices_that_are_pulled_and_come_back(*, is_renumbered: bool) -> None:
    if missing_programs():
        pytest.skip(f"no virtual sound card: {', '.join(missing_programs())} not installed")
    with SoundCard() as own:
        session = rig(own, SPEAKER_MONITOR, 9)
        time.sleep(3)
        own.unplug()
        if is_renumbered:
            own.renumber()
        time.sleep(1)
        own.start()
        found = findings(session)
    assert found.seconds == pytest.approx(9, abs=1)
    assert sorted(line.split()[1] for line in found.failures) == ["microphone", "speaker"]
    assert found.peaks[-1] == pytest.approx(8 * RATE + RATE // 2, abs=RATE // 50)
