"""The shipped personas, rehearsed by the program itself with the recogniser."""

import itertools
import json
import os
import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tests.product.conftest import Rehearsal
from tests.product.program import home_of, voicecoach
from voicecoach.core.units import RATE, CueId
from voicecoach.rehearsal.persona_file import find_persona, shipped_personas
from voicecoach.shipped import cue_folder
from voicecoach.speech.catalogue import load_catalogue
from voicecoach.speech.manifest import read_manifest

pytestmark = pytest.mark.product

ROOT = Path(__file__).parents[2]

FILES = ("coach.wav", "person.wav", "microphone.wav", "journal.jsonl")

Rehearse = Callable[[str], Rehearsal]


def voided(summary: Mapping[str, Any]) -> list[tuple[int, int, str]]:
    return [(rep["set"], rep["number"], rep["reason"]) for rep in summary["reps"] if rep["verdict"] == "voided"]


def test_the_clean_persona_is_credited_thirty_reps(rehearsal: Rehearse) -> None:
    summary = rehearsal("clean").summary
    assert (summary["credited"], summary["voided"], summary["attempted"], summary["sets"]) == (30, 0, 30, 3)
    assert (summary["outcome"], summary["stopped_for_safety"]) == ("finished", False)
    assert summary["audio_seconds"] > 700
    assert json.loads(rehearsal("clean").printed) == summary


def test_the_beginner_s_voided_reps_are_those_on_which_the_back_arched(rehearsal: Rehearse) -> None:
    arched = [
        (saying.set, saying.rep, "arched")
        for saying in find_persona("beginner").says
        if saying.text in ("back arched", "my back arched", "my back came up")
    ]
    summary = rehearsal("beginner").summary
    assert voided(summary) == arched
    assert [each["text"] for each in summary["commands"] if each["command"] == "easier"] == ["make it easier"]


def test_the_interrupter_is_understood_over_the_coach_and_chatter_is_no_command(rehearsal: Rehearse) -> None:
    summary = rehearsal("interrupter").summary
    assert " ".join(each["command"] for each in summary["commands"]) == (
        "yes skip louder yes help yes yes mark_floor mark_floor how_many pause resume rep_failed undo "
        "whats_left start_now quieter"
    )
    assert summary["credited"] == 30
    assert [(rep["set"], rep["number"]) for rep in summary["reps"] if rep["verdict"] == "interrupted"] == [(1, 4)]


def test_pain_silences_the_coach_within_600_ms_of_the_word_s_end(rehearsal: Rehearse) -> None:
    pain = rehearsal("pain")
    (alarm,) = (each for each in pain.summary["commands"] if each["command"] == "it_hurts")
    person, coach = pain.sound("person.wav"), pain.sound("coach.wav")
    begin = round(alarm["spoken_at"] * RATE)
    word = np.flatnonzero(np.abs(person[begin : begin + 2 * RATE].astype(int)) > 30)
    word_end = begin + int(word[-1])
    assert not coach[word_end + round(0.6 * RATE) : round((alarm["at"] + 0.39) * RATE)].any()
    assert alarm["at"] * RATE <= word_end + 0.6 * RATE


def test_nothing_is_credited_after_pain(rehearsal: Rehearse) -> None:
    summary = rehearsal("pain").summary
    assert (summary["stopped_for_safety"], summary["outcome"]) == (True, "safety")
    assert [rep["verdict"] for rep in summary["reps"]] == ["credited"] * 3 + ["voided"]
    assert summary["reps"][-1]["reason"] == "pain"


def test_every_count_starts_at_the_sample_that_the_journal_says(rehearsal: Rehearse, tmp_path: Path) -> None:
    clean = rehearsal("clean")
    coach = clean.sound("coach.wav").astype(float)
    counts = [effect for effect in clean.effects if str(effect.get("say", "")).startswith("count.")]
    assert len(counts) == 68  # thirty descents of three that stop at the floor after two, and twice four to find it
    cues = {}
    for cue in {effect["say"] for effect in counts}:
        assert voicecoach("cues", "export", cue, "-o", tmp_path / "cue.wav").returncode == 0
        cues[cue] = soundfile.read(tmp_path / "cue.wav", dtype="int16")[0].astype(float)
    for effect in counts:
        cue, start = cues[effect["say"]], effect["sample"]
        around = coach[start - 800 : start + len(cue) + 800]
        assert int(np.argmax(np.correlate(around, cue, "valid"))) == 800, effect


def test_the_beats_of_each_descent_are_a_second_apart(rehearsal: Rehearse) -> None:
    manifest = read_manifest(cue_folder("en"))
    assert manifest is not None
    counts = [e for e in rehearsal("clean").effects if str(e.get("say", "")).startswith("count.")]
    beats = [e["sample"] + manifest.cues[CueId(e["say"])].beat for e in counts]
    for after, (earlier, later) in zip(counts[1:], itertools.pairwise(beats), strict=True):
        assert after["say"] == "count.1" or later - earlier == RATE


def test_without_sound_hardware_the_first_command_says_so_and_rehearses_the_same_bytes_again(
    rehearsal: Rehearse, tmp_path: Path
) -> None:
    no_sound = {**home_of(tmp_path), "ALSA_CONFIG_PATH": os.devnull, "PULSE_SERVER": "unix:/nowhere"}
    for name in FILES:
        (ROOT / "rehearsal" / name).unlink(missing_ok=True)
    done = subprocess.run(
        [ROOT / "scripts/coach"], cwd=tmp_path, env=no_sound, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip().splitlines()[-1].endswith("rehearsing a session instead")
    assert "30 of 30 reps perfect" in done.stdout
    for name in FILES:
        assert (rehearsal("clean").folder / name).read_bytes() == (ROOT / "rehearsal" / name).read_bytes(), name


def test_a_session_on_the_recorded_microphone_is_the_session_that_was_rehearsed(
    rehearsal: Rehearse, tmp_path: Path
) -> None:
    pain = rehearsal("pain").folder
    ends = ("--input", pain / "microphone.wav", "--output", tmp_path / "coach.wav", "--journal", tmp_path / "j")
    assert voicecoach("coach", *ends, environment=home_of(tmp_path)).returncode == 0
    lived, rehearsed = (file.read_bytes().splitlines() for file in (tmp_path / "j", pain / "journal.jsonl"))
    assert lived[1:] == rehearsed[1:]
    dateless = {"began": "", "memory": None}  # a rehearsal has no date and no sessions before it
    assert {**json.loads(lived[0]), **dateless} == {**json.loads(rehearsed[0]), **dateless}
    assert (tmp_path / "coach.wav").read_bytes() == (pain / "coach.wav").read_bytes()


def test_nothing_that_the_coach_says_is_heard_as_a_command_but_what_it_teaches(rehearsal: Rehearse) -> None:
    """In a session the veto keeps the rest out: it knows that the coach is saying it."""
    interrupter = rehearsal("interrupter")
    done = voicecoach("hear", interrupter.folder / "coach.wav", "--json")
    heard = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(heard) > 100
    says = [effect for effect in interrupter.effects if "say" in effect]
    catalogue = load_catalogue(cue_folder("en"))
    for each in heard:
        if each["accepted"]:
            cue = max((say for say in says if say["sample"] <= each["start"] * RATE), key=lambda say: say["sample"])
            assert each["command"] in catalogue[cue["say"]].names, each


@pytest.mark.parametrize("persona", shipped_personas())
def test_a_rehearsal_s_journal_replays_to_the_same_effects(rehearsal: Rehearse, persona: str) -> None:
    done = voicecoach("replay", rehearsal(persona).folder / "journal.jsonl", "--check")
    assert done.returncode == 0, done.stdout


def test_a_replay_that_goes_another_way_prints_both_effects(rehearsal: Rehearse, tmp_path: Path) -> None:
    lines = (rehearsal("pain").folder / "journal.jsonl").read_text().splitlines(keepends=True)
    forged = [line.replace('"say":"count.2"', '"say":"count.1"') for line in lines]
    assert forged != lines
    (tmp_path / "forged.jsonl").write_text("".join(forged))
    done = voicecoach("replay", tmp_path / "forged.jsonl", "--check")
    assert done.returncode == 1
    assert re.search(r'^journal: .*"say":"count.1".*"say":"count.1"', done.stdout, re.MULTILINE)
    assert re.search(r'^replay:  .*"say":"count.1".*"say":"count.2"', done.stdout, re.MULTILINE)


def test_a_replay_with_another_command_goes_another_way(rehearsal: Rehearse) -> None:
    journal = rehearsal("clean").folder / "journal.jsonl"
    done = voicecoach("replay", journal, "--inject", "stop@200", "--inject", "end workout@203", "--inject", "yes@206")
    last = json.loads(done.stdout.splitlines()[-1])
    assert (last["phase"], last["effects"][-1]["end"]) == ("done", "ended")


def test_the_help_names_every_shipped_persona() -> None:
    text = re.sub(r"[\s│]+", " ", voicecoach("rehearse", "--help").stdout)
    assert ", ".join(shipped_personas()) in text
