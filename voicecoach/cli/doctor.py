"""The command `doctor`: what works, what does not, and what mends it."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from voicecoach.checkup import check_up
from voicecoach.cli.coach import ModelOption


def doctor(
    *,
    model: ModelOption = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list, one object a part.")] = False,
) -> None:
    """Check devices, model, vocabulary, cue bank and folders; exits with 1 when something needs mending."""
    findings = tuple(check_up(model))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            typer.echo(f"{'ok  ' if finding.is_well else 'MEND'}  {finding.part}: {finding.words}")
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(1)
