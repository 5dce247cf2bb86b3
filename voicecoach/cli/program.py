"""The program `voicecoach`: its commands, and how an error becomes one line and an exit code."""

import logging
import os
import tempfile
import traceback
from pathlib import Path
from typing import Annotated

import platformdirs
import typer
from typer.exceptions import TyperException

from voicecoach import __version__
from voicecoach.cli import coach as coaching
from voicecoach.cli.head_start import COACH, is_session
from voicecoach.cli.interruption import CTRL_C
from voicecoach.core.errors import VoicecoachError
from voicecoach.history.database import VARIABLE
from voicecoach.home.settings import read_settings, settings_file

DONE, USER, USAGE, BUG = 0, 1, 2, 3


def _program(arguments: list[str]) -> typer.Typer:
    """Return the program with its commands; those that a session does without are only loaded for another one."""
    app = typer.Typer(
        name="voicecoach",
        no_args_is_help=False,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="An offline voice coach for leg raises. Alone, it starts today's session.",
    )
    app.command(COACH)(coaching.coach)
    app.callback(invoke_without_command=True)(start)
    if not is_session(arguments):
        from voicecoach.cli.beside import add_commands  # noqa: PLC0415 - half a second, before the coach first speaks

        add_commands(app)
    return app


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
        return
    _take_named_database()
    if context.invoked_subcommand is None:
        coaching.coach(
            routine=routine,
            input_=input_,
            output=output,
            model=model,
            journal=journal,
            resume=resume,
            person=person,
        )


def _take_named_database() -> None:
    """Let the history be the database that the settings name, unless the environment names one.

    Raises SettingsBroken.
    """
    if not os.environ.get(VARIABLE) and (named := read_settings(settings_file()).database):
        os.environ[VARIABLE] = named


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code; every failure prints one line."""
    try:
        code = _program(arguments)(arguments, standalone_mode=False)
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
