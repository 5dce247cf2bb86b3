"""The program `voicecoach`: its commands, and how an error becomes one line and an exit code."""

import logging
import tempfile
import traceback
from pathlib import Path
from typing import Annotated

import platformdirs
import typer
from typer.exceptions import TyperException

from voicecoach import __version__
from voicecoach.cli import (
    bench,
    crash_bench,
    cues,
    devices,
    doctor,
    exchange,
    forget,
    hear,
    history,
    history_bench,
    live_bench,
    models,
    progress,
    rehearse,
    replay,
    sound_bench,
    tune,
)
from voicecoach.cli import coach as coaching
from voicecoach.core.commands import RULES
from voicecoach.core.errors import VoicecoachError

DONE, USER, USAGE, BUG, CTRL_C = 0, 1, 2, 3, 130

app = typer.Typer(
    name="voicecoach",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="An offline voice coach for leg raises. Alone, it starts today's session.",
)
app.command("coach")(coaching.coach)
app.command("replay")(replay.replay)
app.command("rehearse")(rehearse.rehearse)
app.command("hear")(hear.hear)
app.command("tune")(tune.tune)
app.command("forget")(forget.forget)
app.command("devices")(devices.devices)
app.command("doctor")(doctor.doctor)
app.command("why")(progress.why)
app.command("plan")(progress.plan)
app.command("progress")(progress.progress)
app.command("export")(exchange.export)
app.command("import")(exchange.import_)
app.add_typer(history.app, name="history", help="The sessions that are remembered; `rebuild` makes them anew.")
bench.app.command("history")(history_bench.bench_history)
bench.app.command("sound")(sound_bench.bench_sound)
bench.app.command("live")(live_bench.bench_live)
bench.app.command("crashes")(crash_bench.bench_crashes)
app.add_typer(bench.app, name="bench", help="Report cards, measured on recordings.")
app.add_typer(models.app, name="models", help="The recogniser's models: list them, get the official one.")
app.add_typer(cues.app, name="cues", help="The coach's voice: list, check, render, export.")


@app.command("commands")
def list_commands() -> None:
    """List everything that can be said to the coach."""
    for rule in RULES:
        typer.echo(f"{rule.command.value:13} {', '.join(rule.phrasings)}")


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    *,
    routine: coaching.RoutineOption = None,
    input_: coaching.InputOption = None,
    output: coaching.OutputOption = None,
    model: coaching.ModelOption = "auto",
    journal: coaching.JournalOption = None,
    resume: coaching.ResumeOption = None,
    person: coaching.PersonOption = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Start today's session when no command is named."""
    if version:
        typer.echo(__version__)
    elif context.invoked_subcommand is None:
        coaching.coach(
            routine=routine,
            input_=input_,
            output=output,
            model=model,
            journal=journal,
            resume=resume,
            person=person,
        )


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; every failure prints one line."""
    try:
        code = app(arguments, standalone_mode=False)
    except VoicecoachError as error:
        return _fail(str(error), USER)
    except TyperException as error:
        return _fail(f"{error.format_message()} See: voicecoach --help", USAGE)
    except (typer.Abort, KeyboardInterrupt):
        return CTRL_C
    except BrokenPipeError:
        return USER
    except Exception:  # noqa: BLE001 - the one place where a bug becomes a line
        return _fail(f"this is a bug; what happened is in {_log(traceback.format_exc())}", BUG)
    return code if isinstance(code, int) else DONE


def _fail(message: str, code: int) -> int:
    typer.echo(f"voicecoach: {message}", err=True)
    return code


def _log(text: str) -> Path:
    for folder in (platformdirs.user_log_path("voicecoach"), Path(tempfile.gettempdir())):
        path = folder / "voicecoach-error.log"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        except OSError:
            logging.getLogger(__name__).debug("no log in %s", folder)
            continue
        return path
    return Path("nowhere: no folder could be written")
