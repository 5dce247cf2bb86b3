"""Routines on disk: what a file may say, and what is said of a wrong one."""

from dataclasses import replace
from pathlib import Path

import pytest

from voicecoach.core.errors import SettingsBroken
from voicecoach.core.exercise import Variation
from voicecoach.core.routine import Routine
from voicecoach.core.tempo import Tempo
from voicecoach.core.units import Seconds
from voicecoach.home.routines import read_routine


def routine(tmp_path: Path, text: str) -> Routine:
    path = tmp_path / "r.toml"
    path.write_text(text, encoding="utf-8")
    return read_routine(path)


def test_an_empty_file_is_the_usual_routine(tmp_path: Path) -> None:
    assert routine(tmp_path, "") == Routine()


def test_a_file_changes_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    text = 'name = "short"\nvariation = "bent_knee"\nsets = 2\nrest = 45\n[tempo]\ndescent = 4\n'
    assert routine(tmp_path, text) == replace(
        Routine(),
        name="short",
        variation=Variation("bent_knee"),
        sets=2,
        rest=Seconds(45),
        tempo=replace(Tempo(), descent=4),
    )


def test_a_tempo_is_read_in_the_usual_notation(tmp_path: Path) -> None:
    assert routine(tmp_path, 'variation = "dead_bug"\ntempo = "2-0-X-1"').tempo == Tempo(
        descent=2, stop_point=Seconds(0.0), hold=Seconds(1.0)
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("setz = 3", "unknown key setz; did you mean sets? allowed: name, variation"),
        ("[tempo]\ndecent = 3", "unknown key tempo.decent; did you mean descent? allowed: lift, hold, descent"),
        ("sets = 0", "sets is 0; input should be greater than or equal to 1"),
        ("reps = 'ten'", "reps is 'ten'; input should be a valid integer"),
        ("variation = 'crunch'", "variation is 'crunch'; input should be 'dead_bug', 'bent_knee'"),
        ("[tempo]\ndescent = 2", "tempo.descent is 2; straight takes 3 to 4 counts"),
        ("tempo = '3-0-1'", "tempo: '3-0-1' is no tempo; write seconds down, pause, up, pause, as in 3-0-X-1"),
        ("rest = nan", "rest is nan"),
        ("sets =", "is no valid TOML"),
    ],
)
def test_a_wrong_file_is_named_with_key_value_and_what_is_allowed(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(SettingsBroken) as refusal:
        routine(tmp_path, text)
    assert str(refusal.value).startswith(str(tmp_path / "r.toml"))
    assert problem in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsBroken, match="no file"):
        read_routine(tmp_path / "none.toml")
