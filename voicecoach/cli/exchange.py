"""The commands `export` and `import`: the history as a file, and back."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from voicecoach.cli.history import tell
from voicecoach.core.errors import SettingsBroken
from voicecoach.history.archive import read_archive, write_archive
from voicecoach.history.exchange import read_json, write_csv, write_json, write_wger
from voicecoach.history.journals import journal_folder
from voicecoach.history.keeping import catch_up, open_store
from voicecoach.history.record import SessionRecord
from voicecoach.history.store import Store
from voicecoach.home.profiles import people_folder


def _write_fit(path: Path, records: Iterable[SessionRecord]) -> int:
    from voicecoach.history.fit_file import write_fit  # noqa: PLC0415 - the whole FIT profile, for this file only

    return write_fit(path, records)


WRITERS = {".json": write_json, ".csv": write_csv, ".fit": _write_fit}
ARCHIVE = ".zip"


def export(
    file: Annotated[
        Path,
        typer.Argument(help="A file to write: .json holds every session, .csv a row a rep, .fit the last session."),
    ],
    *,
    person: Annotated[str | None, typer.Option("--person", help="Only this person's sessions.")] = None,
    wger: Annotated[
        int | None,
        typer.Option("--wger", min=1, help="Write JSON for wger instead; the number that leg raises have there."),
    ] = None,
    is_whole: Annotated[
        bool, typer.Option("--all", help="Everything of everybody: history, journals, profiles, recordings.")
    ] = False,
) -> None:
    """Write the history to a file."""
    ending = _ending(file, is_whole=is_whole, of_one=bool(person), is_for_wger=wger is not None)
    tell(catch_up())
    with open_store() as store:
        records = _of(store, person)
        if is_whole:
            count = write_archive(file, records, _folders())
        else:
            count = write_wger(file, records, wger) if wger else WRITERS[ending](file, records)
    typer.echo(f"{count} sessions written to {file}")


def _ending(file: Path, *, is_whole: bool, of_one: bool, is_for_wger: bool) -> str:
    """Return the ending of a file that can hold what is wanted; raises SettingsBroken for another one."""
    ending = file.suffix.lower()
    if is_whole != (ending == ARCHIVE) or (is_whole and of_one):
        raise SettingsBroken(f"{file}: --all writes everybody into a {ARCHIVE} file, and nothing else does")
    if is_for_wger and ending != ".json":
        raise SettingsBroken(f"{file}: --wger writes JSON; the name must end in .json")
    if not is_whole and ending not in WRITERS:
        raise SettingsBroken(f"{file}: the name must end in {', '.join(WRITERS)}, or {ARCHIVE} with --all")
    return ending


def import_(file: Annotated[Path, typer.Argument(help="A .json or .zip file that `export` wrote.")]) -> None:
    """Take in the sessions of an export, and the files of one with --all; what is known already stays as it is."""
    with open_store() as store:
        before = store.kept()
    records = read_archive(file, _folders()) if file.suffix.lower() == ARCHIVE else read_json(file)
    tell(catch_up())
    with open_store() as store:
        known = store.kept()
        store.save(record for record in records if record.journal not in known)
    new = sum(record.journal not in before for record in records)
    typer.echo(f"{new} sessions taken in, {len(records) - new} known already")


def _folders() -> dict[str, Path]:
    return {"journals": journal_folder(), "people": people_folder()}


def _of(store: Store, person: str | None) -> Iterator[SessionRecord]:
    return (record for record in store.records() if person in (None, record.person))
