"""The command `forget`: removes a person: voice, recordings, sessions and journals."""

from pathlib import Path
from typing import Annotated

import typer

from voicecoach.history.forgetting import Traces, databases_aside, forget_traces, traces_of
from voicecoach.history.running import lock_file, only_session
from voicecoach.home.profiles import files_of, folder_of, forget_all, known_folder, people_folder


def forget(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person, as given to --person.")],
    *,
    is_sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove a person from this machine: what was learnt, recordings, sessions and journals; print what was removed."""
    with only_session(lock_file()):
        folder = folder_of(name, people_folder())
        traces = traces_of(name)
        if not (traces.journals or traces.sessions):
            folder = known_folder(name, people_folder())
        if is_sure or typer.confirm(_question(name, folder, traces)):
            _remove(folder, traces)
        else:
            typer.echo("nothing was removed")


def _question(name: str, folder: Path, traces: Traces) -> str:
    parts = (
        _count(len(files_of(folder)), "file") + f" in {folder}",
        _count(traces.sessions, "session") + " of the history",
        _count(len(traces.journals), "journal"),
    )
    return f"remove all of {name} ({', '.join(parts)}), for good?"


def _remove(folder: Path, traces: Traces) -> None:
    forget_traces(traces)
    files = forget_all(folder) if folder.is_dir() else ()
    for file in (*files, *traces.journals):
        typer.echo(f"removed {file}")
    if traces.sessions:
        typer.echo(f"removed {_count(traces.sessions, 'session')} from the history")
    for aside in databases_aside():
        typer.echo(
            f"{aside} is damaged and may hold sessions of anybody; remove it by hand if it should go too", err=True
        )
    typer.echo(f"nothing is left of {traces.person}")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
