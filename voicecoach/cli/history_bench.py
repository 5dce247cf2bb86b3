"""The command `bench history`: how fast a history of many years is stored and read, and how much room it takes."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
from sqlalchemy import URL

from voicecoach.core.schedule import Day
from voicecoach.history.keeping import open_store
from voicecoach.history.outlook import outlook
from voicecoach.history.store import Store
from voicecoach.history.trial import REPS, SETS, made_up


def bench_history(
    *,
    sessions: Annotated[int, typer.Option(min=1, help="Sessions of 300 reps to make up.")] = 10_000,
    folder: Annotated[Path | None, typer.Option("-o", "--output", help="Folder for the database, kept.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure storing, `progress`, `plan` and room on disk with a made-up history."""
    with _folder(folder) as place:
        figures = _measure(sessions, place / "history.sqlite")
    if as_json:
        typer.echo(json.dumps(figures, indent=2))
        return
    for name, value in figures.items():
        typer.echo(f"{name.replace('_', ' '):24} {value:12,}")


@contextmanager
def _folder(wanted: Path | None) -> Iterator[Path]:
    if wanted:
        wanted.mkdir(parents=True, exist_ok=True)
        yield wanted
        return
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def _measure(sessions: int, file: Path) -> dict[str, float]:
    """Return the figures; times in seconds, each from the opening of the database on."""
    url = URL.create("sqlite", database=str(file))
    now = datetime.now().astimezone()
    today = Day(now.toordinal())
    start = perf_counter()
    with open_store(url) as store:
        store.save(made_up(sessions, now))
    stored = perf_counter()
    with open_store(url) as store:
        _look_back(store, today)
    looked_back = perf_counter()
    with open_store(url) as store:
        _look_ahead(store, today)
    looked_ahead = perf_counter()
    return {
        "sessions": sessions,
        "reps": sessions * SETS * REPS,
        "store_seconds": round(stored - start, 2),
        "progress_seconds": round(looked_back - stored, 3),
        "plan_seconds": round(looked_ahead - looked_back, 3),
        "megabytes": round(sum(part.stat().st_size for part in file.parent.glob(f"{file.name}*")) / 1e6, 1),
    }


def _look_back(store: Store, today: Day) -> None:
    """Do what `progress` does with a history: also see which journals are stored already."""
    store.kept()
    outlook(store.recent("me"), store.days("me"), today)
    store.outlines("me")


def _look_ahead(store: Store, today: Day) -> None:
    """Do what `plan` does with a history."""
    store.kept()
    outlook(store.recent("me"), store.days("me"), today)
