"""The command `replay`: runs the core again over a journal."""

from pathlib import Path
from typing import Annotated

import typer

from voicecoach.core.errors import JournalDiffers
from voicecoach.core.journal import encode_turn
from voicecoach.history.journals import Journal, read_journal
from voicecoach.history.replay import first_difference, inject, parse_injection, recorded, session_of
from voicecoach.history.replay import replay as run_again


def replay(
    journal: Annotated[Path, typer.Argument(help="A session's journal.")],
    *,
    inject_: Annotated[
        list[str] | None, typer.Option("--inject", help="A command and its time, as in 'rep failed@12.4'.")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Compare with the journal, effect by effect.")] = False,
) -> None:
    """Print the turns that a journal's events lead to, or check them against the journal."""
    read = read_journal(journal)
    if check:
        _check(read)
        return
    extra = [parse_injection(text) for text in inject_ or []]
    for turn in run_again(session_of(read), inject(recorded(read), extra)):
        typer.echo(encode_turn(turn))


def _check(journal: Journal) -> None:
    difference = first_difference(journal)
    if difference is None:
        typer.echo(f"{len(journal.lines)} turns, all the same")
        return
    typer.echo(f"journal: {difference.journal or '(no such turn)'}")
    typer.echo(f"replay:  {difference.replay or '(no such turn)'}")
    raise JournalDiffers(f"{journal.path}, line {difference.line}: the replay differs")
