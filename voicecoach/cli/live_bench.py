"""The command `bench live`: whether a session keeps its beat on real streams, and what it takes of the machine."""

from pathlib import Path
from typing import Annotated

import typer

from voicecoach.bench.encoding import as_json
from voicecoach.bench.examination import write_files
from voicecoach.bench.live.markdown import as_markdown
from voicecoach.bench.live.measure import measure
from voicecoach.bench.live.regression import read_kept, regressions
from voicecoach.core.errors import HearingWorse


def bench_live(
    *,
    minutes: Annotated[float, typer.Option(min=0.1, help="Minutes of counting.")] = 10.0,
    busy: Annotated[
        bool, typer.Option("--busy", help="Count once more beside two busy processes and a busy thread.")
    ] = False,
    folder: Annotated[Path | None, typer.Option("-o", "--output", help="Folder for the report.")] = None,
    against: Annotated[
        Path | None, typer.Option(metavar="REPORT.json", help="Fail when a figure is worse than in this report.")
    ] = None,
    in_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Measure counts, computing and start of a live session on a virtual sound card; needs PulseAudio."""
    kept = read_kept(against) if against else None
    report = measure(minutes, is_busy=busy, advance=lambda step: typer.echo(step, err=True))
    typer.echo(as_json(report) if in_json else as_markdown(report), nl=False)
    if folder:
        write_files({"report.json": as_json(report), "report.md": as_markdown(report)}, folder)
        typer.echo(f"written to {folder}", err=True)
    if kept is not None and (worse := regressions(report, kept)):
        raise HearingWorse(
            f"worse than {against}: {'; '.join(worse)}; mend it, or keep the new report if it must be so"
        )
