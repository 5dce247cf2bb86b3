"""The progress as one page of HTML with nothing to fetch: charts as SVG, and under each the table that it draws."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from voicecoach.core.errors import StorageFull
from voicecoach.history.drawing import bars
from voicecoach.history.listing import Outline
from voicecoach.history.outlook import Outlook, date_of, explain, short_date_of, words

SHOWN = 60
"""Sessions in a chart, the latest; more would be too narrow on a phone."""

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Leg raises of {person}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1rem; }}
figure {{ margin: 1.5rem 0; break-inside: avoid; }}
figure svg {{ width: 100%; height: auto; display: block; }}
figure svg .guides path {{ stroke: currentColor !important; opacity: .4; }}
pre {{ white-space: pre-wrap; font: inherit; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ text-align: left; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid; }}
@media print {{ details {{ display: none; }} body {{ padding: 0; }} }}
</style>
</head>
<body>
<h1>Leg raises of {person}</h1>
<p>{summary}</p>
<h2>Next</h2>
<pre>{decision}</pre>
{charts}
</body>
</html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chart:
    """One figure of every session."""

    title: str
    unit: str
    most: float | None
    value: Callable[[Outline], float | None]


CHARTS = (
    _Chart(title="Perfect reps", unit="reps", most=None, value=lambda seen: float(seen.perfect)),
    _Chart(
        title="Perfect of attempted",
        unit="%",
        most=100.0,
        value=lambda seen: round(100 * seen.perfect / seen.attempted, 1) if seen.attempted else None,
    ),
    _Chart(
        title="Floor: how far down before the back lifts",
        unit="%",
        most=100.0,
        value=lambda seen: None if seen.floor is None else round(100 * seen.floor, 1),
    ),
)


def progress_page(person: str, sessions: Sequence[Outline], ahead: Outlook) -> str:
    """Return the page of one person; the same history gives the same page."""
    shown = sessions[-SHOWN:]
    kept = f"{len(sessions)} sessions, {ahead.weeks_kept} weeks kept, streak of {ahead.streak} weeks"
    more = f"; the charts show the last {SHOWN}" if len(sessions) > SHOWN else ""
    return _PAGE.format(
        person=escape(person),
        summary=escape(f"{kept}{more}."),
        decision=escape(explain(ahead.decision)),
        charts="\n".join(_figure(chart, shown) for chart in CHARTS),
    )


def write_page(path: Path, page: str) -> None:
    """Write a page; raises StorageFull."""
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise StorageFull(f"the page {path} cannot be written: {error.strerror}; choose another --html") from error


def _figure(chart: _Chart, sessions: Sequence[Outline]) -> str:
    rows = "".join(
        f"<tr><th scope=row>{date_of(seen.day)}</th><td>{words(seen.variation)}</td><td>{_said(chart, seen)}</td></tr>"
        for seen in sessions
    )
    head = f"<tr><th scope=col>Day</th><th scope=col>Variation</th><th scope=col>{chart.unit}</th></tr>"
    return (
        f"<figure><figcaption><h2>{chart.title} ({chart.unit})</h2></figcaption>"
        f'<div role="img" aria-label="{chart.title}, a bar for each session; the table below holds the figures">'
        f"{_drawn(chart, sessions)}</div>"
        f'<details><summary>{chart.title} as a table</summary><div class="scroll">'
        f"<table><thead>{head}</thead><tbody>{rows}</tbody></table></div></details></figure>"
    )


def _said(chart: _Chart, seen: Outline) -> str:
    value = chart.value(seen)
    return "not measured" if value is None else f"{value:g}"


def _drawn(chart: _Chart, sessions: Sequence[Outline]) -> str:
    return bars(chart.title, [(short_date_of(seen.day), chart.value(seen)) for seen in sessions], chart.most)
