"""The report of `bench live` as Markdown, for people."""

from collections.abc import Iterator

from voicecoach.bench.live.report import LATEST, Cost, Counting, LiveReport, Step
from voicecoach.bench.markdown import table


def as_markdown(report: LiveReport) -> str:
    """Return the report as one document."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: LiveReport) -> Iterator[str]:
    yield "# A live session on a virtual sound card"
    yield ""
    yield f"voicecoach {report.version}, {report.cores} cores, load {report.load:.1f} before. The virtual card runs on"
    yield "the wall clock: these are figures of the program, not of a sound card's crystal."
    yield ""
    yield "## Counts on the beat"
    yield ""
    head = (
        "machine", "minutes", "counts found", "off the beat p50 / p99 / max, ms", f"over {LATEST:g} ms", "drift, ppm",
        "slipped, ms", "underflows", "overflows", "slips", "late",
    )  # fmt: skip
    yield from table(head, map(_counting, report.counting))
    yield from _cost(report.cost)


def _counting(one: Counting) -> tuple[str, ...]:
    stumbles = one.stumbles
    told = (stumbles.underflows, stumbles.overflows, stumbles.slips, stumbles.late_counts) if stumbles else ("-",) * 4
    return (
        "busy" if one.is_busy else "as it is",
        f"{one.minutes:.1f}",
        f"{one.found.count} of {one.found.of}",
        " / ".join(_number(value) for value in (one.off_p50, one.off_p99, one.off_max)),
        str(one.later_than_allowed),
        _number(one.drift),
        _number(one.slipped),
        *map(str, told),
    )


def _cost(cost: Cost) -> Iterator[str]:
    yield "## What it takes"
    yield ""
    yield "A session that listens to a microphone, which hears the coach; the start with warm caches."
    yield ""
    yield from table(
        ("figure", "measured", "asked for"),
        (
            ("one core", f"{cost.core:.1f} %", "15 %"),
            ("resident at most", f"{cost.megabytes:.0f} MB", "250 MB"),
            ("first sound after", f"{_number(cost.start)} s", "1.0 s"),
            *((f"… {step.name}", f"{step.seconds:.2f} s", _computed(step)) for step in cost.steps),
        ),
    )


def _computed(step: Step) -> str:
    return "" if step.computed is None else f"({step.computed:.2f} s computed)"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
