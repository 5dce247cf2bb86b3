"""Histories of earlier versions: each schema that was released, with data in it, opens and loses nothing.

A schema is kept as the SQL of a small history: two finished sessions, one that was stopped for pain by another
person, and one that broke off.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL

from tests.history.sessions import arched, hurt, keep
from voicecoach.history import migrations
from voicecoach.history.database import Database
from voicecoach.history.keeping import catch_up, open_store, rebuild
from voicecoach.history.schema import METADATA

RELEASED = sorted((Path(__file__).parent / "schemas").glob("*.sql"))

TABLES = ("people", "sessions", "sets", "reps", "floors", "safety_events", "plan_decisions")

each_schema = pytest.mark.parametrize("schema", RELEASED, ids=lambda path: path.stem)


@pytest.fixture
def journals(tmp_path: Path) -> Path:
    """Return the journals from which the histories were made."""
    folder = tmp_path / "journals"
    folder.mkdir()
    keep(folder, arched())
    keep(folder, hurt(), days=2, person="sam")
    keep(folder, arched(), days=4)
    keep(folder, arched(), days=6, lines=40)
    return folder


def opened(schema: Path, tmp_path: Path) -> URL:
    file = tmp_path / "history.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(schema.read_text(encoding="utf-8"))
    return URL.create("sqlite", database=str(file))


def contents(url: URL) -> tuple[object, ...]:
    with open_store(url) as store:
        return (tuple(store.records()), store.listed(), store.decisions("me"), store.decisions("sam"), store.people())


def rows(url: URL) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(str(url.database))) as connection:
        return {table: _rows(connection.execute(f"SELECT * FROM {table}")) for table in TABLES}  # noqa: S608 - ours


def _rows(selected: sqlite3.Cursor) -> list[tuple[object, ...]]:
    """Return the rows without how much of a journal was read: an upgrade may have it read once more."""
    kept = [place for place, column in enumerate(selected.description) if column[0] != "journal_bytes"]
    return [tuple(row[place] for place in kept) for row in selected]


def test_every_schema_that_there_was_is_kept_here() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    assert {path.stem for path in RELEASED} == known


@each_schema
def test_an_earlier_history_gets_the_tables_of_the_program(schema: Path, tmp_path: Path) -> None:
    database = Database(opened(schema, tmp_path))
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    database.check()
    database.close()


@each_schema
def test_an_earlier_history_keeps_every_row(schema: Path, tmp_path: Path) -> None:
    url = opened(schema, tmp_path)
    before = rows(url)
    assert all(before.values())
    Database(url).close()
    after = rows(url)
    for table, kept in before.items():
        assert [row[: len(kept[0])] for row in after[table]] == kept


@each_schema
def test_an_earlier_history_tells_what_its_journals_tell(schema: Path, tmp_path: Path, journals: Path) -> None:
    url = opened(schema, tmp_path)
    anew = URL.create("sqlite", database=str(tmp_path / "anew.sqlite"))
    catch_up(journals, anew)
    catch_up(journals, url)
    assert contents(url) == contents(anew)
    assert len(contents(url)[1]) == 4  # type: ignore[arg-type] # the sessions


@each_schema
def test_an_earlier_history_goes_on_and_is_made_anew_with_the_same_content(
    schema: Path, tmp_path: Path, journals: Path
) -> None:
    url = opened(schema, tmp_path)
    keep(journals, arched(), days=8, person="sam")
    assert catch_up(journals, url).sessions >= 1
    before = contents(url)
    assert rebuild(journals, url).sessions == 5
    assert contents(url) == before


@each_schema
def test_a_person_of_an_earlier_history_is_forgotten(schema: Path, tmp_path: Path) -> None:
    url = opened(schema, tmp_path)
    with open_store(url) as store:
        store.forget("sam")
        assert store.people() == ("me",)
        assert len(store.listed()) == 3
    assert b"2026-11-04-183000" not in Path(str(url.database)).read_bytes()
