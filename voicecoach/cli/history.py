"""The command `history`: the sessions that are remembered, and the store made anew from the journals."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from voicecoach.history.journals import journal_folder
from voicecoach.history.keeping import Stored, catch_up, open_store
from voicecoach.history.keeping import rebuild as make_anew
from voicecoach.history.listing import Listed
from voicecoach.history.outlook import words
from voicecoach.history.unfinished import broken_off

app = typer.Typer(no_args_is_help=False)

PersonOption = Annotated[str | None, typer.Option("--person", help="Only this person's sessions.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback(invoke_without_command=True)
def history(
    context: typer.Context,
    *,
    person: PersonOption = None,
    last: Annotated[int | None, typer.Option("--last", min=1, help="Only so many, the latest.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the sessions, oldest first."""
    if context.invoked_subcommand is not None:
        return
    sessions = remembered(person, last=last)
    if as_json:
        typer.echo(json.dumps([_as_fields(listed) for listed in sessions], indent=2))
    elif sessions:
        Console().print(_table(sessions))
        _tell_broken_off(sessions[-1].person)
    else:
        typer.echo("no session is remembered yet; start one with: voicecoach")


@app.command("rebuild")
def rebuild() -> None:
    """Make the history anew from the journals; a damaged database is set aside, never deleted."""
    stored = make_anew()
    tell(stored)
    typer.echo(f"{stored.sessions} sessions stored from their journals")
    if stored.without_journal:
        typer.echo(f"{stored.without_journal} sessions kept whose journals are no longer there")


def remembered(person: str | None, *, last: int | None = None) -> tuple[Listed, ...]:
    """Return the sessions, oldest first, after storing those that wait in their journals.

    Raises HistoryNewer, HistoryLocked, HistoryFailed, HistoryBroken and StorageFull.
    """
    tell(catch_up())
    with open_store() as store:
        return store.listed(person, last=last)


def tell(stored: Stored) -> None:
    """Say what was found to be damaged."""
    if stored.set_aside:
        typer.echo(
            f"the history was damaged; it lies in {stored.set_aside} and was made anew from the journals", err=True
        )
    for problem in stored.broken:
        typer.echo(f"left out: {problem}", err=True)


def _tell_broken_off(person: str) -> None:
    if broken_off(journal_folder(), person, datetime.now().astimezone()):
        typer.echo(f"the last session of {person} has not come to its end; the next start offers to go on with it")


def _as_fields(listed: Listed) -> dict[str, object]:
    done = listed.done
    return {
        "began": listed.began,
        "person": listed.person,
        "journal": listed.journal,
        "outcome": listed.outcome,
        "variation": done.variation,
        "perfect": done.perfect,
        "attempted": done.attempted,
        "voided": done.voided,
        "floor": done.floor,
        "alarms": done.alarms,
        "sets": [asdict(tally) for tally in done.sets],
    }


def _table(sessions: Sequence[Listed]) -> Table:
    table = Table("when", "who", "variation", "perfect", "sets", "floor", "end")
    for listed in sessions:
        done = listed.done
        table.add_row(
            listed.began[:16].replace("T", " "),
            listed.person,
            words(done.variation),
            f"{done.perfect} of {done.attempted}",
            " ".join(str(tally.perfect) for tally in done.sets),
            "" if done.floor is None else f"{done.floor:.0%} down",
            ", ".join((words(listed.outcome or "cut off"), *map(words, done.alarms))),
        )
    return table
