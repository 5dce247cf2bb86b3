"""How a bench's report reaches the person: printed, kept in a folder, and held to an earlier one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from voicecoach.bench.examination import write_files
from voicecoach.core.errors import HearingWorse

FolderOption = Annotated[Path | None, typer.Option("-o", "--output", help="Folder for the report.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]
AgainstOption = Annotated[
    Path | None, typer.Option(metavar="REPORT.json", help="Fail when a figure is worse than in this report.")
]


def publish(as_json: str, as_markdown: str, *, in_json: bool, folder: Path | None) -> None:
    """Print a report in one of its forms, and write both to a folder where one is named."""
    typer.echo(as_json if in_json else as_markdown, nl=False)
    if folder:
        write_files({"report.json": as_json, "report.md": as_markdown}, folder)
        typer.echo(f"written to {folder}", err=True)


def hold_to(kept: Path, worse: Sequence[str]) -> None:
    """Raise HearingWorse where figures are worse than in the report that was kept."""
    if worse:
        raise HearingWorse(f"worse than {kept}: {'; '.join(worse)}; mend it, or keep the new report if it must be so")
