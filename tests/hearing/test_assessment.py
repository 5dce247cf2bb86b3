"""When a command that was judged before is judged again."""

from dataclasses import replace

import pytest

from voicecoach.core.units import BLOCK
from voicecoach.hearing.assessment import Assessor
from voicecoach.hearing.second_look import CONTEXT
from voicecoach.hearing.segment import Segment
from voicecoach.hearing.thresholds import BY_CONFIDENCE, Weights
from voicecoach.hearing.veto import Veto
from voicecoach.hearing.word import Spoken

from .fake_recogniser import FakeRecogniser
from .sounds import heeded

START, END = 8_000, 16_000
ONCE = 2
"""Decodings by which a command is judged: forced, and as any sounds."""

HALF = (END + CONTEXT // 2) // BLOCK
"""Frames of a segment that ends before all is heard that is decoded with the words."""

WHOLE = (END + CONTEXT) // BLOCK + 1


def said(text: str, start: int = START, end: int = END) -> Spoken:
    return Spoken(text=text, start=start, end=end, confidence=1.0)


def grown(segment: Segment, until: int) -> Segment:
    """Add loud frames to a segment until it holds so many."""
    for number in range(segment.frames, until):
        segment.add(heeded(number))
    return segment


def decodings(*looks: tuple[tuple[Spoken, ...], int]) -> int:
    """Count what it costs to judge words, each time in a segment that has grown to so many frames."""
    weights = Weights(margin=1.0, lead=0.0, distance=0.0, confidence=0.0)
    fake, segment = FakeRecogniser(thresholds=replace(BY_CONFIDENCE, weights=weights)), Segment()
    assessor = Assessor(fake, Veto())
    for words, frames in looks:
        assert assessor.assess(words, grown(segment, frames)).parsed.meaning is not None
    return len(fake.weighed)


@pytest.mark.parametrize(
    ("again", "times"),
    [
        pytest.param((said("stop"),), 1, id="the same"),
        pytest.param((said("dizzy"),), 2, id="other words"),
        pytest.param((said("stop", start=START + BLOCK),), 2, id="another beginning"),
        pytest.param((said("stop", end=END - BLOCK),), 2, id="another end"),
        pytest.param((said("off", START - 5 * BLOCK, START), said("stop")), 2, id="the end of other speech"),
    ],
)
def test_only_another_command_is_judged_again(again: tuple[Spoken, ...], times: int) -> None:
    assert decodings(((said("stop"),), HALF), (again, HALF)) == times * ONCE


def test_a_command_is_judged_again_until_there_is_all_the_sound_after_it_that_counts() -> None:
    stop = (said("stop"),)
    assert decodings((stop, HALF), (stop, WHOLE)) == 2 * ONCE
    assert decodings((stop, WHOLE), (stop, WHOLE + 10)) == ONCE
