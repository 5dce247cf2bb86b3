"""What the history has of one person, in journals and in the database, and its removal for good."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

from voicecoach.core.errors import JournalBroken, StorageFull
from voicecoach.history.database import database_url, file_of
from voicecoach.history.journals import journal_folder, read_header
from voicecoach.history.keeping import open_store


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What there is of a person."""

    person: str
    journals: tuple[Path, ...]
    sessions: int
    """In the database."""


def traces_of(person: str, folder: Path | None = None, url: URL | None = None) -> Traces:
    """Return what there is of a person; raises HistoryNewer, HistoryLocked, HistoryBroken and StorageFull."""
    with open_store(url) as store:
        sessions = store.count(person)
    journals = sorted((folder or journal_folder()).glob("*.jsonl*"))
    return Traces(
        person=person, journals=tuple(path for path in journals if _person_of(path) == person), sessions=sessions
    )


def forget_traces(traces: Traces, url: URL | None = None) -> None:
    """Remove what there is of a person, first from the database: a failure there leaves the journals.

    Raises as `traces_of`, and StorageFull when a journal cannot be removed.
    """
    with open_store(url) as store:
        store.forget(traces.person)
    for journal in traces.journals:
        try:
            journal.unlink(missing_ok=True)
        except OSError as failure:
            raise StorageFull(f"cannot remove {journal}: {failure.strerror}; remove it by hand") from failure


def databases_aside(url: URL | None = None) -> tuple[Path, ...]:
    """Return the damaged databases that were set aside: they cannot be read, and may hold anybody."""
    file = file_of(url or database_url())
    return tuple(sorted(file.parent.glob(f"{file.name}.broken-*"))) if file else ()


def _person_of(journal: Path) -> str | None:
    with suppress(JournalBroken):
        return read_header(journal).person
    return None
