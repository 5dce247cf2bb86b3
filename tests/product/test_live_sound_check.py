"""The sound check on a virtual sound card whose microphone hears its speaker: by itself, and before a first session."""

import json
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.product.program import PROGRAM
from tests.product.test_live import TRIES, spoken, wait_for
from voicecoach.bench.sound_card import SoundCard, missing_programs

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(
        bool(missing_programs()), reason=f"no virtual sound card without {', '.join(missing_programs())}"
    ),
]

PAIRS = ".local/share/voicecoach/sound.json"
NEW = "These devices are new"
UNTIL_ASKED = 10.5
"""Seconds from the beginning until the question is over, and its echo."""


def start(card: SoundCard, *words: str | Path) -> "subprocess.Popen[str]":
    environment = {**card.environment, "XDG_DATA_HOME": "", "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        (*PROGRAM, *map(str, words)), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def measured(card: SoundCard, word: Path) -> dict[str, Any]:
    """Return what `doctor` tells; a machine that is busy with other tests may stumble, and says so."""
    complaints = ""
    for _ in range(TRIES):
        process = start(card, "doctor", "--sound", "--json")
        assert process.stderr is not None
        assert "Be silent" in process.stderr.readline()
        time.sleep(UNTIL_ASKED)
        card.play(word)
        printed, complaints = process.communicate(timeout=60)
        assert process.returncode == 1
        if printed:
            return dict(json.loads(printed))
        assert "the sound stumbles" in complaints
    raise AssertionError(complaints)


def test_doctor_measures_the_way_from_the_speaker_to_the_microphone(tmp_path: Path) -> None:
    with SoundCard() as card:
        card.put_into_a_room()
        told = measured(card, spoken("ready", tmp_path))
        kept = json.loads((Path(card.environment["HOME"]) / PAIRS).read_text())
    assert told["speaker"].startswith("default")
    assert 0.02 < told["latency"] < 0.25
    assert -4 < told["leak"] < 4
    assert told["noise"] < -60
    assert told["word"] > -50
    assert [words.split(";")[0] for words in told["advice"]] == ["the microphone hears the coach louder than it should"]
    assert kept["pairs"][0]["facts"]["latency"] == pytest.approx(told["latency"])


def opening(card: SoundCard, journal: Path) -> tuple[str, str]:
    """Return what a session prints, and complains of, before it welcomes anybody."""
    process = start(card, "coach", "--journal", journal)
    try:
        wait_for("ready.welcome", journal, process)
    finally:
        process.kill()
        printed, complaints = process.communicate()
    return printed, complaints


def test_the_first_session_checks_the_sound_and_the_second_one_knows_it(tmp_path: Path) -> None:
    with SoundCard() as card:
        card.put_into_a_room()
        card.settings.unlink()
        for number in range(TRIES):
            first, complaints = opening(card, tmp_path / f"{number}.jsonl")
            assert NEW in first
            if "the sound stumbles" not in complaints:  # on a machine that is busy with other tests
                break
        second, _ = opening(card, tmp_path / "second.jsonl")
    assert NEW not in second, complaints
