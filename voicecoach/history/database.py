"""The database below the history: where it is, how it is opened, migrated, set aside, and what its errors mean."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import platformdirs
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from voicecoach.core.errors import (
    HistoryBroken,
    HistoryFailed,
    HistoryLocked,
    SettingsBroken,
    StorageFull,
    VoicecoachError,
)

VARIABLE = "VOICECOACH_DATABASE"
"""Environment variable with the SQLAlchemy URL of another database."""

NEWEST = "0003"
"""The newest version of the tables, as the last of the migrations has it."""

PATIENCE = 5.0
"""Seconds to wait for another program that is writing."""

SQLITE_HEADER = b"SQLite format 3\0"
_FULL = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")
_LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED")


def database_url() -> URL:
    """Return the URL of the history: that of the environment, or a file in the platform's data folder.

    Raises SettingsBroken when the variable holds no URL.
    """
    text = os.environ.get(VARIABLE)
    if not text:
        return URL.create("sqlite", database=str(platformdirs.user_data_path("voicecoach") / "history.sqlite"))
    try:
        return make_url(text)
    except ArgumentError as error:
        raise SettingsBroken(f"{VARIABLE} is no database URL; write one such as sqlite:////home/me/h.sqlite") from error


def file_of(url: URL) -> Path | None:
    """Return the file of an SQLite database, nothing for one in memory or on a server."""
    name = url.database if url.get_backend_name() == "sqlite" else None
    return Path(name) if name and name != ":memory:" and not name.startswith("file:") else None


def place_of(url: URL) -> str:
    """Return how to name a database to a person, without its password."""
    return str(file_of(url) or url.render_as_string(hide_password=True))


class Database:
    """An open database with the newest tables."""

    def __init__(self, url: URL, *, patience: float = PATIENCE) -> None:
        self.url = url
        with self._translated():
            self._engine = _engine(url, patience)
        try:
            self._prepare()
        except VoicecoachError:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state; raises HistoryLocked, HistoryBroken and StorageFull."""
        with self._translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes come to pass together or not at all; raises as `reading`."""
        with self._translated(), self._engine.execution_options(is_writing=True).begin() as connection:
            yield connection

    @contextmanager
    def erasing(self) -> Iterator[Connection]:
        """Give a connection as `writing` does, after which nothing of what was deleted is left in an SQLite file."""
        is_sqlite = self.url.get_backend_name() == "sqlite"
        with self._translated(), self._engine.connect() as connection:
            if is_sqlite:
                connection.exec_driver_sql("PRAGMA secure_delete = ON")
                connection.rollback()
            connection.execution_options(is_writing=True)
            with connection.begin():
                yield connection
        if is_sqlite:
            self._empty_log()

    def _empty_log(self) -> None:
        """Write what waits in the write-ahead log into the file and cut the log off."""
        with self._translated(), closing(self._engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def check(self) -> None:
        """Look at every page of an SQLite file, a second for some hundred megabytes; raises HistoryBroken."""
        if self.url.get_backend_name() != "sqlite":
            return
        with self.reading() as connection:
            found = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
        if found != "ok":
            raise HistoryBroken(f"the history {place_of(self.url)} is damaged: {_first_line(ValueError(found))}")

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _prepare(self) -> None:
        """Bring the tables to the newest version; raises HistoryNewer and what opening raises."""
        if (file := file_of(self.url)) and not file.is_file():
            _make_folder(file)
        if self._version() != NEWEST:
            from voicecoach.history.migrating import migrate  # noqa: PLC0415 - half a second, at almost no start

            migrate(self)

    def _version(self) -> str | None:
        """Return the version of the tables; nothing where there are none."""
        with self.reading() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        return None if version is None else str(version)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _meaning(error, place_of(self.url)) from error
        except NoSuchModuleError as error:
            raise SettingsBroken(f"{VARIABLE}: no driver for {self.url.drivername!r} is installed") from error
        except ModuleNotFoundError as error:
            raise SettingsBroken(f"{VARIABLE}: {error.name} is not installed; pip install it") from error


def set_aside(file: Path) -> Path:
    """Rename a damaged database and what belongs to it, over nothing; return its new name. Raises StorageFull."""
    number = 1
    while (aside := file.with_name(f"{file.name}.broken-{number}")).exists():
        number += 1
    try:
        for ending in ("", "-wal", "-shm"):
            part = file.with_name(file.name + ending)
            if part.exists():
                part.rename(aside.with_name(aside.name + ending))
    except OSError as error:
        raise StorageFull(f"the damaged history {file} cannot be set aside: {error.strerror}; move it away") from error
    return aside


def _engine(url: URL, patience: float) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": patience})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    """Let a crash and a second program do no harm: a write-ahead log, and keys that are checked."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin(connection: Connection) -> None:
    """Take the one right to write at the beginning, where it can be waited for."""
    is_writing = connection.get_execution_options().get("is_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


def _meaning(error: DBAPIError, place: str) -> VoicecoachError:
    name = getattr(error.orig, "sqlite_errorname", "") or ""
    words = _first_line(error.orig or error)
    if name.startswith(_LOCKED):
        return HistoryLocked(f"the history {place} is locked by another program; end it, or try again later")
    if name.startswith(_FULL):
        return StorageFull(f"the history {place} cannot be used: {words}; free space or mend its permissions")
    if name in ("SQLITE_CORRUPT", "SQLITE_NOTADB"):
        return HistoryBroken(f"the history {place} is damaged: {words}; mend it with: voicecoach history rebuild")
    return HistoryFailed(f"the history {place} cannot be used: {words}; mend it, or name another in {VARIABLE}")


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _make_folder(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFull(f"the folder {file.parent} for the history cannot be made: {error.strerror}") from error
