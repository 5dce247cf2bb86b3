import os
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.core.errors import SoundFileBroken
from voicecoach.hearing.recogniser import VoskRecogniser
from voicecoach.hearing.recording import listen_to, recordings

from .fake_recogniser import FakeRecogniser
from .sounds import RECORDINGS, recorded


@pytest.mark.product
def test_a_clip_that_is_cut_tight_is_understood(recogniser: VoskRecogniser) -> None:
    (placed,) = listen_to(RECORDINGS / "stop-espeak.flac", recogniser)
    assert placed.utterance.is_accepted
    assert placed.start == pytest.approx(0.0, abs=0.05)
    assert placed.end == pytest.approx(recorded("stop-espeak").size / 16_000, abs=0.06)


@pytest.mark.product
@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
def test_any_rate_and_channels_will_do(recogniser: VoskRecogniser, tmp_path: Path, rate: int) -> None:
    mono = recorded("stop-espeak")
    at = np.linspace(0, mono.size - 1, round(mono.size * rate / 16_000))
    resampled = np.interp(at, np.arange(mono.size), mono)
    soundfile.write(tmp_path / "stop.wav", np.stack([resampled, resampled], axis=1), rate)
    assert [placed.utterance.text for placed in listen_to(tmp_path / "stop.wav", recogniser)] == ["stop"]


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all" * 50])
def test_what_is_no_sound_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.wav").write_bytes(content)
    with pytest.raises(SoundFileBroken, match=r"cannot read .*bad\.wav as sound"):
        list(listen_to(tmp_path / "bad.wav", FakeRecogniser()))


@pytest.mark.product
def test_what_comes_before_the_damage_is_heard_and_then_the_damage_named(
    recogniser: VoskRecogniser, tmp_path: Path
) -> None:
    stop, gap = recorded("stop-espeak"), np.zeros(24_000, np.int16)
    soundfile.write(tmp_path / "whole.flac", np.concatenate([stop, gap, stop, gap, stop]), 16_000)
    (tmp_path / "cut.flac").write_bytes((tmp_path / "whole.flac").read_bytes()[:-400])
    found = listen_to(tmp_path / "cut.flac", recogniser)
    assert [next(found).utterance.text for _ in range(2)] == ["stop"] * 2
    with pytest.raises(SoundFileBroken, match=r"cannot read .*cut\.flac as sound"):
        list(found)


def test_a_name_that_is_too_long_is_named(tmp_path: Path) -> None:
    with pytest.raises(SoundFileBroken, match=r"cannot read .*aaa as sound: File name too long"):
        list(listen_to(tmp_path / ("a" * 300), FakeRecogniser()))


def test_an_empty_sound_has_no_utterance(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "empty.wav", np.zeros(0), 16_000)
    assert list(listen_to(tmp_path / "empty.wav", FakeRecogniser())) == []


def test_folders_are_searched_in_order_for_sound(tmp_path: Path) -> None:
    for name in ("b/two.FLAC", "a/one.wav", "b/deep/three.opus", "b/notes.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = recordings((tmp_path / "b/notes.txt", tmp_path))
    assert [file.name for file in found] == ["notes.txt", "one.wav", "three.opus", "two.FLAC"]


@pytest.mark.parametrize("wrong", [np.nan, -np.nan])
def test_samples_that_are_no_numbers_are_named(tmp_path: Path, wrong: float) -> None:
    sound = np.zeros(32_000, np.float32)
    sound[20_000] = wrong
    soundfile.write(tmp_path / "nan.wav", sound, 16_000, subtype="FLOAT")
    with pytest.raises(SoundFileBroken, match=r"cannot read .*nan\.wav as sound: it holds samples that are no numbers"):
        list(listen_to(tmp_path / "nan.wav", FakeRecogniser()))


@pytest.mark.parametrize("loud", [3e38, -np.inf])
def test_samples_beyond_full_scale_are_clipped(tmp_path: Path, loud: float) -> None:
    soundfile.write(tmp_path / "loud.wav", np.full((16_000, 2), loud, np.float32), 16_000, subtype="FLOAT")
    assert not any(placed.utterance.is_accepted for placed in listen_to(tmp_path / "loud.wav", FakeRecogniser()))


@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="this platform has no such names")
def test_a_name_that_is_not_utf8_spoils_its_own_file_alone(tmp_path: Path) -> None:
    for name in (b"a-\xff.wav", b"b.wav"):
        soundfile.write(os.fsencode(tmp_path) + b"/" + name, np.zeros(320), 16_000)
    bad, good = recordings((tmp_path,))
    with pytest.raises(SoundFileBroken, match=r"cannot read .*a-\\udcff\.wav as sound: its name is not UTF-8"):
        list(listen_to(bad, FakeRecogniser()))
    assert list(listen_to(good, FakeRecogniser())) == []


def test_a_folder_without_sound_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    (place,) = recordings((tmp_path,))
    with pytest.raises(SoundFileBroken, match=rf"no sound file in {tmp_path}"):
        list(listen_to(place, FakeRecogniser()))


def test_a_link_that_leads_nowhere_is_named_among_the_files_of_its_folder(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(16_000), 16_000)
    (tmp_path / "b.wav").symlink_to(tmp_path / "gone.wav")
    assert list(recordings((tmp_path,))) == [tmp_path / "a.wav", tmp_path / "b.wav"]
    with pytest.raises(SoundFileBroken, match=r"no such file: .*b\.wav"):
        list(listen_to(tmp_path / "b.wav", FakeRecogniser()))


closed_to_me = pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is closed to root")


@closed_to_me
def test_a_folder_that_may_not_be_read_is_named_and_the_others_are_searched(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(16_000), 16_000)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    assert list(recordings((tmp_path,))) == [tmp_path / "a.wav", closed]
    with pytest.raises(SoundFileBroken, match=r"cannot look into the folder .*closed"):
        list(listen_to(closed, FakeRecogniser()))


@closed_to_me
def test_files_of_a_folder_that_may_only_be_listed_are_named(tmp_path: Path) -> None:
    listed = tmp_path / "listed"
    listed.mkdir()
    soundfile.write(listed / "a.wav", np.zeros(16_000), 16_000)
    listed.chmod(0o444)
    assert list(recordings((listed,))) == [listed / "a.wav"]
    with pytest.raises(SoundFileBroken, match=r"cannot read .*a\.wav as sound: Permission denied"):
        list(listen_to(listed / "a.wav", FakeRecogniser()))


@closed_to_me
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(16_000), 16_000)
    (tmp_path / "a.wav").chmod(0)
    with pytest.raises(SoundFileBroken, match=r"cannot read .*a\.wav as sound: you may not read it"):
        list(listen_to(tmp_path / "a.wav", FakeRecogniser()))


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_what_is_no_file_is_named_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.wav")
    assert list(recordings((tmp_path,))) == [tmp_path / "a.wav"]
    with pytest.raises(SoundFileBroken, match=r"cannot read .*a\.wav as sound: it is no file"):
        list(listen_to(tmp_path / "a.wav", FakeRecogniser()))


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_name_of_two_lines_is_told_in_one(tmp_path: Path) -> None:
    (tmp_path / "a\nb.wav").write_bytes(b"no sound")
    with pytest.raises(SoundFileBroken, match=r"cannot read .*a\\nb\.wav as sound: [^\n]*$"):
        list(listen_to(tmp_path / "a\nb.wav", FakeRecogniser()))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    (place,) = recordings((tmp_path / "absent.wav",))
    with pytest.raises(SoundFileBroken, match=r"no such file: .*absent\.wav"):
        list(listen_to(place, FakeRecogniser()))
