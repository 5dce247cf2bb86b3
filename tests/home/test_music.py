"""Other programs' sound, with a mixer of our own and with a real one that plays."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.product.program import PROGRAM
from voicecoach.bench.sound_card import SoundCard, missing_programs
from voicecoach.core.errors import StorageFull
from voicecoach.home.music import LOWERED_TO, MixerFailed, Music, Playing, put_back_left_over, quiet_music
from voicecoach.home.pulse_mixer import PulseMixer

FULL, LOW = (65536, 65536), (36851, 36851)
PLAYER = Playing(index=4, program="sink-input-by-media-role:music", volumes=FULL)


class FakeMixer:
    """A mixer that remembers a program's volume for its next stream, and that may be out of order."""

    def __init__(self, *streams: Playing) -> None:
        self.streams = list(streams)
        self.is_broken = False
        self.changes = 0

    def playing(self) -> Sequence[Playing]:
        if self.is_broken:
            raise MixerFailed("no answer")
        return tuple(self.streams)

    def set_volumes(self, index: int, volumes: Sequence[int]) -> None:
        if self.is_broken:
            raise MixerFailed("no answer")
        place = next(place for place, stream in enumerate(self.streams) if stream.index == index)
        self.streams[place] = replace(self.streams[place], volumes=tuple(volumes))
        self.changes += 1

    @property
    def volumes(self) -> list[tuple[int, ...]]:
        return [stream.volumes for stream in self.streams]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "music.json"


def test_what_plays_is_turned_down_once_and_put_back(file: Path) -> None:
    mixer = FakeMixer(PLAYER, replace(PLAYER, index=5, program="game", volumes=(20_000,)))
    music = Music(mixer, file)
    music.lower()
    music.lower()
    assert mixer.volumes == [LOW, (11_246,)]
    music.put_back()
    assert mixer.volumes == [FULL, (20_000,)]
    assert json.loads(file.read_text()) == []


def test_after_a_crash_the_next_start_puts_back(file: Path) -> None:
    mixer = FakeMixer(PLAYER)
    Music(mixer, file).lower()
    mixer.streams = [replace(mixer.streams[0], index=77)]
    Music(mixer, file).put_back()
    assert mixer.volumes == [FULL]


def test_a_note_is_written_before_anything_is_changed(file: Path) -> None:
    mixer = FakeMixer(PLAYER)
    file.parent.write_text("a file where the folder should be")
    with pytest.raises(StorageFull, match="data"):
        Music(mixer, file).lower()
    assert mixer.volumes == [FULL]


def test_what_somebody_has_set_meanwhile_is_left_alone(file: Path) -> None:
    mixer = FakeMixer(PLAYER)
    music = Music(mixer, file)
    music.lower()
    mixer.set_volumes(PLAYER.index, (50_000, 50_000))
    music.put_back()
    assert mixer.volumes == [(50_000, 50_000)]


def test_a_program_that_is_silent_just_now_is_put_back_when_it_plays_again(file: Path) -> None:
    mixer = FakeMixer(PLAYER)
    music = Music(mixer, file)
    music.lower()
    next_song, mixer.streams = replace(mixer.streams[0], index=9), []
    music.put_back()
    mixer.streams = [next_song]
    Music(mixer, file).put_back()
    assert mixer.volumes == [FULL]


def test_the_next_song_at_the_lowered_volume_is_not_lowered_again(file: Path) -> None:
    mixer = FakeMixer(PLAYER)
    music = Music(mixer, file)
    music.lower()
    mixer.streams = [replace(mixer.streams[0], index=9)]
    music.lower()
    assert mixer.volumes == [LOW]


@pytest.mark.parametrize(
    ("volumes", "others"),
    [
        pytest.param((65_536, 65_536), (40_000, 40_000), id="at another volume"),
        pytest.param((65_536, 40_000), (65_536,), id="in mono"),
        pytest.param((65_536, 65_536), (65_536, 65_536), id="at the same volume"),
        pytest.param((65_536, 65_536), LOW, id="at the volume that the first one is lowered to"),
    ],
)
def test_two_streams_of_one_program_are_each_turned_down_once_and_put_back(
    volumes: tuple[int, ...], others: tuple[int, ...], file: Path
) -> None:
    mixer = FakeMixer(replace(PLAYER, volumes=volumes), replace(PLAYER, index=5, volumes=others))
    music = Music(mixer, file)
    for _ in range(3):
        music.lower()
    assert mixer.volumes == [tuple(round(volume * LOWERED_TO) for volume in stream) for stream in (volumes, others)]
    assert mixer.changes == 2
    Music(mixer, file).put_back()
    assert mixer.volumes == [volumes, others]


def test_what_a_person_turns_up_during_a_session_is_not_turned_down_again(file: Path) -> None:
    mixer = FakeMixer(PLAYER)
    music = Music(mixer, file)
    music.lower()
    mixer.set_volumes(PLAYER.index, (50_000, 50_000))
    music.lower()
    assert mixer.volumes == [(50_000, 50_000)]


def test_the_next_song_in_mono_at_the_lowered_volume_is_low_already_and_put_back(file: Path) -> None:
    mixer = FakeMixer(PLAYER)
    music = Music(mixer, file)
    music.lower()
    mixer.streams = [replace(mixer.streams[0], index=9, volumes=LOW[:1])]
    music.lower()
    assert mixer.volumes == [LOW[:1]]
    music.put_back()
    assert mixer.volumes == [FULL[:1]]


@pytest.mark.parametrize("noted", ["", "{", "[{}]", '[{"program": 1, "before": 2, "lowered": 3}]', "7"])
def test_a_damaged_note_is_worth_nothing(noted: str, file: Path) -> None:
    file.parent.mkdir()
    file.write_text(noted)
    mixer = FakeMixer(PLAYER)
    Music(mixer, file).put_back()
    assert mixer.changes == 0


def test_a_mixer_that_does_not_answer_harms_nobody(file: Path) -> None:
    mixer = FakeMixer(PLAYER)
    mixer.is_broken = True
    with quiet_music(mixer, file):
        assert mixer.changes == 0
    assert mixer.changes == 0


def test_what_an_earlier_session_left_low_is_put_back_without_lowering_anything(file: Path) -> None:
    mixer = FakeMixer(PLAYER, replace(PLAYER, index=5, program="game"))
    Music(mixer, file).lower()
    mixer.set_volumes(5, (9_000, 9_000))
    put_back_left_over(mixer, file)
    assert mixer.volumes == [FULL, (9_000, 9_000)]


def test_a_mixer_is_not_asked_when_nothing_was_left_low(file: Path) -> None:
    class Unasked(FakeMixer):
        def playing(self) -> Sequence[Playing]:
            pytest.fail("nothing is to be put back")

    put_back_left_over(Unasked(), file)


COACH = """
import sys, time
from pathlib import Path
from voicecoach.home.music import quiet_music
from voicecoach.home.pulse_mixer import PulseMixer
with quiet_music(PulseMixer(), Path(sys.argv[1]), look_every=0.1):
    print("in", flush=True)
    sys.stdin.read()
"""


class Stereo:
    """A program that plays music on a virtual sound card, and coaches that turn it down."""

    def __init__(self, card: SoundCard, folder: Path) -> None:
        self._card = card
        self._notes = folder / "music.json"
        soundfile.write(folder / "song.wav", 0.3 * np.sin(np.arange(16_000 * 60) / 10), 16_000)
        words = ["paplay", "--device=vc_speaker", str(folder / "song.wav")]
        self.player = subprocess.Popen(words, env=card.environment)
        wait_until(lambda: self.volume == 65536)

    @property
    def volume(self) -> int | None:
        words = ["pactl", "--format=json", "list", "sink-inputs"]
        listed = subprocess.run(words, env=self._card.environment, capture_output=True, text=True, check=True)
        streams = json.loads(listed.stdout)
        return streams[0]["volume"]["mono"]["value"] if streams else None

    def coach(self) -> "subprocess.Popen[str]":
        words = [sys.executable, "-c", COACH, str(self._notes)]
        streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        return subprocess.Popen(words, env=self._card.environment, text=True, **streams)  # type: ignore[call-overload, no-any-return]


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.05)


@pytest.fixture
def stereo(tmp_path: Path) -> Iterator[Stereo]:
    if missing_programs():
        pytest.skip(f"no virtual sound card: {', '.join(missing_programs())} not installed")
    with SoundCard() as card:
        stereo = Stereo(card, tmp_path)
        yield stereo
        stereo.player.kill()
        stereo.player.wait()


@pytest.mark.live
def test_music_is_lower_while_a_coach_is_there(stereo: Stereo) -> None:
    coach = stereo.coach()
    wait_until(lambda: stereo.volume == LOW[0])
    coach.communicate("", timeout=20)
    assert stereo.volume == FULL[0]


@pytest.mark.live
def test_music_that_a_killed_coach_left_low_is_put_back_by_the_next_one(stereo: Stereo) -> None:
    killed = stereo.coach()
    wait_until(lambda: stereo.volume == LOW[0])
    killed.kill()
    killed.communicate()
    assert stereo.volume == LOW[0]
    stereo.coach().communicate("", timeout=20)
    assert stereo.volume == FULL[0]


@pytest.mark.live
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_session_that_is_told_to_end_puts_music_back_first(number: int, stereo: Stereo) -> None:
    session = subprocess.Popen(
        (*PROGRAM, "coach"), env=stereo._card.environment, stdin=subprocess.DEVNULL, stdout=-1, stderr=-1, text=True
    )
    assert session.stdout is not None
    while "coach" not in session.stdout.readline():
        assert session.poll() is None
    wait_until(lambda: stereo.volume == LOW[0])
    session.send_signal(number)
    session.communicate(timeout=30)
    assert session.returncode == 130
    assert stereo.volume == FULL[0]


@pytest.mark.live
def test_the_coach_never_turns_itself_down(stereo: Stereo, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in stereo._card.environment.items():
        monkeypatch.setenv(name, value)
    assert len(PulseMixer().playing()) == 1
    monkeypatch.setattr(os, "getpid", lambda: stereo.player.pid)
    assert PulseMixer().playing() == ()
