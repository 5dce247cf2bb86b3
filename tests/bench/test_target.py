"""What was asked for, beside what was measured."""

from dataclasses import replace

import pytest

from voicecoach.bench.hearing_targets import hearing_targets
from voicecoach.bench.sound.targets import sound_targets
from voicecoach.bench.target import Target

from .sound.test_sound_report import made as sound_report
from .test_report import made as hearing_report

RIGHT = Target(figure="right", asked=0.92, unit="%", measured=0.92, more_is_better=True)
LATE = Target(figure="late", asked=0.35, unit="ms", measured=0.351)


@pytest.mark.parametrize(
    ("target", "row"),
    [
        (RIGHT, ("right", "92.0 %", "at least 92.0 %", "yes")),
        (replace(RIGHT, measured=0.9199), ("right", "92.0 %", "at least 92.0 %", "no")),
        (LATE, ("late", "351 ms", "at most 350 ms", "no")),
        (replace(LATE, measured=0.35), ("late", "350 ms", "at most 350 ms", "yes")),
        (replace(LATE, measured=None), ("late", "-", "at most 350 ms", "-")),
    ],
)
def test_a_line_tells_what_was_asked_for_and_whether_it_was_reached(target: Target, row: tuple[str, ...]) -> None:
    assert target.row == row


def test_what_is_asked_of_the_ears() -> None:
    measured = {target.figure: target.measured for target in hearing_targets(hearing_report())}
    assert measured["recorded words, right, clean"] == pytest.approx(2 / 3)
    assert measured["recorded words, right, 12 dB"] == 1.0
    assert measured["recorded words, right, 6 dB"] is None
    assert measured["commands of several words, synthetic voices in rooms, right"] == 0.0
    talk = hearing_report().false_accepts[0]
    assert measured["false accepts, people talking"] == talk.all.value
    assert measured["of these, those that end or change the session"] == talk.lasting.value


def test_what_is_asked_of_talking_and_listening_at_once() -> None:
    targets = {target.figure: target for target in sound_targets(sound_report(phrases=("stop",), ducks=90))}
    assert targets["accepted of the coach's own voice"].measured == 1
    obeyed = targets['"stop" at -6 dB, recorded: obeyed']
    assert (obeyed.asked, obeyed.is_met) == (0.93, False)
    assert obeyed.measured == pytest.approx(2 / 3)
    assert targets["ducks at breath and noise"].is_met
    assert not {target.figure: target for target in sound_targets(sound_report(ducks=130))}[
        "ducks at breath and noise"
    ].is_met
