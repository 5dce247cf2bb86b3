"""Profiles on disk: written and read back, refused where they are wrong, and forgotten whole."""

from dataclasses import replace
from pathlib import Path

import pytest

from voicecoach.core.commands import Cost
from voicecoach.core.errors import PersonUnknown, SettingsBroken
from voicecoach.core.person import MOST_LOOSENED, NEVER_LOOSENED, Profile
from voicecoach.home.profiles import (
    FILE,
    find_profile,
    folder_of,
    forget_all,
    known_folder,
    names,
    read_profile,
    write_profile,
)

ANN = Profile(
    name="ann",
    model="abc",
    corrections={Cost.SAFETY: 0.0, Cost.FLOW: -0.25, Cost.ANSWER: 0.0, Cost.VERDICT: -MOST_LOOSENED},
    decoys=("ladder", "keys"),
)


def broken(tmp_path: Path, text: str) -> str:
    file = tmp_path / "ann" / FILE
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsBroken) as failure:
        read_profile(file)
    assert str(file) in str(failure.value)
    assert "\n" not in str(failure.value)
    return str(failure.value)


def test_a_profile_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    assert read_profile(write_profile(ANN, tmp_path)) == ANN


def test_a_later_profile_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    write_profile(ANN, tmp_path)
    file = write_profile(replace(ANN, decoys=()), tmp_path)
    assert read_profile(file) == replace(ANN, decoys=())
    assert [path.name for path in file.parent.iterdir()] == [FILE]


def test_what_is_said_of_nobody_is_said_of_me_where_there_is_such_a_one(tmp_path: Path) -> None:
    assert find_profile(None, tmp_path) is None
    write_profile(replace(ANN, name="me"), tmp_path)
    assert find_profile(None, tmp_path) == replace(ANN, name="me")
    assert names(tmp_path) == ("me",)


def test_an_unknown_person_is_refused_with_the_names_that_there_are(tmp_path: Path) -> None:
    write_profile(ANN, tmp_path)
    write_profile(replace(ANN, name="bo"), tmp_path)
    with pytest.raises(PersonUnknown, match="no person 'cy'; there is ann, bo;"):
        find_profile("cy", tmp_path)
    with pytest.raises(PersonUnknown, match="there is ann, bo"):
        known_folder("cy", tmp_path)


def test_where_there_is_nobody_the_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(PersonUnknown, match="there is nobody yet"):
        find_profile("cy", tmp_path / "none")


@pytest.mark.parametrize("name", ["", "..", "a/b", "a b", "x" * 41])
def test_what_could_leave_the_folder_is_no_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsBroken, match="is no name for a person"):
        folder_of(name, tmp_path)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('model = "a"\n[corrections]\nflow = -0.9\n', "corrections.flow is -0.9"),
        ('model = "a"\n[corrections]\nflow = 0.1\n', "corrections.flow is 0.1"),
        ('model = "a"\n[corrections]\ngrave = -0.1\n', "unknown key corrections.grave"),
        ('model = "a"\ndecoys = ["stop"]\n', "'stop' is a word of a command"),
        ('model = "a"\ndecoys = ["Ladder!"]\n', "decoys[1] is 'Ladder!'"),
        ("decoys = []\n", "model is missing"),
        ("model = ", "no valid TOML"),
    ],
)
def test_a_wrong_profile_is_refused_with_its_file_and_key(tmp_path: Path, text: str, complaint: str) -> None:
    assert complaint in broken(tmp_path, text)


def test_a_file_has_a_key_for_every_cost_that_may_be_loosened(tmp_path: Path) -> None:
    assert set(read_profile(write_profile(ANN, tmp_path)).corrections) == set(Cost) - set(NEVER_LOOSENED)


def test_whoever_is_forgotten_leaves_nothing_and_others_stay(tmp_path: Path) -> None:
    file = write_profile(ANN, tmp_path)
    sound = file.parent / "recordings" / "00001.flac"
    sound.parent.mkdir()
    sound.write_bytes(b"sound")
    write_profile(replace(ANN, name="bo"), tmp_path)
    assert forget_all(known_folder("ann", tmp_path)) == (file, sound)
    assert names(tmp_path) == ("bo",)
    assert not file.parent.exists()
