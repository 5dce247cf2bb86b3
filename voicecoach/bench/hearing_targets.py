"""What is asked of the ears."""

from collections.abc import Iterator
from typing import NamedTuple

from voicecoach.bench.report import ALL_TALK, Report
from voicecoach.bench.target import Target


class _Asked(NamedTuple):
    name: str
    """Of a row by signal-to-noise ratio."""
    right: float


_BY_SNR = (_Asked("clean", 0.92), _Asked("12 dB", 0.88), _Asked("6 dB", 0.78))


def hearing_targets(report: Report) -> Iterator[Target]:
    """Return each figure that is asked for, with what it came to."""
    by_snr = {one.name: one for one in report.people.by_snr}
    for name, right in _BY_SNR:
        measured = by_snr[name].right.value if name in by_snr else None
        yield Target(
            figure=f"recorded words, right, {name}", asked=right, unit="%", measured=measured, more_is_better=True
        )
    yield Target(figure="recorded words, wrong", asked=0.02, unit="%", measured=report.people.total.wrong.value)
    yield Target(
        figure="commands of several words, synthetic voices in rooms, right",
        asked=0.97,
        unit="%",
        measured=report.synthetic.in_rooms.right.value if report.synthetic else None,
        more_is_better=True,
    )
    yield from _false_accepts(report)
    latency = report.people.latency[0]
    yield Target(figure="end of a word to its command, median", asked=0.35, unit="ms", measured=latency.median)
    yield Target(figure="the same, 95 % within", asked=0.6, unit="ms", measured=latency.p95)
    yield Target(
        figure="computing on one core", asked=0.03, unit="times real time", measured=report.computing.real_time
    )


def _false_accepts(report: Report) -> Iterator[Target]:
    for each in report.false_accepts:
        if each.name == ALL_TALK:
            yield Target(figure="false accepts, people talking", asked=0.5, unit="an hour", measured=each.all.value)
            yield Target(
                figure="of these, those that end or change the session",
                asked=0.1,
                unit="an hour",
                measured=each.lasting.value,
            )
