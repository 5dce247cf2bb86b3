import numpy as np
import pytest

from voicecoach.core.units import Decibels, Samples
from voicecoach.hearing.gate import Edge, Gauge
from voicecoach.hearing.level import mic_level
from voicecoach.hearing.segment import HANGOVER, ONSET, Heeded, with_onset
from voicecoach.ports import Frame

from .sounds import noise, pcm


def heeded(
    level: float, *, echo: float = -48.0, quiet: int = HANGOVER + 1, is_voice: bool = True, is_echo_known: bool = True
) -> Heeded:
    """Make a frame of noise at a level, in a room of -65 dB."""
    gauge = Gauge(
        edge=Edge.NONE,
        level=Decibels(level),
        floor=Decibels(-65.0),
        echo=Decibels(echo),
        is_echo_known=is_echo_known,
        is_loud=quiet == 0,
        quiet=quiet,
        faint=quiet if is_voice else 0,
    )
    return Heeded(frame=Frame(pcm=pcm(noise(0.02, level)), start=Samples(0)), gauge=gauge)


def test_the_coachs_echo_is_lowered_to_the_rooms_noise() -> None:
    assert mic_level(heeded(-48.0).without_coach) == pytest.approx(-65.0, abs=1.0)


def test_what_is_quieter_than_the_room_is_not_raised() -> None:
    quiet = heeded(-75.0)
    assert np.array_equal(quiet.without_coach, quiet.frame.pcm)


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(heeded(-24.0, quiet=0), id="a person over the coach"),
        pytest.param(heeded(-24.0, is_voice=False), id="a person's s, which is no voice"),
        pytest.param(heeded(-48.0, quiet=HANGOVER), id="the end of a person's last consonant"),
        pytest.param(with_onset((heeded(-48.0),), 0)[0], id="the onset of a person's first consonant"),
        pytest.param(heeded(-48.0, echo=-90.0), id="the coach is silent"),
        pytest.param(heeded(-48.0, is_echo_known=False), id="the coach's first words"),
    ],
)
def test_anything_else_is_left_as_it_is(frame: Heeded) -> None:
    assert frame.without_coach is frame.frame.pcm


@pytest.mark.parametrize(("after", "is_kept"), [(1, True), (8, True), (9, False)])
def test_160_ms_after_a_person_are_left_as_they_are(after: int, *, is_kept: bool) -> None:
    frame = heeded(-48.0, quiet=after)
    assert (frame.without_coach is frame.frame.pcm) == is_kept


@pytest.mark.parametrize(("before", "earlier"), [(20, 9), (11, 0), (5, 0)])
def test_the_onset_lies_before_the_frames_that_opened_the_gate(before: int, earlier: int) -> None:
    loud = 3
    marked = [frame.is_onset for frame in with_onset([heeded(-48.0)] * before, loud)]
    assert marked == [False] * earlier + [True] * min(before, ONSET + loud)
