"""The command `voicecoach models`: which recogniser models there are, and fetching the official one."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from voicecoach.hearing.download import VENDOR, Got, download_model, unpack_model
from voicecoach.hearing.models import OFFICIAL_NAME, ModelPlace, Places, model_hash, models_folder

app = typer.Typer(name="models", help="The models that understand what you say.")


@app.callback(invoke_without_command=True)
def list_models(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the models on this machine; the first is the one that a session takes."""
    if context.invoked_subcommand:
        return
    rows = [_row(place) for place in Places.here().candidates()]
    if as_json:
        typer.echo(json.dumps(rows, indent=1))
        return
    for row in rows:
        typer.echo(f"{row['origin']:<12} {row['folder']}  {row['fault'] or 'whole'}")
    if not rows:
        typer.echo("none; fetch one: voicecoach models get")


@app.command()
def get(
    *,
    url_base: Annotated[str, typer.Option(help="Where the vendor's model list and zip files lie.")] = VENDOR,
    archive: Annotated[Path | None, typer.Option("--from", help="Take this zip file instead; no network.")] = None,
) -> None:
    """Fetch the vendor's small English model, 41 MB, check it and put it into place."""
    folder = models_folder() / OFFICIAL_NAME
    got = unpack_model(archive, folder) if archive else _download(folder, url_base)
    typer.echo(f"{'already there' if got.was_there else 'ready'}: {got.folder}")


def _row(place: ModelPlace) -> dict[str, str | None]:
    fault = place.fault
    return {
        "origin": place.origin,
        "folder": str(place.folder),
        "fault": fault,
        "sha256": None if fault else model_hash(place.folder),
    }


def _download(folder: Path, url_base: str) -> Got:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(OFFICIAL_NAME)
        return download_model(
            folder, url_base, lambda done, total: bar.update(task, completed=done, total=max(done, total))
        )
