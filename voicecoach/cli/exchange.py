"""The commands `export` and `import`: the history as a file, and back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from voicecoach.cli.history import tell
from voicecoach.core.errors import SettingsBroken
from voicecoach.history.exchange import read_json, write_csv, write_json
from voicecoach.history.keeping import catch_up, open_store
from voicecoach.history.record import SessionRecord
from voicecoach.history.store import Store

WRITERS = {".json": write_json, ".csv": write_csv}


def export(
    file: Annotated[Path, typer.Argument(help="A file to write: .json holds everything, .csv one row a rep.")],
    *,
    person: Annotated[str | None, typer.Option("--person", help="Only this person's sessions.")] = None,
) -> None:
    """Write the history to a file."""
    write = WRITERS.get(file.suffix.lower())
    if write is None:
        raise SettingsBroken(f"{file}: the name must end in {' or '.join(WRITERS)}")
    tell(catch_up())
    with open_store() as store:
        count = write(file, _of(store, person))
    typer.echo(f"{count} sessions written to {file}")


def import_(file: Annotated[Path, typer.Argument(help="A JSON file that `export` wrote.")]) -> None:
    """Take in the sessions of an export; those that are known already stay as they are."""
    records = read_json(file)
    tell(catch_up())
    with open_store() as store:
        known = store.kept()
        count = store.save(record for record in records if record.journal not in known)
    typer.echo(f"{count} sessions taken in, {len(records) - count} known already")


def _of(store: Store, person: str | None) -> Iterator[SessionRecord]:
    return (record for record in store.records() if person in (None, record.person))
