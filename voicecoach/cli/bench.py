"""The command `voicecoach bench`: report cards, measured on recordings."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from voicecoach.bench.corpus import Selection
from voicecoach.bench.encoding import as_json
from voicecoach.bench.examination import Examination, examine, write, write_files
from voicecoach.bench.markdown import as_markdown
from voicecoach.bench.order_report import OrderExamination, examine_orders, order_line, orders_as_markdown
from voicecoach.bench.regression import Kept, read_kept, regressions
from voicecoach.bench.report import Report
from voicecoach.bench.soak import PARTS, Bath, Soaked, as_table, soak
from voicecoach.bench.soak_noise import babble, frames
from voicecoach.bench.split import Part
from voicecoach.bench.thresholds import tune
from voicecoach.cli.report_card import AgainstOption, FolderOption, JsonOption, hold_to
from voicecoach.hearing.listener import Listener
from voicecoach.hearing.models import AUTO, find_model
from voicecoach.hearing.recogniser import VoskRecogniser
from voicecoach.hearing.threshold_file import SHIPPED, write_table
from voicecoach.speech.engine import EspeakEngine

app = typer.Typer(name="bench", no_args_is_help=True, help="How well the coach does, measured on recordings.")

JobsOption = Annotated[int | None, typer.Option(min=1, help="Processes; the number of cores, unless given.")]
EveryOption = Annotated[int, typer.Option(min=1, metavar="N", help="Take each N-th recording of every list.")]
ModelOption = Annotated[str, typer.Option(help="Model folder, or auto.")]


@app.command()
def hearing(
    corpus: Annotated[Path, typer.Argument(help="A folder with words/WORD/*, or a manifest in CSV.")],
    *,
    folder: FolderOption = None,
    only_held_out: Annotated[
        bool,
        typer.Option("--held-out/--all-speakers", help="Only speakers kept from training and calibrating, or all."),
    ] = True,
    every: EveryOption = 1,
    jobs: JobsOption = None,
    model: ModelOption = AUTO,
    synthetic: Annotated[bool, typer.Option("--synthetic", help="Render and hear synthetic voices too.")] = False,
    sphinx: Annotated[
        bool, typer.Option("--sphinx/--no-sphinx", help="Let PocketSphinx hear them too, where it is installed.")
    ] = True,
    against: AgainstOption = None,
    in_json: JsonOption = False,
) -> None:
    """Measure misses, false accepts an hour, noise, rooms, latency and computing on recorded people.

    A corpus folder holds words/WORD/*, and whichever there are of reading/, sentences/, assistant/,
    wake-words/PHRASE/*, noise/ and rooms/.
    """
    kept = read_kept(against) if against else None
    examination = Examination(
        corpus=corpus,
        model=find_model(model),
        selection=Selection(part=Part.EXAMINES if only_held_out else None, every=every),
        jobs=jobs or os.cpu_count() or 1,
        has_voices=synthetic,
        has_comparison=sphinx,
    )
    with _bar("hearing") as advance:
        examined = examine(examination, advance)
    typer.echo(as_json(examined.report) if in_json else as_markdown(examined.report), nl=False)
    if folder:
        write(examined, folder)
        typer.echo(f"written to {folder}", err=True)
    if kept:
        _compare(examined.report, kept)


@app.command()
def orders(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Recorded coffee orders, with their label.json.")],
    *,
    noise: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Noises to mix in at 6 to 24 dB.")] = None,
    output: FolderOption = None,
    every: EveryOption = 1,
    jobs: JobsOption = None,
    model: ModelOption = AUTO,
    in_json: JsonOption = False,
) -> None:
    """Take the coffee orders of Picovoice's speech-to-intent benchmark with the same recogniser.

    An order is accepted when every slot is right.
    """
    examination = OrderExamination(
        folder=folder, noise=noise, model=find_model(model), every=every, jobs=jobs or os.cpu_count() or 1
    )
    with _bar("orders") as advance:
        report, taken = examine_orders(examination, advance)
    text = orders_as_markdown(report)
    typer.echo(as_json(report) if in_json else text, nl=False)
    if output:
        lines = "".join(f"{order_line(one)}\n" for one in taken)
        write_files({"orders.json": as_json(report), "orders.md": text, "orders.jsonl": lines}, output)
        typer.echo(f"written to {output}", err=True)


@app.command()
def thresholds(
    corpus: Annotated[Path, typer.Argument(help="A folder with words/WORD/* and people talking.")],
    *,
    output: Annotated[Path, typer.Option("-o", "--output", help="Where to write the table.")] = SHIPPED,
    every: EveryOption = 1,
    jobs: JobsOption = None,
    model: ModelOption = AUTO,
) -> None:
    """Measure when a command is to be believed, and write the table that the hearing goes by.

    Only speakers that calibrate are listened to; `bench hearing` judges by others, and models are trained on others.
    """
    found = find_model(model)
    with _bar("thresholds") as advance:
        table = tune(corpus, found, every=every, jobs=jobs or os.cpu_count() or 1, advance=advance)
    write_table(table, output)
    typer.echo(f"{table.source.commands} commands, {table.source.talk_hours} h of talk: written to {output}")


def _compare(report: Report, kept: Kept) -> None:
    hold_to(kept.file, regressions(report, kept))
    typer.echo(f"no figure is worse than in {kept.file}", err=True)


@app.command("soak")
def soak_ears(
    *,
    hours: Annotated[float, typer.Option(min=0.001, help="Hours of noise; they take far less to hear.")] = 8.0,
    seed: Annotated[int, typer.Option(min=0, help="What the noise is drawn from.")] = 1,
    with_babble: Annotated[bool, typer.Option("--babble", help="Let synthetic voices talk in it too.")] = False,
    folder: FolderOption = None,
    model: ModelOption = AUTO,
    in_json: JsonOption = False,
) -> None:
    """Feed hours of noise through the ears: exceptions, commands believed, memory, computing.

    A line after each tenth goes to standard error, so that it can run in the background with a log; with --json the
    table goes there too.
    """
    found = find_model(model)
    voices = babble(EspeakEngine()) if with_babble else ()
    bath = Bath(hours=hours, seed=seed, model=found.name, has_babble=with_babble)
    recogniser = VoskRecogniser(found)
    soaked = soak(bath, frames(seed, bath.frames, voices), lambda: Listener(recogniser), _tell_part)
    typer.echo(as_table(soaked), nl=False, err=in_json)
    if in_json:
        typer.echo(as_json(soaked), nl=False)
    if folder:
        write_files({"soak.json": as_json(soaked), "soak.md": as_table(soaked)}, folder)
        typer.echo(f"written to {folder}", err=True)


def _tell_part(part: int, so_far: Soaked) -> None:
    memory = "unknown" if so_far.memory[-1] is None else f"{so_far.memory[-1]:.1f} MiB"
    typer.echo(
        f"{part}/{PARTS}: {so_far.hours:.3f} h, {so_far.exceptions} exceptions, {so_far.accepted.count} accepted, "
        f"{memory}, {so_far.real_time_factor:.4f} x real time",
        err=True,
    )


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None]]:
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what)
        yield lambda done, total: bar.update(task, completed=done, total=total)
