"""Sessions killed at random moments: each must leave every credited rep, a sound database and a way to go on."""

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Protocol

from sqlalchemy import URL

from voicecoach.core.errors import RehearsalBroken
from voicecoach.core.machine import Phase
from voicecoach.history.database import VARIABLE
from voicecoach.history.journals import journal_chains, read_journal
from voicecoach.history.keeping import catch_up, open_store
from voicecoach.history.record import SessionRecord, record_of, session_done
from voicecoach.history.replay import session_at_end
from voicecoach.history.unfinished import broken_off

PROGRAM = (sys.executable, "-m", "voicecoach")
SILENT = ("coach", "--input", "keyboard", "--output", "none")
WARM_UP = "yes\nskip\nyes\nyes\nyes\n"
"""What leads a typed session to its sets."""

GO_ON = "yes\nyes\nyes\nyes\n"
"""What leads a typed session that is gone on with to its sets; the rest of it does no harm there."""

ROUTINE = "sets = 3\nreps = 10\nrest = 60\n"
SCREEN = "screen"
"""File with what the program printed last."""

PATIENCE = 120.0
"""Seconds after which a session that does not end is one that hangs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crash:
    """What one kill left."""

    after: float
    """Seconds from the journal's first line to the kill."""
    credited: int
    """Reps that the journal had credited by then."""
    total: int
    """Perfect reps once the session was gone on with."""
    faults: tuple[str, ...]
    """What should not be, in words."""


class Victim(Protocol):
    """A way to run a session that can be killed and gone on with; each in a folder of its own."""

    def begin(self, folder: Path) -> subprocess.Popen[str]:
        """Start the session."""

    def journals(self, folder: Path) -> tuple[Path, ...]:
        """Return the journals of the session so far, those of the last session where there are several."""

    def faults(self, folder: Path, credited: int) -> Iterator[str]:
        """Look at what the kill left."""

    def go_on(self, folder: Path) -> None:
        """Run the session to its end."""


class TypedCoach:
    """`coach` with typed commands, as fast as it goes, and a history of its own."""

    def begin(self, folder: Path) -> subprocess.Popen[str]:
        """Start a short session."""
        (folder / "routine.toml").write_text(ROUTINE, encoding="utf-8")
        return _start((*SILENT, "--routine", str(folder / "routine.toml")), folder, WARM_UP)

    def journals(self, folder: Path) -> tuple[Path, ...]:
        """Return the journals of the session written last; by name, one begun in the same second is earlier."""
        return max(journal_chains(_data(folder)).values(), key=lambda chain: chain[-1].stat().st_mtime_ns, default=())

    def faults(self, folder: Path, credited: int) -> Iterator[str]:
        """Check the database, and that journal and history have every rep whose number was said."""
        said = len(_NUMBER.findall((folder / SCREEN).read_text(encoding="utf-8")))
        if said > credited:
            yield f"{said - credited} reps were counted aloud and are not in the journal"
        file = folder / "history.sqlite"
        if file.exists() and (found := _integrity(file)) != "ok":
            yield f"the database is damaged: {found}"
        catch_up(_data(folder), _url(folder))
        with open_store(_url(folder)) as store:
            kept = sum(listed.done.perfect for listed in store.listed())
        if kept < credited:
            yield f"{credited - kept} credited reps are not in the history"

    def go_on(self, folder: Path) -> None:
        """Start again and say yes to the offer; a session without a rep begins anew."""
        is_offered = broken_off(_data(folder), "me", datetime.now().astimezone()) is not None
        if is_offered or not _is_done(self.journals(folder)):
            arguments = (*SILENT, "--routine", str(folder / "routine.toml"))
            finish(_start(arguments, folder, GO_ON if is_offered else WARM_UP))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """`rehearse`, a session rendered as sound and heard; its journal is gone on with by hand."""

    persona: str

    def begin(self, folder: Path) -> subprocess.Popen[str]:
        """Start the rehearsal."""
        return _start(("rehearse", self.persona, "-o", str(folder)), folder, "")

    def journals(self, folder: Path) -> tuple[Path, ...]:
        """Return the rehearsal's journal and the one that goes on with it."""
        return tuple(path for name in ("journal", "next") if (path := folder / f"{name}.jsonl").exists())

    def faults(self, folder: Path, credited: int) -> Iterator[str]:
        """Find nothing: a rehearsal has no history."""
        yield from ()

    def go_on(self, folder: Path) -> None:
        """Resume from the journal with typed commands."""
        (journal,) = self.journals(folder)
        if _is_done((journal,)):
            return
        is_early = session_at_end(read_journal(journal)).standing.station in (Phase.READY_CHECK, Phase.RESET)
        arguments = (*SILENT, "--resume", str(journal), "--journal", str(folder / "next.jsonl"))
        finish(_start(arguments, folder, WARM_UP if is_early else GO_ON))


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A session that nobody killed."""

    seconds: float
    """From the journal's first line to the end of the program."""
    total: int


def run_whole(victim: Victim, folder: Path) -> Whole:
    """Run a session to its end; raises RehearsalBroken when it fails."""
    process = victim.begin(folder)
    began = _wait_for_journal(victim, process, folder)
    finish(process)
    return Whole(seconds=time.monotonic() - began, total=_total(victim, folder))


def crash(victim: Victim, folder: Path, whole: Whole, chance: Random) -> Crash:
    """Kill a session at a random moment, look at what is left, go on with it, and compare with the whole one."""
    after = chance.uniform(0.0, whole.seconds)
    process = victim.begin(folder)
    _wait_for_journal(victim, process, folder)
    time.sleep(after)
    process.kill()
    process.communicate()
    credited = sum(len(_CREDIT.findall(path.read_text(errors="replace"))) for path in victim.journals(folder))
    faults = list(victim.faults(folder, credited))
    victim.go_on(folder)
    total = _total(victim, folder)
    if total != whole.total:
        faults.append(f"{total} perfect reps after going on, {whole.total} without a kill")
    return Crash(after=round(after, 3), credited=credited, total=total, faults=tuple(faults))


_NUMBER = re.compile(r"coach  (?!.*thousand)[a-z ]+$", re.MULTILINE)
"""A line in which the coach says nothing but the number of a rep; in those that count, each number is a thousand."""

_CREDIT = re.compile(r'"credit":\d+')


def _integrity(file: Path) -> str:
    try:
        with closing(sqlite3.connect(file)) as database:
            return str(database.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)


def _data(folder: Path) -> Path:
    return folder / "voicecoach" / "journals"


def _url(folder: Path) -> URL:
    return URL.create("sqlite", database=str(folder / "history.sqlite"))


def _start(arguments: tuple[str, ...], folder: Path, typed: str) -> subprocess.Popen[str]:
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), VARIABLE: str(_url(folder))}
    with (folder / SCREEN).open("w", encoding="utf-8") as screen:
        process = subprocess.Popen(  # noqa: S603 - our own program under our own interpreter
            (*PROGRAM, *arguments),
            env={**os.environ, **home, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.PIPE,
            stdout=screen,
            stderr=subprocess.PIPE,
            text=True,
        )
    if process.stdin is not None:
        process.stdin.write(typed)
        process.stdin.close()
        process.stdin = None
    return process


def finish(process: subprocess.Popen[str], patience: float = PATIENCE) -> None:
    """Wait for a session's end; raises RehearsalBroken for one that fails, and ends one that takes too long."""
    try:
        _, complaint = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired as failure:
        process.kill()
        process.communicate()
        raise RehearsalBroken(
            f"a session did not end within {patience:g} seconds; it hangs, or the computer is busy: end other programs"
        ) from failure
    if process.returncode:
        raise RehearsalBroken(f"a session ended with code {process.returncode}: {complaint.strip()}")


def _wait_for_journal(victim: Victim, process: subprocess.Popen[str], folder: Path) -> float:
    """Return the moment in which the journal is there."""
    while not any(path.stat().st_size for path in victim.journals(folder)):
        if process.poll() is not None:
            finish(process)
            raise RehearsalBroken(f"a session ended without a journal in {folder}")
        time.sleep(0.002)
    return time.monotonic()


def _record(paths: tuple[Path, ...]) -> SessionRecord:
    return record_of([read_journal(path) for path in paths])


def _total(victim: Victim, folder: Path) -> int:
    return session_done(_record(victim.journals(folder))).perfect


def _is_done(paths: tuple[Path, ...]) -> bool:
    """Say whether a session came to its end, or was killed in its very last words."""
    return bool(paths) and not session_at_end(read_journal(paths[-1])).is_resumable
