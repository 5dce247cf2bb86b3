"""The commands `why`, `plan` and `progress`: what comes next, when, for which reason, and how it has gone so far."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from voicecoach.cli.history import JsonOption, tell
from voicecoach.core.errors import SettingsBroken
from voicecoach.core.floors import CLEAN_SESSIONS
from voicecoach.core.schedule import WEEKDAYS, Day
from voicecoach.history.calendar_file import Appointment, calendar_of, write_calendar
from voicecoach.history.keeping import catch_up, open_store
from voicecoach.history.listing import Outline
from voicecoach.history.outlook import FLOOR_CAUSES, Outlook, date_of, explain, outlook, words

NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WIDTH = 10
"""Characters of the longest bar."""

PersonOption = Annotated[str, typer.Option("--person", help="Whose.")]
WeekdaysOption = Annotated[str, typer.Option("--weekdays", help="Training days, as in 'mon,wed,fri'.")]


def why(*, person: PersonOption = "me", as_json: JsonOption = False) -> None:
    """Tell what the next session asks for and why: the rule, the evidence, and what would change it."""
    decision = _ahead(person).decision
    if as_json:
        evidence = [{"date": _iso(shown.day), "words": shown.words} for shown in decision.evidence]
        typer.echo(json.dumps({**asdict(decision), "evidence": evidence}, indent=2))
    else:
        typer.echo(explain(decision))


def plan(
    *,
    person: PersonOption = "me",
    weekdays: WeekdaysOption = "mon,wed,fri",
    at: Annotated[str, typer.Option("--time", help="When in the day, as in '18:30'.")] = "18:00",
    remind: Annotated[int, typer.Option("--remind", min=0, help="Minutes from the alarm to the session.")] = 15,
    ics: Annotated[Path | None, typer.Option("--ics", help="A calendar file to write.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show the training days of the next two weeks; a missed day is planned anew."""
    wanted, moment = _weekdays(weekdays), _time(at)
    ahead = _ahead(person, wanted)
    if ics:
        appointment = Appointment(person=person, at=moment, remind=timedelta(minutes=remind))
        write_calendar(ics, calendar_of(ahead.days, ahead.decision, appointment, datetime.now().astimezone()))
    if as_json:
        asked = {"variation": ahead.decision.variation, "reps": ahead.decision.reps, "rule": ahead.decision.rule}
        typer.echo(json.dumps({"days": [_iso(day) for day in ahead.days], "time": at, "next": asked}, indent=2))
        return
    for day in ahead.days:
        typer.echo(f"{date_of(day):>15}  {moment:%H:%M}")
    typer.echo(f"next: {words(ahead.decision.variation)}, 3 sets of {ahead.decision.reps}; why: voicecoach why")
    if ahead.is_rest_day:
        typer.echo("today is for rest: the muscles grow strong between the sessions")


def progress(
    *,
    person: PersonOption = "me",
    html: Annotated[Path | None, typer.Option("--html", help="A page to write, with charts.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show how it has gone: perfect reps, floor and variation of each session, weeks kept, streak."""
    ahead = _ahead(person)
    with open_store() as store:
        sessions = store.outlines(person)
    if html:
        from voicecoach.history.page import progress_page, write_page  # noqa: PLC0415 - only a page needs charts

        write_page(html, progress_page(person, sessions, ahead))
    if as_json:
        typer.echo(json.dumps(_figures(sessions, ahead), indent=2))
    elif not sessions:
        typer.echo("no session is remembered yet; start one with: voicecoach")
    else:
        Console().print(_table(sessions[-20:]))
        typer.echo(f"{len(sessions)} sessions, {ahead.weeks_kept} weeks kept, streak of {ahead.streak} weeks")
        typer.echo(_floor_ahead(ahead))


def today() -> Day:
    """Return the date here and now."""
    return Day(date.today().toordinal())


def _ahead(person: str, weekdays: Sequence[int] = WEEKDAYS) -> Outlook:
    """Return what a person's history leads to."""
    tell(catch_up())
    with open_store() as store:
        return outlook(store.recent(person), store.days(person), today(), weekdays)


def _figures(sessions: Sequence[Outline], ahead: Outlook) -> dict[str, object]:
    return {
        "sessions": [
            {
                "date": _iso(outline.day),
                "variation": outline.variation,
                "perfect": outline.perfect,
                "attempted": outline.attempted,
                "ratio": _ratio(outline),
                "floor": outline.floor,
                "floor_cause": outline.floor_cause,
                "floor_spread": outline.floor_spread,
            }
            for outline in sessions
        ],
        "next_floor": asdict(ahead.floor) if ahead.floor else None,
        "weeks_kept": ahead.weeks_kept,
        "streak": ahead.streak,
    }


def _floor(outline: Outline) -> str:
    if outline.floor is None:
        return ""
    return f"{outline.floor:.0%} down" + (f", spread {outline.floor_spread:.0%}" if outline.floor_spread else "")


def _floor_ahead(ahead: Outlook) -> str:
    if ahead.floor is None:
        return "next floor: looked for in slow test descents"
    why = FLOOR_CAUSES[ahead.floor.cause]
    return f"next floor: {ahead.floor.fraction:.0%} down ({why}); {CLEAN_SESSIONS} sessions without an arch lower it"


def _ratio(outline: Outline) -> float:
    return round(outline.perfect / outline.attempted, 3) if outline.attempted else 0.0


def _table(sessions: Sequence[Outline]) -> Table:
    most = max((outline.perfect for outline in sessions), default=0) or 1
    table = Table("day", "variation", "perfect", "", "ratio", "floor", "why")
    for outline in sessions:
        table.add_row(
            date_of(outline.day),
            words(outline.variation),
            f"{outline.perfect} of {outline.attempted}",
            "█" * round(WIDTH * outline.perfect / most),
            f"{_ratio(outline):.0%}",
            _floor(outline),
            FLOOR_CAUSES[outline.floor_cause] if outline.floor_cause else "",
        )
    return table


def _iso(day: Day) -> str:
    return date.fromordinal(day).isoformat()


def _weekdays(text: str) -> tuple[int, ...]:
    named = [name.strip().lower()[:3] for name in text.split(",")]
    if unknown := [name for name in named if name not in NAMES]:
        raise SettingsBroken(f"--weekdays: '{unknown[0]}' is no day; write some of {', '.join(NAMES)}")
    return tuple(sorted({NAMES.index(name) for name in named}))


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text.zfill(len("18:30")))
    except ValueError as error:
        raise SettingsBroken(f"--time: '{text}' is no time of the day; write it as 18:30") from error
