"""The command `forget`: removes what was learnt of a person's voice, recordings included."""

from typing import Annotated

import typer

from voicecoach.home.profiles import files_of, forget_all, known_folder, people_folder


def forget(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The person, as given to tune --person.")],
    *,
    is_sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove a person's profile and recordings from this machine, and print what was removed."""
    folder = known_folder(name, people_folder())
    question = f"remove {folder} with {_count(len(files_of(folder)))}, for good?"
    if not (is_sure or typer.confirm(question)):
        typer.echo("nothing was removed")
        return
    for file in forget_all(folder):
        typer.echo(f"removed {file}")
    typer.echo(f"nothing is left of {name}")


def _count(files: int) -> str:
    return "1 file" if files == 1 else f"{files} files"
