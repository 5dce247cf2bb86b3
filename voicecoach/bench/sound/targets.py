"""What is asked of a coach who talks and listens at the same time."""

from collections.abc import Iterator

from voicecoach.bench.sound.barge_in import Setting
from voicecoach.bench.sound.report import BargeIn, SoundReport
from voicecoach.bench.target import Target

OBEYED = {0.0: 0.97, -6.0: 0.93, -12.0: 0.8}
"""Share of "stop" by decibels of the person over the echo."""

TO_DUCK, TO_SILENCE = 0.2, (0.35, 0.6)
"""Seconds: the 95th percentile; median and 95th percentile."""

DUCKS = 2.0
"""A minute of breath and noise."""


def sound_targets(report: SoundReport) -> Iterator[Target]:
    """Return each figure that is asked for, with what it came to."""
    if report.own_voice:
        accepted = len(report.own_voice_accepted)
        yield Target(figure="accepted of the coach's own voice", asked=0, unit="commands", measured=accepted)
    for one in report.barge_in:
        if one.setting is Setting.PLAIN:
            yield from _barge_in(one)
    if report.breath:
        minutes = sum(noise.minutes for noise in report.breath)
        ducks = sum(noise.ducks_a_minute * noise.minutes for noise in report.breath) / minutes
        accepted = sum(noise.accepted for noise in report.breath)
        yield Target(figure="accepted of breath and noise", asked=0, unit="commands", measured=accepted)
        yield Target(figure="ducks at breath and noise", asked=DUCKS, unit="a minute", measured=ducks)


def _barge_in(one: BargeIn) -> Iterator[Target]:
    name = f'"stop" at {one.ratio:g} dB, {one.voices}'
    if one.ratio in OBEYED:
        yield Target(
            figure=f"{name}: obeyed", asked=OBEYED[one.ratio], unit="%", measured=one.obeyed.value, more_is_better=True
        )
    yield Target(figure=f"{name}: onset to duck, 95 % within", asked=TO_DUCK, unit="ms", measured=one.to_duck[1])
    for what, asked, measured in zip(("median", "95 % within"), TO_SILENCE, one.to_silence, strict=True):
        yield Target(figure=f"{name}: end to silence, {what}", asked=asked, unit="ms", measured=measured)
