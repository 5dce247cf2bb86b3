"""The command `voicecoach hear`: what would be understood in recordings."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from voicecoach.core.errors import SoundFileBroken
from voicecoach.hearing.models import AUTO, find_model
from voicecoach.hearing.recogniser import VoskRecogniser
from voicecoach.hearing.recording import Placed, listen_to, recordings


def hear(
    places: Annotated[list[Path], typer.Argument(metavar="FILE|DIR…", help="Sound files, and folders of them.")],
    *,
    model: Annotated[str, typer.Option(help="Model folder, or auto.")] = AUTO,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object an utterance.")] = False,
) -> None:
    """Print what would be understood in recordings, utterance by utterance, by the session's own pipeline.

    Into a file or a pipe it prints JSON lines, with or without --json.
    """
    as_json = as_json or not sys.stdout.isatty()
    recogniser = VoskRecogniser(find_model(model))
    is_whole = True
    for file in recordings(tuple(places)):
        try:
            for placed in listen_to(file, recogniser):
                typer.echo(_as_json(file, placed) if as_json else _as_line(file, placed))
        except SoundFileBroken as failure:
            typer.echo(str(failure), err=True)
            is_whole = False
    if not is_whole:
        raise typer.Exit(1)


def _as_json(file: Path, placed: Placed) -> str:
    utterance = placed.utterance
    fields = {
        "file": str(file),
        "start": round(placed.start, 3),
        "end": round(placed.end, 3),
        "text": utterance.text,
        "command": utterance.command,
        "accepted": utterance.is_accepted,
        "reason": utterance.verdict,
    }
    return json.dumps(fields, ensure_ascii=False)


def _as_line(file: Path, placed: Placed) -> str:
    utterance = placed.utterance
    meaning = utterance.command if utterance.is_accepted else f"({utterance.verdict})"
    return f"{file}  {placed.start:7.2f} s  {meaning or '':<14}  {utterance.text}"
