"""Sessions that broke off: which one can be gone on with, and which one is worth a question."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from voicecoach.core.errors import JournalBroken
from voicecoach.core.ledger import ATTEMPTED
from voicecoach.history.journals import Journal, journal_chains, read_journal
from voicecoach.history.replay import session_at_end

OFFERED_FOR = timedelta(hours=12)
"""How long after it broke off a session is offered: what was done yesterday is another workout."""


def latest_resumable(folder: Path) -> Path | None:
    """Return the journal, of anybody's sessions, that was written last and can be gone on with."""
    return next((journal.path for journal in _newest_first(folder) if _is_resumable(journal)), None)


def broken_off(folder: Path, person: str, now: datetime) -> Path | None:
    """Return the journal of a person's last session when it broke off lately with something done."""
    for journal in _newest_first(folder, since=(now - OFFERED_FOR).timestamp()):
        if journal.header.person == person:
            return journal.path if _is_resumable(journal) and _has_reps(journal) else None
    return None


def _newest_first(folder: Path, since: float = 0.0) -> Iterator[Journal]:
    """Read the last journal of each session, those that were written last first; leave out what cannot be read."""
    lasts = [(chain[-1].stat().st_mtime, chain[-1]) for chain in journal_chains(folder).values()]
    for _, path in sorted((written, path) for written, path in lasts if written >= since)[::-1]:
        with suppress(JournalBroken):
            yield read_journal(path)


def _is_resumable(journal: Journal) -> bool:
    return session_at_end(journal).is_resumable


def _has_reps(journal: Journal) -> bool:
    return any(rep.verdict in ATTEMPTED for rep in session_at_end(journal).reps)
