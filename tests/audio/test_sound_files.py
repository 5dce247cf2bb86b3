from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.audio.sound_files import PacedSpeaker, SilentSpeaker, WavMicrophone, WavSpeaker
from voicecoach.core.errors import SoundFileBroken, StorageFull
from voicecoach.core.units import BLOCK, RATE
from voicecoach.ports import Frame, InputPcm, OutputPcm

BLOCK_OF_SOUND = np.linspace(-1.2, 1.2, BLOCK, dtype=np.float32)


def heard(microphone: WavMicrophone) -> InputPcm:
    frames: list[Frame] = []
    while not microphone.is_exhausted:
        frames += microphone.read()
    assert [frame.start for frame in frames] == list(range(0, len(frames) * BLOCK, BLOCK))
    return np.concatenate([frame.pcm for frame in frames])


def test_a_written_file_is_heard_as_it_was_written(tmp_path: Path) -> None:
    speaker = WavSpeaker(tmp_path / "coach.wav")
    for _ in range(120):
        speaker.write(BLOCK_OF_SOUND)
    speaker.close()
    speaker.close()
    expected = np.rint(np.clip(BLOCK_OF_SOUND, -1, 1) * 32767).astype(np.int16)
    np.testing.assert_array_equal(heard(WavMicrophone(tmp_path / "coach.wav")), np.tile(expected, 120))


def test_a_file_that_was_never_closed_is_valid_up_to_its_last_second(tmp_path: Path) -> None:
    path = tmp_path / "coach.wav"
    speaker = WavSpeaker(path)
    assert soundfile.info(path).frames == 0
    for _ in range(130):
        speaker.write(BLOCK_OF_SOUND)
    assert soundfile.info(path).frames >= 100 * BLOCK
    speaker.close()
    assert soundfile.info(path).frames == 130 * BLOCK


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_any_rate_and_number_of_channels_is_heard_at_16_khz(tmp_path: Path, rate: int, channels: int) -> None:
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(round(1.3 * rate)) / rate)
    soundfile.write(tmp_path / "tone.wav", np.column_stack([tone] * channels), rate)
    sound = heard(WavMicrophone(tmp_path / "tone.wav"))
    expected = 16_384 * np.sin(2 * np.pi * 440 * np.arange(round(1.3 * RATE)) / RATE)
    assert abs(len(sound) - len(expected)) <= BLOCK
    assert np.abs(sound[2_000:18_000] - expected[2_000:18_000]).max() < 30


def test_after_its_end_a_file_is_silent(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "short.wav", np.full(100, 0.5), RATE)
    microphone = WavMicrophone(tmp_path / "short.wav")
    assert not microphone.is_exhausted
    (first,) = microphone.read()
    assert np.flatnonzero(first.pcm).tolist() == list(range(100))
    assert microphone.is_exhausted
    (second,) = microphone.read()
    assert second.start == BLOCK
    assert not second.pcm.any()


@pytest.mark.parametrize("content", [None, b"no sound at all"], ids=["missing", "text"])
def test_what_is_no_sound_file_is_refused_by_name(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "voice.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SoundFileBroken, match=r"voice\.wav"):
        WavMicrophone(path)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageFull, match=r"absent/coach\.wav: No such file"):
        WavSpeaker(tmp_path / "absent" / "coach.wav")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a device that is always full")
def test_a_full_disk_is_named() -> None:
    with pytest.raises(StorageFull, match="/dev/full: No space left on device"):
        WavSpeaker(Path("/dev/full"))


class FakeTime:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 50.0

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds

    def clock(self) -> float:
        return self.now


SILENCE: OutputPcm = np.zeros(BLOCK, np.float32)


def paced(time: FakeTime) -> PacedSpeaker:
    return PacedSpeaker(SilentSpeaker(), clock=time.clock, sleep=time.sleep)


def test_a_paced_speaker_takes_as_long_as_its_sound() -> None:
    time = FakeTime()
    speaker = paced(time)
    for _ in range(500):
        speaker.write(SILENCE)
        time.now += 0.004
    assert time.now == pytest.approx(60.0, abs=0.02)


def test_a_paced_speaker_catches_up_after_a_short_delay() -> None:
    time = FakeTime()
    speaker = paced(time)
    speaker.write(SILENCE)
    time.now += 0.5
    for _ in range(49):
        speaker.write(SILENCE)
    assert time.now == pytest.approx(51.0)


def test_a_paced_speaker_does_not_rush_after_the_computer_slept() -> None:
    time = FakeTime()
    speaker = paced(time)
    speaker.write(SILENCE)
    time.now += 600
    woken = time.now
    for _ in range(50):
        speaker.write(SILENCE)
    assert time.now == pytest.approx(woken + 1.0)


def test_a_freed_speaker_never_waits() -> None:
    time = FakeTime()
    speaker = paced(time)
    speaker.free_run()
    for _ in range(500):
        speaker.write(SILENCE)
    assert time.now == 50.0
