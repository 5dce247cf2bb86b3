"""The shipped personas, rehearsed by the program itself with the recogniser."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import soundfile

from voicecoach.rehearsal.persona_file import find_persona, shipped_personas
from voicecoach.rehearsal.voices import SHIPPED

pytestmark = pytest.mark.product

FILES = ("coach.wav", "person.wav", "microphone.wav", "journal.jsonl")


def voicecoach(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = (sys.executable, "-c", "from voicecoach.cli.main import main; main()")
    return subprocess.run((*program, *arguments), capture_output=True, text=True, timeout=120, check=False)


def rehearsed(persona: str, folder: Path) -> Mapping[str, Any]:
    done = voicecoach("rehearse", persona, "-o", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    summary: Mapping[str, Any] = json.loads((folder / "summary.json").read_text())
    assert json.loads(done.stdout) == summary
    return summary


def voided(summary: Mapping[str, Any]) -> list[tuple[int, int, str]]:
    return [(rep["set"], rep["number"], rep["reason"]) for rep in summary["reps"] if rep["verdict"] == "voided"]


def test_the_clean_persona_is_credited_thirty_reps_many_times_faster_than_life(tmp_path: Path) -> None:
    summary = rehearsed("clean", tmp_path)
    assert (summary["credited"], summary["voided"], summary["sets"]) == (30, 0, 3)
    assert (summary["outcome"], summary["stopped_for_safety"]) == ("finished", False)
    assert summary["audio_seconds"] > 600
    assert summary["ratio"] > 36  # twelve minutes in twenty seconds


def test_the_beginner_s_voided_reps_are_those_on_which_the_back_arched(tmp_path: Path) -> None:
    arched = [
        (saying.set, saying.rep, "arched")
        for saying in find_persona("beginner").says
        if saying.text in ("back arched", "my back arched", "my back came up")
    ]
    summary = rehearsed("beginner", tmp_path)
    assert voided(summary) == arched
    assert [each["text"] for each in summary["commands"] if each["command"] == "easier"] == ["make it easier"]


def test_the_interrupter_is_understood_over_the_coach_and_chatter_is_no_command(tmp_path: Path) -> None:
    summary = rehearsed("interrupter", tmp_path)
    assert " ".join(each["command"] for each in summary["commands"]) == (
        "yes skip louder yes help yes yes mark_floor how_many pause resume rep_failed undo whats_left start_now quieter"
    )
    assert summary["credited"] == 30
    assert [(rep["set"], rep["number"]) for rep in summary["reps"] if rep["verdict"] == "interrupted"] == [(1, 4)]


def test_pain_stops_the_session_within_600_ms_of_the_word_s_end_and_nothing_is_credited_after(tmp_path: Path) -> None:
    summary = rehearsed("pain", tmp_path)
    (alarm,) = (each for each in summary["commands"] if each["command"] == "it_hurts")
    (word,) = SHIPPED.rglob("it-hurts-*.flac")
    word_end = alarm["spoken_at"] + soundfile.info(word).duration
    assert alarm["at"] <= word_end + 0.6
    assert (summary["stopped_for_safety"], summary["outcome"]) == (True, "safety")
    assert [rep["verdict"] for rep in summary["reps"]] == ["credited"] * 3 + ["voided"]


def test_a_rehearsal_that_is_run_again_gives_the_same_bytes(tmp_path: Path) -> None:
    for run in ("once", "again"):
        rehearsed("pain", tmp_path / run)
    for name in FILES:
        assert (tmp_path / "once" / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name


def test_a_rehearsal_s_journal_replays_to_the_same_effects(tmp_path: Path) -> None:
    rehearsed("pain", tmp_path)
    done = voicecoach("replay", str(tmp_path / "journal.jsonl"), "--check")
    assert done.returncode == 0, done.stdout


def test_the_help_names_every_shipped_persona() -> None:
    text = re.sub(r"[\s│]+", " ", voicecoach("rehearse", "--help").stdout)
    assert ", ".join(shipped_personas()) in text


def test_an_unknown_persona_is_one_line_and_exit_code_1(tmp_path: Path) -> None:
    done = voicecoach("rehearse", "cleen", "-o", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [
        "voicecoach: no persona is called 'cleen' and no such file exists; shipped: beginner, clean, interrupter, pain"
    ]
