"""Keeping the history and the journals in step: what a journal tells goes into the store, now or at the next start."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

from voicecoach.core.errors import HistoryBroken, HistoryNewer, JournalBroken
from voicecoach.history.database import Database, database_url, file_of, place_of, set_aside
from voicecoach.history.journals import journal_chains, journal_folder, read_journal
from voicecoach.history.record import SessionRecord, record_of
from voicecoach.history.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What came of bringing the store up to date."""

    sessions: int
    broken: tuple[str, ...] = ()
    """One line for each journal that cannot be read."""
    without_journal: int = 0
    """Sessions in the store whose journals are no longer there; they stay."""
    set_aside: Path | None = None
    """The damaged database that was found, under its new name."""


@contextmanager
def open_store(url: URL | None = None) -> Iterator[Store]:
    """Give the history and close it again; raises HistoryNewer, HistoryLocked, HistoryBroken and StorageFull."""
    url = url or database_url()
    store = Store(Database(url))
    try:
        if unknown := store.unknown_variations():
            raise HistoryNewer(
                f"the history {place_of(url)} holds sessions of {', '.join(unknown)}, unknown to this program; "
                "update it, or put the table back into variations.toml"
            )
        yield store
    finally:
        store.close()


def catch_up(folder: Path | None = None, url: URL | None = None) -> Stored:
    """Store every session whose journal is new or has grown; raises as `open_store`."""
    return _mending(folder or journal_folder(), url or database_url(), is_anew=False)


def rebuild(folder: Path | None = None, url: URL | None = None) -> Stored:
    """Store every session from its journals anew, in one transaction; raises as `open_store`.

    A damaged database is set aside first. A session whose journal is no longer there stays as it is.
    """
    return _mending(folder or journal_folder(), url or database_url(), is_anew=True)


def _mending(folder: Path, url: URL, *, is_anew: bool) -> Stored:
    file = file_of(url)
    before = _identity(file)
    try:
        return _store(folder, url, is_anew=is_anew)
    except HistoryBroken:
        if file is None or not file.is_file() or _identity(file) != before:
            raise
        aside = set_aside(file)
    stored = _store(folder, url, is_anew=True)
    return Stored(sessions=stored.sessions, broken=stored.broken, set_aside=aside)


def _identity(file: Path | None) -> int | None:
    """Return what tells a file from one that another program has put in its place meanwhile."""
    return file.stat().st_ino if file and file.is_file() else None


def _store(folder: Path, url: URL, *, is_anew: bool) -> Stored:
    chains = journal_chains(folder)
    broken: list[str] = []
    with open_store(url) as store:
        if is_anew:
            store.check()
        kept = store.kept()
        changed = {
            name: chain
            for name, chain in chains.items()
            if is_anew or name not in kept or kept[name].journal_bytes != sum(path.stat().st_size for path in chain)
        }
        count = store.save(_records(changed.values(), broken)) if changed else 0
    return Stored(sessions=count, broken=tuple(broken), without_journal=len(kept.keys() - chains.keys()))


def _records(chains: Iterable[tuple[Path, ...]], broken: list[str]) -> Iterator[SessionRecord]:
    for chain in chains:
        try:
            yield record_of([read_journal(path) for path in chain])
        except JournalBroken as error:
            broken.append(str(error))
