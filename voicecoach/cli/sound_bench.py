"""The command `bench sound`: how well the coach talks and listens at the same time."""

import os
from pathlib import Path
from typing import Annotated

import typer

from voicecoach.bench.encoding import as_json
from voicecoach.bench.examination import write_files
from voicecoach.bench.sound.markdown import as_markdown
from voicecoach.bench.sound.measure import Wanted, measure
from voicecoach.bench.sound.regression import read_kept, regressions
from voicecoach.core.errors import HearingWorse
from voicecoach.hearing.models import AUTO, find_model


def bench_sound(
    corpus: Annotated[
        Path | None, typer.Argument(help="A folder with words/stop/* and noise/; synthetic voices alone without it.")
    ] = None,
    *,
    hours: Annotated[float, typer.Option(min=0.01, help="Hours in which the coach sounds.")] = 1.0,
    every: Annotated[int, typer.Option(min=1, metavar="N", help="Take each N-th word, and so many minutes less.")] = 1,
    seed: Annotated[int, typer.Option(min=0, help="What rooms, words and sessions are drawn from.")] = 1,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; the number of cores, unless given.")] = None,
    model: Annotated[str, typer.Option(help="Model folder, or auto.")] = AUTO,
    folder: Annotated[Path | None, typer.Option("-o", "--output", help="Folder for the report.")] = None,
    against: Annotated[
        Path | None, typer.Option(metavar="REPORT.json", help="Fail when a figure is worse than in this report.")
    ] = None,
    in_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Measure the coach's own voice, barge-in and breath in simulated rooms, all on the sample clock.

    A line after each step goes to standard error, so that it can run in the background with a log.
    """
    kept = read_kept(against) if against else None
    wanted = Wanted(
        model=find_model(model), corpus=corpus, hours=hours, every=every, seed=seed, jobs=jobs or os.cpu_count() or 1
    )
    report = measure(wanted, lambda step: typer.echo(step, err=True))
    typer.echo(as_json(report) if in_json else as_markdown(report), nl=False)
    if folder:
        write_files({"report.json": as_json(report), "report.md": as_markdown(report)}, folder)
        typer.echo(f"written to {folder}", err=True)
    if kept is not None and (worse := regressions(report, kept)):
        raise HearingWorse(
            f"worse than {against}: {'; '.join(worse)}; mend it, or keep the new report if it must be so"
        )
