"""The command `bench crashes`: sessions killed at random moments, and what became of their reps."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Annotated

import typer

from voicecoach.core.errors import RehearsalBroken
from voicecoach.history.crashes import Crash, Rehearsed, TypedCoach, Victim, crash, run_whole


def bench_crashes(
    *,
    kills: Annotated[int, typer.Option(min=1, help="Sessions to kill.")] = 200,
    seed: Annotated[int, typer.Option(help="What the moments are drawn from.")] = 1,
    persona: Annotated[
        str | None, typer.Option("--persona", help="Kill rehearsals with this persona instead of typed sessions.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Kill sessions at random moments: no credited rep may be lost, and going on must lead to the same total."""
    crashes = list(_crashes(Rehearsed(persona=persona) if persona else TypedCoach(), kills, seed))
    faults = [fault for each in crashes for fault in each.faults]
    figures = {
        "kills": len(crashes),
        "with_reps": sum(each.credited > 0 for each in crashes),
        "credited_reps": sum(each.credited for each in crashes),
        "faults": len(faults),
    }
    if as_json:
        typer.echo(json.dumps({**figures, "crashes": [asdict(each) for each in crashes]}, indent=2))
    else:
        for name, value in figures.items():
            typer.echo(f"{name.replace('_', ' '):16} {value:6}")
    if faults:
        raise RehearsalBroken(f"{len(faults)} faults after {kills} kills, the first: {faults[0]}")


def _crashes(victim: Victim, kills: int, seed: int) -> Iterator[Crash]:
    chance = Random(seed)  # noqa: S311 - moments, no secrets
    with tempfile.TemporaryDirectory() as name:
        whole = run_whole(victim, _folder(Path(name), 0))
        for number in range(1, kills + 1):
            done = crash(victim, _folder(Path(name), number), whole, chance)
            told = "; ".join(done.faults) or "nothing lost"
            typer.echo(f"{number}: killed after {done.after:.3f} s, {done.credited} credited; {told}", err=True)
            yield done


def _folder(place: Path, number: int) -> Path:
    folder = place / str(number)
    folder.mkdir()
    return folder
