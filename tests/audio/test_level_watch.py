from collections.abc import Iterable

import numpy as np
import pytest

from voicecoach.audio.level_watch import CLIPPED_BLOCKS, DEAF_AFTER, LevelWatch, Notice, WatchedMicrophone
from voicecoach.audio.sound_files import SilentMicrophone
from voicecoach.core.events import Trouble
from voicecoach.core.units import BLOCK, RATE
from voicecoach.ports import InputPcm

ZEROS = np.zeros(BLOCK, np.int16)
NOISE = np.tile(np.array([1, -1], np.int16), BLOCK // 2)
PEAK = np.concatenate((np.full(2, 32_767, np.int16), NOISE[2:]))
CUT_OFF = np.concatenate((np.full(3, -32_768, np.int16), NOISE[3:]))
SECOND = RATE // BLOCK


def told_of(blocks: Iterable[InputPcm]) -> list[str]:
    watch = LevelWatch("usb")
    return [notice.words for block in blocks for notice in watch.look(block)]


def test_a_microphone_that_gives_only_zeros_is_told_of_once() -> None:
    (words,) = told_of([ZEROS] * (60 * SECOND))
    assert words.startswith("the microphone usb gives nothing but silence; switch it on")


def test_a_muted_microphone_that_is_switched_on_is_told_of() -> None:
    told = told_of([ZEROS] * (10 * SECOND) + [NOISE] * SECOND)
    assert told[1:] == ["the microphone usb is heard now"]


@pytest.mark.parametrize(
    ("blocks", "trouble"),
    [([ZEROS] * (10 * SECOND), Trouble.SILENT), ([CUT_OFF] * 200, Trouble.CLIPPED)],
    ids=["zeros", "driven too far"],
)
def test_the_coach_learns_what_ails_the_microphone(blocks: list[InputPcm], trouble: Trouble) -> None:
    watch = LevelWatch("usb")
    assert [notice.trouble for block in blocks for notice in watch.look(block)] == [trouble]


def test_zeros_between_two_words_mean_nothing() -> None:
    assert told_of([ZEROS] * (int(DEAF_AFTER - 1) * SECOND) + [NOISE] + [ZEROS] * (60 * SECOND)) == []


def test_a_microphone_that_is_driven_too_far_is_told_of_once() -> None:
    (words,) = told_of([CUT_OFF] * 200)
    assert words.startswith("the microphone usb is driven too far")


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param([PEAK] * 500, id="peaks at full level"),
        pytest.param([CUT_OFF] * (CLIPPED_BLOCKS - 1), id="a knock"),
        pytest.param(([CUT_OFF] * 5 + [NOISE] * (60 * SECOND)) * 4, id="a knock a minute"),
    ],
)
def test_what_is_no_clipping_is_not_told(blocks: list[InputPcm]) -> None:
    assert told_of(blocks) == []


def test_a_watched_microphone_is_the_one_inside() -> None:
    watched = WatchedMicrophone(SilentMicrophone(), "none", list[Notice]().append)
    assert (watched.is_exhausted, watched.is_lost, watched.read()) == (False, False, ())
    watched.close()
