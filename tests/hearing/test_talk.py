from dataclasses import replace

import pytest

from voicecoach.core.units import RATE, Samples, Seconds
from voicecoach.hearing.talk import FADES, Talk
from voicecoach.hearing.utterance import Utterance, Verdict

SAID = Utterance(
    start=Samples(0),
    end=Samples(RATE),
    text="[unk]",
    phrase="",
    meaning=None,
    verdict=Verdict.NO_COMMAND,
    is_speech=True,
)


def heard(*said: Utterance) -> Talk:
    talk = Talk()
    for utterance in said:
        talk.note(utterance)
    return talk


def later(start: float, end: float) -> Utterance:
    return replace(SAID, start=Samples(int(start * RATE)), end=Samples(int(end * RATE)))


@pytest.mark.parametrize(
    ("said", "length"),
    [
        pytest.param((), 0.0, id="nothing"),
        pytest.param((SAID,), 1.0, id="a second"),
        pytest.param((SAID, later(1.5, 3.5)), 3.0, id="two stretches soon after each other, the pause aside"),
        pytest.param((SAID, later(3.0, 3.5)), 0.5, id="two with a pause between them"),
        pytest.param((replace(SAID, is_speech=False),), 0.0, id="no speech"),
        pytest.param((replace(SAID, verdict=Verdict.ACCEPTED),), 0.0, id="a command"),
        pytest.param((replace(SAID, verdict=Verdict.UNSURE),), 0.0, id="what may have been one"),
        pytest.param((replace(SAID, verdict=Verdict.COACH),), 0.0, id="the coach"),
    ],
)
def test_talk_adds_up_until_a_pause(said: tuple[Utterance, ...], length: float) -> None:
    assert heard(*said).before(Samples(said[-1].end if said else 0)) == length


@pytest.mark.parametrize(("quiet", "length"), [(FADES, 1.0), (FADES + 1, 0.0)])
def test_talk_is_over_after_a_pause(quiet: int, length: float) -> None:
    assert heard(SAID).before(Samples(RATE + quiet)) == Seconds(length)
