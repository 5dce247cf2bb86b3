"""The sound check, on a microphone that hears the speaker through a room that we know."""

from collections.abc import Sequence

import numpy as np
import pytest

from voicecoach.audio.chirp import Sound, chirp
from voicecoach.audio.sound_check import MARGIN, SILENCE_UNTIL, advice_on, delay_of
from voicecoach.core.errors import DeviceFailed
from voicecoach.core.units import BLOCK, RATE, Decibels, Samples, Seconds
from voicecoach.ports import Frame, OutputPcm, SoundFacts
from voicecoach.sound_checking import check_sound

QUESTION = np.zeros(RATE, np.float32)
WORD_AT = SILENCE_UNTIL + RATE + 2 * RATE
STUMBLES = (50, 90, 130)
"""Blocks before which a busy speaker loses 40 ms; a chirp lies between each two."""


class Room:
    """A speaker and a microphone in one, with a way between them."""

    is_lost = False
    is_exhausted = False

    def __init__(
        self, *, delay: float = 0.18, leak: float = -12.0, noise: float = -50.0, word: float = -20.0, stumbles: int = 0
    ) -> None:
        self._stumbles = stumbles
        self._blocks = 0
        self._delay = round(delay * RATE)
        self._leak = 10 ** (leak / 20)
        self._random = np.random.default_rng(3)
        self._noise = 10 ** (noise / 20)
        self._word = 10 ** (word / 20)
        self._played: Sound = np.zeros(self._delay)
        self._given = 0
        self.closed = 0

    def write(self, block: OutputPcm) -> None:
        assert not self.closed
        self._blocks += 1
        if self._blocks in STUMBLES[: self._stumbles]:
            self._played = np.concatenate((self._played, np.zeros(2 * BLOCK)))
        self._played = np.concatenate((self._played, block))

    def read(self) -> Sequence[Frame]:
        assert not self.closed
        heard = self._leak * self._played[self._given : self._given + BLOCK]
        heard += self._random.normal(0, self._noise, BLOCK)
        if WORD_AT <= self._given < WORD_AT + RATE // 3:
            heard += self._random.normal(0, self._word, BLOCK)
        pcm = np.clip(np.rint(heard * 32_768), -32_768, 32_767).astype(np.int16)
        frame = Frame(pcm=pcm, start=Samples(self._given))
        self._given += BLOCK
        return (frame,)

    def close(self) -> None:
        self.closed += 1


def checked(room: Room) -> SoundFacts:
    facts = check_sound(room, room, QUESTION)
    assert room.closed == 2
    return facts


@pytest.mark.parametrize("delay", [0.0, 0.06, 0.31])
@pytest.mark.parametrize("leak", [-6.0, -20.0, -34.0])
def test_latency_leak_noise_and_word_are_measured(delay: float, leak: float) -> None:
    facts = checked(Room(delay=delay, leak=leak))
    assert facts.latency == pytest.approx(delay, abs=0.0005)
    assert facts.leak == pytest.approx(leak, abs=1.0)
    assert facts.noise == pytest.approx(-50, abs=0.5)
    assert facts.word == pytest.approx(-20, abs=0.7)


def test_a_chirp_under_the_noise_is_still_found() -> None:
    assert checked(Room(leak=-34.0, noise=-40.0)).latency == pytest.approx(0.18, abs=0.001)


def test_with_headphones_there_is_no_latency_and_no_leak() -> None:
    facts = checked(Room(leak=-120.0))
    assert (facts.latency, facts.leak) == (None, None)
    assert facts.word is not None


def test_who_says_nothing_is_not_heard() -> None:
    assert checked(Room(word=-70.0)).word is None


def test_a_computer_that_stumbles_once_is_measured_all_the_same() -> None:
    assert checked(Room(stumbles=1)).latency == pytest.approx(0.22, abs=0.001)


def test_where_every_chirp_arrives_at_another_time_nothing_is_believed() -> None:
    with pytest.raises(DeviceFailed, match="the sound stumbles"):
        check_sound(room := Room(stumbles=3), room, QUESTION)


def test_a_microphone_that_gives_zeros_is_told_of() -> None:
    with pytest.raises(DeviceFailed, match="nothing but silence"):
        check_sound(room := Room(leak=-200.0, noise=-200.0, word=-200.0), room, QUESTION)
    assert room.closed == 2


GOOD = SoundFacts(latency=Seconds(0.18), leak=Decibels(-20.0), noise=Decibels(-55.0), word=Decibels(-25.0))


@pytest.mark.parametrize(
    ("latency", "delay"),
    [
        pytest.param(None, 0.0, id="unheard"),
        pytest.param(0.03, 0.0, id="near enough"),
        pytest.param(0.18, 0.18 - MARGIN, id="late"),
        pytest.param(-0.01, -0.01 - MARGIN, id="before its sound"),
    ],
)
def test_frames_are_moved_so_that_an_echo_comes_just_after_its_sound(latency: float | None, delay: float) -> None:
    facts = SoundFacts(
        latency=None if latency is None else Seconds(latency), leak=GOOD.leak, noise=GOOD.noise, word=GOOD.word
    )
    assert delay_of(facts) == pytest.approx(delay)


@pytest.mark.parametrize(
    ("facts", "advice"),
    [
        pytest.param(GOOD, [], id="good"),
        pytest.param(SoundFacts(latency=None, leak=None, noise=Decibels(-55.0), word=None), ["no word"], id="deaf"),
        pytest.param(
            SoundFacts(latency=None, leak=None, noise=Decibels(-30.0), word=Decibels(-19.0)),
            ["your voice is hardly", "the room is loud"],
            id="noisy",
        ),
        pytest.param(
            SoundFacts(latency=Seconds(0.0), leak=Decibels(0.0), noise=Decibels(-55.0), word=Decibels(-25.0)),
            ["the microphone hears the coach"],
            id="leaky",
        ),
    ],
)
def test_what_a_person_can_better_is_said(facts: SoundFacts, advice: list[str]) -> None:
    given = advice_on(facts)
    assert len(given) == len(advice)
    assert all(words.startswith(begin) for words, begin in zip(given, advice, strict=True))


def test_the_chirp_is_short_and_begins_and_ends_in_silence() -> None:
    sound = chirp()
    assert len(sound) / RATE == 0.25
    assert abs(sound[0]) < 1e-6
    assert abs(sound[-1]) < 1e-6
    assert 0.25 < np.abs(sound).max() <= 0.3
