"""How little is loaded before the coach first speaks."""

import subprocess
import sys

import pytest

HEAVY = ("alembic", "voicecoach.bench", "voicecoach.rehearsal", "pygal", "icalendar", "fit_tool")
"""What takes long to load and no session needs."""


def loaded_after(statement: str) -> set[str]:
    """Return which modules a fresh Python has loaded once it did something."""
    shown = f"import sys; {statement}; print('\\n'.join(sys.modules))"
    done = subprocess.run((sys.executable, "-P", "-c", shown), capture_output=True, text=True, check=True, timeout=120)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "arguments", [pytest.param([], id="nothing"), pytest.param(["coach", "--resume", "last"], id="coach")]
)
def test_a_session_loads_nothing_that_it_does_without(arguments: list[str]) -> None:
    loaded = loaded_after(f"from voicecoach.cli.program import _program; _program({arguments})")
    assert "voicecoach.core.session" in loaded
    assert [name for name in HEAVY if name in loaded] == []


@pytest.mark.parametrize("arguments", [["--help"], ["history"], ["--person", "ann", "why"], ["hisotry"]], ids=str)
def test_every_command_is_there_for_whatever_else_is_asked(arguments: list[str]) -> None:
    statement = f"from voicecoach.cli.program import _program; print(len(_program({arguments}).registered_commands))"
    assert "15" in loaded_after(statement)


def test_the_recogniser_is_loaded_without_what_fetches_models() -> None:
    loaded = loaded_after("from voicecoach.hearing.vosk_library import load_vosk; load_vosk().Model")
    assert "vosk" in loaded
    assert not loaded & {"requests", "urllib3", "srt"}


def test_what_the_recogniser_is_spared_can_still_be_imported() -> None:
    statement = "from voicecoach.hearing.vosk_library import load_vosk; load_vosk(); import requests; requests.get"
    assert "urllib3" in loaded_after(statement)


def test_rubbish_is_looked_for_again_once_the_program_is_loaded_but_not_in_the_program() -> None:
    script = "\n".join(
        (
            "import gc, sys",
            "from voicecoach.cli import main",
            "sys.argv[1:] = ['--version']",
            "try: main()",
            "except SystemExit: print(gc.isenabled(), gc.get_freeze_count() > 50_000)",
        )
    )
    done = subprocess.run((sys.executable, "-P", "-c", script), capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.split()[-2:] == ["True", "True"]


def begun_with(*arguments: str) -> bool:
    statement = f"from voicecoach.cli.head_start import take_head_start; take_head_start({list(arguments)})"
    return "vosk" in loaded_after(f"{statement}; import threading; [one.join() for one in threading.enumerate()[1:]]")


@pytest.mark.parametrize("arguments", [(), ("coach",), ("coach", "--input", "a.wav")], ids=str)
def test_the_model_of_a_session_that_listens_is_loaded_beside_the_program(arguments: tuple[str, ...]) -> None:
    assert begun_with(*arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ("history",),
        ("coach", "--help"),
        ("coach", "--model", "x"),
        ("coach", "--model=x"),
        ("coach", "--input=keyboard"),
    ],
    ids=str,
)
def test_no_model_is_loaded_ahead_for_what_needs_none_or_another(arguments: tuple[str, ...]) -> None:
    assert not begun_with(*arguments)
