"""What goes wrong at the border: one clear line each, the right exit code, nothing lost."""

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

from tests.product.program import PROGRAM, complaint, home_of, voicecoach
from voicecoach.history.journals import read_journal
from voicecoach.shipped import compact_model, cue_folder

pytestmark = pytest.mark.product

OFFLINE = ("--input", "keyboard", "--output", "none")
CLEAN = "yes\nskip\nyes\nyes\nyes\n"
"""Answers that lead to the sets."""


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = voicecoach("rehearse", "clean", "-o", tmp_path, "--model", tmp_path / "nowhere")
    assert (done.returncode, str(tmp_path / "nowhere") in complaint(done)) == (1, True)


@pytest.mark.parametrize("file", ["am/final.mdl", "graph/words.txt", "conf/model.conf"])
def test_a_model_that_lacks_a_file_names_it(tmp_path: Path, file: str) -> None:
    shutil.copytree(compact_model(), tmp_path / "model")
    (tmp_path / "model" / file).unlink()
    done = voicecoach("rehearse", "clean", "-o", tmp_path / "out", "--model", tmp_path / "model")
    assert (done.returncode, file in complaint(done)) == (1, True)


def test_a_damaged_cue_is_rendered_again_or_becomes_a_tone_and_the_session_goes_on(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(Path(__file__).parents[2] / "voicecoach", tree / "voicecoach")
    shutil.copytree(cue_folder("en").parent, tree / "audio_cues")
    (damaged,) = (tree / "audio_cues/en").glob("ready.ask.*.opus")
    damaged.write_bytes(b"no sound")
    with_engine = {**home_of(tmp_path / "a"), "PYTHONPATH": str(tree)}
    without = {**home_of(tmp_path / "b"), "PYTHONPATH": str(tree), "PATH": "/nowhere", "LD_LIBRARY_PATH": str(tmp_path)}
    if shutil.which("espeak-ng"):
        mended = voicecoach(*OFFLINE, environment=with_engine, typed=CLEAN)
        assert mended.returncode == 0
        assert "ready.ask" in complaint(mended)
        assert "rendered again" in complaint(mended)
    worker = tree / "voicecoach/speech/pyttsx_worker.py"
    worker.write_text(worker.read_text().replace("import pyttsx3", "raise ImportError  # planted"))
    toned = voicecoach(*OFFLINE, environment=without, typed=CLEAN)
    assert toned.returncode == 0
    assert "tone" in complaint(toned)


@pytest.mark.parametrize(
    ("option", "text", "words"),
    [
        ("routine", "setz = 3", ("setz", "sets")),
        ("routine", "sets = 0", ("sets is 0", "greater than or equal to 1")),
        ("routine", "variation = 'crunch'", ("variation", "dead_bug")),
        ("routine", "[tempo]\ndescent = 9", ("tempo.descent", "less than or equal to 4")),
        ("routine", "sets =", ("TOML",)),
        ("persona", "name = 'x'\nvoize = 1\n[voice]\nname = 'en-us'", ("voize", "voice")),
    ],
)
def test_a_wrong_key_or_value_is_named_with_what_is_allowed(
    tmp_path: Path, option: str, text: str, words: tuple[str, ...]
) -> None:
    file = tmp_path / f"{option}.toml"
    file.write_text(text)
    if option == "routine":
        done = voicecoach(*OFFLINE, "--routine", file)
    else:
        done = voicecoach("rehearse", file, "-o", tmp_path)
    line = complaint(done)
    assert done.returncode == 1
    assert all(word in line for word in (str(file), *words)), line


def test_a_routine_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = voicecoach(*OFFLINE, "--routine", tmp_path / "none.toml")
    assert (done.returncode, complaint(done)) == (1, f"voicecoach: no file {tmp_path / 'none.toml'}")


def test_without_portaudio_the_line_to_type_is_printed(tmp_path: Path) -> None:
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    done = voicecoach("coach", environment={**os.environ, "PYTHONPATH": str(tmp_path)})
    assert done.returncode == 1
    assert "PortAudio" in complaint(done)
    assert "install" in complaint(done)


def test_without_espeak_a_persona_of_ones_own_says_what_to_install(tmp_path: Path) -> None:
    persona = tmp_path / "mine.toml"
    persona.write_text('name = "mine"\n[voice]\nname = "en-us+m7"\n[[says]]\ntext = "ready"\ncue = "ready.ask"\n')
    environment = {**home_of(tmp_path), "PATH": "/nowhere"}
    done = voicecoach("rehearse", persona, "-o", tmp_path / "out", environment=environment)
    assert done.returncode == 1
    assert "espeak-ng" in complaint(done)


def test_a_full_disk_costs_no_line_of_the_journal(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.is_char_device():
        pytest.skip("no /dev/full on this system")
    done = voicecoach(*OFFLINE, "--journal", full, environment=home_of(tmp_path), typed=CLEAN)
    assert done.returncode == 1
    first, last = done.stderr.strip().splitlines()
    assert "No space left on device" in first
    (rescued,) = tmp_path.rglob("rescued-*")
    assert str(rescued) in last
    assert read_journal(rescued).lines[-1].text.count('"end":"finished"') == 1


@pytest.mark.parametrize(
    ("seconds", "number"),
    [
        pytest.param(2.0, signal.SIGINT, id="Ctrl-C in the welcome"),
        pytest.param(4.5, signal.SIGINT, id="Ctrl-C later"),
        pytest.param(2.0, signal.SIGTERM, id="kill"),
        pytest.param(2.0, signal.SIGHUP, id="a terminal that closes"),
    ],
)
def test_what_ends_the_program_closes_the_session(tmp_path: Path, seconds: float, number: int) -> None:
    journal = tmp_path / "journal.jsonl"
    process = subprocess.Popen(
        (*PROGRAM, *OFFLINE, "--journal", str(journal)),
        env=home_of(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    if seconds > 3:
        process.stdin.write(CLEAN)
        process.stdin.flush()
        assert any("look for your own lowest point" in line for line in process.stdout)
    else:
        process.stdout.readline()
    process.send_signal(number)
    assert process.wait(timeout=20) == 130, "standard input is still open"
    process.communicate()
    last = json.loads(read_journal(journal).lines[-1].text)
    assert (last["phase"], last["effects"][-1]["end"]) == ("done", "closed")


def test_a_typed_session_ends_though_more_could_be_typed(tmp_path: Path) -> None:
    process = subprocess.Popen(
        (*PROGRAM, *OFFLINE, "--journal", str(tmp_path / "journal.jsonl")),
        env=home_of(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write("End workout!@0.5\nyes@4\n")
    process.stdin.flush()
    assert process.wait(timeout=30) == 0
    assert process.communicate()[1] == ""


def test_a_session_that_was_closed_in_its_sets_can_be_resumed(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    closed = voicecoach("rehearse", "clean", "-o", tmp_path / "clean")
    assert closed.returncode == 0
    whole = (tmp_path / "clean/journal.jsonl").read_text().splitlines(keepends=True)
    journal.write_text("".join(whole[: len(whole) // 2]) + whole[len(whole) // 2][:40])  # killed in mid-line
    done = voicecoach(*OFFLINE, "--resume", journal, "--journal", tmp_path / "next.jsonl", typed="yes\n")
    assert done.returncode == 0, done.stderr
    assert "thirty" in done.stdout.splitlines()[-1] or "twenty nine" in done.stdout.splitlines()[-1]


def test_a_session_that_is_over_cannot_be_resumed(tmp_path: Path) -> None:
    voicecoach(*OFFLINE, "--journal", tmp_path / "journal.jsonl", typed=CLEAN)
    done = voicecoach(*OFFLINE, "--resume", tmp_path / "journal.jsonl")
    assert (done.returncode, "start a new one" in complaint(done)) == (1, True)


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "empty"), ("{}\n", "format"), ('{"format":99}\n', "99"), ("hello\n", "not JSON")],
    ids=["empty", "no header", "newer", "no JSON"],
)
def test_a_file_that_is_no_journal_is_named(tmp_path: Path, text: str, words: str) -> None:
    journal = tmp_path / "journal.jsonl"
    journal.write_text(text)
    done = voicecoach("replay", journal, "--check")
    assert done.returncode == 1
    assert str(journal) in complaint(done)
    assert words in complaint(done)


@pytest.mark.parametrize("arguments", [["--nonsense"], ["nonsense"], ["rehearse"]], ids=" ".join)
def test_wrong_usage_is_one_line_and_exit_code_2(arguments: list[str]) -> None:
    done = voicecoach(*arguments)
    assert (done.returncode, "voicecoach --help" in complaint(done)) == (2, True)


def test_a_bug_is_one_line_that_names_the_log(tmp_path: Path) -> None:
    (tmp_path / "transitions.py").write_text("raise RuntimeError('planted')")
    program = (
        "import sys; from voicecoach.cli.program import run; import voicecoach.wiring as w; w.load_cues = None; "
        "import voicecoach.cli.coach as c; c.load_cues = None; sys.exit(run(sys.argv[1:]))"
    )
    done = subprocess.run(
        (PROGRAM[0], "-P", "-c", program, *OFFLINE), env=home_of(tmp_path), capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    log = Path(complaint(done).rsplit(" ", 1)[1])
    assert "TypeError" in log.read_text()


def test_an_unknown_cue_names_near_ones(tmp_path: Path) -> None:
    done = voicecoach("cues", "export", "count.one", "-o", tmp_path / "x.wav")
    assert (done.returncode, "near it: count." in complaint(done)) == (1, True)
