"""Pauses of a segment whose frames are loud or quiet as told."""

from collections.abc import Iterable

from voicecoach.core.commands import Command
from voicecoach.core.units import BLOCK
from voicecoach.hearing.attempt import DIP, FEED, LONGEST_LOOKED_AT, SETTLED, Attempt
from voicecoach.hearing.segment import Segment
from voicecoach.hearing.veto import Veto

from .fake_recogniser import FakeRecogniser, spoken
from .sounds import heeded

NEVER = 10**9
LOUD = (0,) * 30


def quiet(first: int, last: int) -> range:
    return range(first, last + 1)


def hears(text: str, pause_at: int | None = None) -> FakeRecogniser:
    """Hear words whose partial result shows nothing."""
    fake = FakeRecogniser(spoken(text, start=0), pause_at)
    fake.lag = NEVER
    return fake


def found_in(quiets: Iterable[int], fake: FakeRecogniser, before: int = 0) -> list[tuple[int, Command | None]]:
    """Return what is reported, and at which frame; the first `before` lie in the segment from its beginning.

    `quiets` tells of each frame how many quiet ones there were up to it; 0 is a loud one.
    """
    frames = tuple(heeded(number, quiet) for number, quiet in enumerate(quiets))
    attempt = Attempt(fake, Veto(), Segment(), frames[:before])
    added = ((number, attempt.add(frame)) for number, frame in enumerate(frames[before:], before))
    return [(number, utterance.command) for number, utterance in added if utterance]


def test_a_command_is_looked_for_where_the_segment_begins_late_in_a_pause() -> None:
    quiets = (*LOUD, *quiet(1, SETTLED))
    found = found_in(quiets, hears("stop"), before=len(LOUD) + DIP + 1)
    assert found == [(len(quiets) - 1, Command.STOP)]


def test_a_pause_that_shows_a_command_is_looked_at_once() -> None:
    fake = hears("yes")
    assert found_in((*LOUD, *quiet(1, SETTLED)), fake) == [(len(LOUD) + SETTLED - 1, Command.YES)]
    assert len(fake.begun) == 1 + 1  # the segment itself, and what is decoded aside at its dip


def test_what_was_found_in_a_pause_is_not_reported_in_a_later_one() -> None:
    more = (0,) * LONGEST_LOOKED_AT
    assert found_in((*LOUD, *quiet(1, SETTLED - 1), *more, *quiet(1, SETTLED)), hears("yes")) == []


def test_a_stop_is_not_lost_where_the_recogniser_ends_its_words_in_the_frame_that_shows_it() -> None:
    quiets = (*LOUD[1:], *quiet(1, DIP))
    assert len(quiets) % FEED == 0, "the recogniser is not fed in this frame"
    assert found_in(quiets, hears("stop", pause_at=len(quiets) * BLOCK)) == [(len(quiets) - 1, Command.STOP)]
