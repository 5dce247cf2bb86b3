"""The command `scripts/train_model`: from data to model, and what a model is worth."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from training import run as way
from training.progress import Progress

app = typer.Typer(help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False)

Speech = Annotated[Path, typer.Option(help="Folder with recorded people.", exists=True, file_okay=False)]
Work = Annotated[Path, typer.Option(help="Folder for what lies between data and model; 4 GB.")]
Out = Annotated[Path, typer.Option(help="Folder of the model.")]
Minutes = Annotated[float, typer.Option(help="How long to train, earlier runs counted in.")]
Steps = Annotated[
    int | None,
    typer.Option(min=1, help="How many steps to train instead, however long they take: the same network each time."),
]
Seed = Annotated[int, typer.Option(help="For everything that is drawn by lot.")]


@app.command()
def prepare(speech: Speech, work: Work, seed: Seed = 7) -> None:
    """Render the synthetic voices and compute the features."""
    way.prepare(way.Run(speech=speech, work=work, seed=seed), Progress())


@app.command()
def train(speech: Speech, work: Work, minutes: Minutes = 60.0, steps: Steps = None, seed: Seed = 7) -> None:
    """Train, or go on with a training that was broken off."""
    way.train(way.Run(speech=speech, work=work, seed=seed), minutes, Progress(), steps)


@app.command()
def export(
    speech: Speech,
    work: Work,
    out: Out,
    bonus: Annotated[float, typer.Option(help="How readily speech is rejected.")] = way.UNKNOWN_BONUS,
    seed: Seed = 7,
) -> None:
    """Write the model's folder from what was trained."""
    way.export(way.Run(speech=speech, work=work, seed=seed), out, bonus)


@app.command(name="all")
def everything(  # noqa: PLR0913 - each option of a command is a parameter
    speech: Speech, work: Work, out: Out, *, minutes: Minutes = 60.0, steps: Steps = None, seed: Seed = 7
) -> None:
    """Do everything: prepare, train, export."""
    run = way.Run(speech=speech, work=work, seed=seed)
    way.prepare(run, Progress())
    way.train(run, minutes, Progress(), steps)
    way.export(run, out)


@app.command()
def evaluate(
    speech: Speech,
    model: Annotated[list[Path] | None, typer.Option(help="Folder of a model; may be repeated.")] = None,
    every: Annotated[int, typer.Option(help="Listen to each so manieth recording only.")] = 1,
    *,
    sphinx: Annotated[bool, typer.Option(help="Measure PocketSphinx too.")] = False,
    watching: Annotated[bool, typer.Option(help="Listen to what settings may be chosen by instead.")] = False,
) -> None:
    """Print the figures of models, one JSON object a line, on what was held out of the training."""
    from training import evaluation  # noqa: PLC0415 - needs vosk, the other commands do not

    material = evaluation.gather(speech, every, watching=watching)
    for folder in model or ():
        typer.echo(json.dumps(asdict(evaluation.measure_vosk(folder, material))))
    if sphinx:
        typer.echo(json.dumps(asdict(evaluation.measure_sphinx(material))))


@app.command()
def card(
    speech: Speech,
    work: Work,
    out: Out,
    figures: Annotated[Path, typer.Option(help="What `evaluate` printed, the model's own line first.")],
    seed: Seed = 7,
) -> None:
    """Write the model's manifest and card from what was trained and measured."""
    from training import card as cards  # noqa: PLC0415 - needs torch

    measured = [json.loads(line) for line in figures.read_text(encoding="utf-8").splitlines()]
    cards.write_card(out, cards.manifest(speech, work, seed, measured), measured)
