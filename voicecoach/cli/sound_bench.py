"""The command `bench sound`: how well the coach talks and listens at the same time."""

import os
from pathlib import Path
from typing import Annotated

import typer

from voicecoach.bench.encoding import as_json
from voicecoach.bench.sound.markdown import as_markdown
from voicecoach.bench.sound.measure import Wanted, measure
from voicecoach.bench.sound.regression import read_kept, regressions
from voicecoach.cli.report_card import AgainstOption, FolderOption, JsonOption, hold_to, publish
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
    folder: FolderOption = None,
    against: AgainstOption = None,
    in_json: JsonOption = False,
) -> None:
    """Measure the coach's own voice, barge-in and breath in simulated rooms, all on the sample clock.

    A line after each step goes to standard error, so that it can run in the background with a log.
    """
    kept = read_kept(against) if against else None
    wanted = Wanted(
        model=find_model(model), corpus=corpus, hours=hours, every=every, seed=seed, jobs=jobs or os.cpu_count() or 1
    )
    report = measure(wanted, lambda step: typer.echo(step, err=True))
    publish(as_json(report), as_markdown(report), in_json=in_json, folder=folder)
    if against and kept is not None:
        hold_to(against, regressions(report, kept))
