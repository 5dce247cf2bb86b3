"""The command `bench live`: whether a session keeps its beat on real streams, and what it takes of the machine."""

from typing import Annotated

import typer

from voicecoach.bench.encoding import as_json
from voicecoach.bench.live.markdown import as_markdown
from voicecoach.bench.live.measure import measure
from voicecoach.bench.live.regression import read_kept, regressions
from voicecoach.cli.report_card import AgainstOption, FolderOption, JsonOption, hold_to, publish


def bench_live(
    *,
    minutes: Annotated[float, typer.Option(min=0.1, help="Minutes of counting.")] = 10.0,
    busy: Annotated[
        bool, typer.Option("--busy", help="Count once more beside two busy processes and a busy thread.")
    ] = False,
    folder: FolderOption = None,
    against: AgainstOption = None,
    in_json: JsonOption = False,
) -> None:
    """Measure counts, computing and start of a live session on a virtual sound card; needs PulseAudio."""
    kept = read_kept(against) if against else None
    report = measure(minutes, is_busy=busy, advance=lambda step: typer.echo(step, err=True))
    publish(as_json(report), as_markdown(report), in_json=in_json, folder=folder)
    if against and kept is not None:
        hold_to(against, regressions(report, kept))
