"""Several people in one home: each with habits, shown, changed, taken along, and chosen by voice."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tests.history.sessions import arched, keep
from tests.product.program import complaint, home_of, voicecoach
from voicecoach.core.units import RATE
from voicecoach.ports import Voice
from voicecoach.speech.engine import EspeakEngine

pytestmark = pytest.mark.product

OFFLINE = ("--input", "keyboard", "--output", "none")
WORK = "skip\nyes\nyes\nyes\nend workout@120\nyes@121\n"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return home_of(tmp_path)


def data(home: Mapping[str, str]) -> Path:
    return Path(home["HOME"]) / ".local/share/voicecoach"


def profile(home: Mapping[str, str], *options: str) -> dict[str, Any]:
    done = voicecoach("profile", *options, "--json", environment=home)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def headers(home: Mapping[str, str]) -> list[dict[str, Any]]:
    journals = sorted((data(home) / "journals").glob("*.jsonl"))
    return [json.loads(path.read_text().splitlines()[0]) for path in journals]


def test_a_profile_is_set_shown_and_used_by_the_next_session(home: dict[str, str]) -> None:
    changes = ("--set", "variation=bent_knee", "--set", "volume=-4", "--set", "tempo=4-0-X-1")
    assert profile(home, "sam", *changes)["wants"] == "bent_knee"
    shown = voicecoach("profile", "sam", environment=home).stdout
    assert "volume     -4 dB" in shown
    assert 'sam says "this is sam" at the beginning' in shown
    assert voicecoach("coach", "--person", "sam", *OFFLINE, environment=home, typed=f"yes\n{WORK}").returncode == 0
    routine = headers(home)[-1]["routine"]
    assert (routine["variation"], routine["volume"], routine["tempo"]["descent"]) == ("bent_knee", -4.0, 4)
    after = profile(home, "sam")
    assert (after["variation"], after["wants"], after["volume"]) == ("bent_knee", None, -4.0)
    assert after["floor"] is not None
    assert profile(home)["people"] == ["sam"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("bob",), "no person 'bob'; there is nobody yet"),
        (("--set", "volume"), "--set volume: write a key"),
        (("--set", "volume=loud"), "volume is 'loud'"),
        (("--set", "shoe=9"), "a profile has no 'shoe'"),
        (("../me",), "is no name for a person"),
    ],
)
def test_what_is_wrong_costs_one_line_and_changes_nothing(
    home: dict[str, str], options: tuple[str, ...], words: str
) -> None:
    done = voicecoach("profile", *options, environment=home)
    assert done.returncode == 1
    assert words in complaint(done)
    assert not (data(home) / "people").exists()


def test_a_name_that_the_model_lacks_is_told(home: dict[str, str]) -> None:
    told = profile(home, "xyzzyx", "--set", "volume=-4")
    assert (told["can_be_named"], told["words_that_the_model_lacks"]) == (False, ["xyzzyx"])
    assert "does not know xyzzyx" in voicecoach("profile", "xyzzyx", environment=home).stdout
    found = {
        part["part"]: part["words"] for part in json.loads(voicecoach("doctor", "--json", environment=home).stdout)
    }
    assert "xyzzyx cannot be named: the model does not know xyzzyx" in found["people by name"]


def test_who_says_that_it_is_them_goes_on_with_their_own_routine(home: dict[str, str]) -> None:
    profile(home, "sam", "--set", "variation=bent_knee", "--set", "volume=-4")
    done = voicecoach("coach", *OFFLINE, environment=home, typed=f"louder\nthis is sam\nyes@40\n{WORK}")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Then it is your own session" in done.stdout
    (header,) = headers(home)
    assert (header["person"], header["routine"]["variation"], header["routine"]["volume"]) == ("sam", "bent_knee", -4.0)
    assert [session["person"] for session in json.loads(voicecoach("history", "--json", environment=home).stdout)] == [
        "sam"
    ]
    assert not (data(home) / "people" / "me").exists()


def test_the_voice_of_a_profile_is_looked_for(home: dict[str, str]) -> None:
    profile(home, "sam", "--set", "voice=gmw/en-us+f3")
    done = voicecoach("coach", "--person", "sam", *OFFLINE, environment=home, typed=f"yes\n{WORK}")
    assert done.returncode == 0
    assert "the voice gmw/en-us+f3 was never rendered" in complaint(done)


def test_who_says_it_aloud_is_heard_in_their_own_way_from_then_on(home: dict[str, str], tmp_path: Path) -> None:
    keep(data(home) / "journals", arched(), person="sam", days=-400)
    (data(home) / "people" / "sam").mkdir(parents=True)
    (data(home) / "people" / "sam" / "profile.toml").write_text('model = "another"\ndecoys = ["ladder"]\n')
    said = EspeakEngine().render(("this is sam", "i'm ready"), Voice(name="en-us+f3", words_a_minute=150))
    sam, ready = (np.asarray(sound) for sound in said)
    quiet = np.random.default_rng(1).normal(0.0, 0.0005, 45 * RATE)
    quiet[20 * RATE : 20 * RATE + sam.size] += sam
    quiet[43 * RATE : 43 * RATE + ready.size] += ready
    soundfile.write(tmp_path / "who.wav", quiet, RATE)
    done = voicecoach("coach", "--input", tmp_path / "who.wav", "--output", "none", environment=home)
    assert "you    this is sam" in done.stdout
    assert done.stdout.index("you    i'm ready") > done.stdout.index("as you left it")
    assert "the thresholds of sam were learnt with another model" in done.stderr
    assert [header["person"] for header in headers(home)] == ["sam", "sam"]


def test_a_stranger_is_not_understood(home: dict[str, str]) -> None:
    done = voicecoach("coach", *OFFLINE, environment=home, typed=f"this is sam\nyes\n{WORK}")
    assert done.returncode == 0
    assert "not a command: this is sam" in done.stdout
    assert [header["person"] for header in headers(home)] == ["me"]


def test_a_session_that_broke_off_waits_while_somebody_else_trains(home: dict[str, str]) -> None:
    profile(home, "sam", "--set", "volume=-4")
    broken = keep(data(home) / "journals", arched(), lines=40)
    done = voicecoach("coach", *OFFLINE, environment=home, typed=f"this is sam\nyes@40\n{WORK}")
    assert "Your last session broke off" in done.stdout
    assert [header["person"] for header in headers(home)] == ["me", "me", "sam"]
    assert broken.exists()
    again = voicecoach("coach", *OFFLINE, environment=home, typed="yes\nend workout@60\nyes@61\nyes@62\n")
    assert "Your last session broke off" in again.stdout
    assert [header["person"] for header in headers(home)] == ["me", "me", "me", "sam"]


def test_habits_are_taken_along_and_forgotten_with_the_person(home: dict[str, str], tmp_path: Path) -> None:
    told = profile(home, "sam", "--set", "volume=-4", "--set", "verbosity=short")
    assert voicecoach("export", "--all", tmp_path / "all.zip", environment=home).returncode == 0
    other = home_of(tmp_path / "other")
    assert voicecoach("import", tmp_path / "all.zip", environment=other).returncode == 0
    assert profile(other, "sam") == told
    refused = voicecoach("forget", "sam", environment=other, typed="n\n")
    assert "remove all of sam (1 file in" in refused.stdout
    assert profile(other, "sam") == told
    assert voicecoach("forget", "sam", "--yes", environment=other).returncode == 0
    gone = voicecoach("profile", "sam", environment=other)
    assert (gone.returncode, "no person 'sam'" in complaint(gone)) == (1, True)
