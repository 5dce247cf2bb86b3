"""A variation that nobody wrote code for: one more table in the file of the variations, and its cues."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

TABLE = """
[scissors]
turns = "by rep"
legs = "one"
descents = [2, 4]
gentler = "arms_wide"
"""

CUES = """
["variation.scissors"]
text = "scissors."

["setup.scissors"]
text = "Cross one leg over the other."
"""

ROUTINE = """
variation = "scissors"
sets = 2
reps = 3
tempo = "2-1-X-1"
"""

SESSION = """
from pathlib import Path
from tests.core.story import Story
from voicecoach.core.machine import Phase
from voicecoach.home.routines import read_routine

story = Story(read_routine(Path("routine.toml"))).run_to(Phase.REST)
story.say("slower", after=6.0)
story.say("easier", after=4.0)
print(story.finish().transcript())
"""

LACKING = """
from tests.core.story import TEXTS
from voicecoach.speech.lint import lacking

print([(finding.words, finding.cue) for finding in lacking(TEXTS)])
"""


START = """
from voicecoach.core.errors import CuesMissing
from voicecoach.wiring import load_cues

try:
    load_cues()
except CuesMissing as failure:
    print(failure)
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program with the made-up variation's table, and without its cues."""
    for part in ("voicecoach", "tests/core", "audio_cues/en"):
        left_out = shutil.ignore_patterns("__pycache__", "golden")
        shutil.copytree(ROOT / part, tmp_path / part, ignore=left_out)
    (tmp_path / "tests/__init__.py").touch()
    add(TABLE, tmp_path / "voicecoach/core/variations.toml")
    return tmp_path


def add(text: str, file: Path) -> None:
    with file.open("a", encoding="utf-8") as end:
        end.write(text)


def run(program: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Let Python run in the copy, whose modules come before those that are installed."""
    command = (sys.executable, *arguments)
    return subprocess.run(command, check=False, cwd=program, capture_output=True, text=True, timeout=120)


def printed(program: Path, script: str) -> str:
    done = run(program, "-c", script)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_table_and_two_cues_make_a_whole_session_of_a_new_variation(program: Path) -> None:
    add(CUES, program / "audio_cues/en/catalogue.toml")
    (program / "routine.toml").write_text(ROUTINE, encoding="utf-8")
    said = printed(program, SESSION)
    assert "coach:  Cross one leg over the other." in said
    assert "lift one leg halfway, to forty five degrees" in said
    first, _, second = said.partition("person: easier")
    assert [line.split()[-1] for line in first.splitlines() if "credit set 1" in line] == ["1", "2", "3"]
    assert first.count("coach:  Left side.") == 2
    assert first.count("coach:  Right side.") == 1
    assert "coach:  From the next lift: three counts." in first
    assert "coach:  straight legs, arms wide." in second
    assert second.count("credit set 2") == 3


def test_the_cues_that_a_new_variation_lacks_are_named(program: Path) -> None:
    lacking = [("scissors", "setup.scissors"), ("scissors", "variation.scissors")]
    assert printed(program, LACKING) == f"{lacking}\n"
    add(CUES, program / "audio_cues/en/catalogue.toml")
    assert printed(program, LACKING) == "[]\n"


def test_no_session_begins_while_a_variation_lacks_a_cue(program: Path) -> None:
    said = "the variation scissors has no cue setup.scissors; type: voicecoach cues lint\n"
    assert printed(program, START) == said


def test_a_wrong_table_ends_the_program_with_one_line(program: Path) -> None:
    add('place = "roof"\n', program / "voicecoach/core/variations.toml")
    done = run(program, "-m", "voicecoach", "--version")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("voicecoach: ")
    assert done.stderr.endswith("variations.toml: scissors.place is 'roof'; allowed: floor, bar\n")
    assert done.stderr.count("\n") == 1
