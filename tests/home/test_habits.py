"""Habits on disk: written and read back, changed by hand, refused where they are wrong, kept apart from the voice."""

from pathlib import Path

import pytest

from voicecoach.core.errors import PersonUnknown, SettingsBroken
from voicecoach.core.exercise import Variation
from voicecoach.core.habits import Habits
from voicecoach.core.person import Profile
from voicecoach.core.routine import Breathing
from voicecoach.core.tempo import Tempo
from voicecoach.core.units import Decibels
from voicecoach.core.verbosity import Verbosity
from voicecoach.home.habits import FILE, changed, read_habits, write_habits
from voicecoach.home.profiles import FILE as VOICE_FILE
from voicecoach.home.profiles import find_profile, forget_all, known_folder, names, read_profile, write_profile

SAM = Habits(
    variation=Variation("straight"),
    wants=Variation("hands_under"),
    floor=0.725,
    tempo=Tempo.read("4-0.5-X-1.2"),
    breathing=Breathing.SHIELDING,
    verbosity=Verbosity.COUNTS,
    volume=Decibels(-4.0),
    voice="gmw/en-us+f3",
)


def test_habits_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    file = write_habits(SAM, "sam", tmp_path)
    assert read_habits("sam", tmp_path) == SAM
    assert [path.name for path in file.parent.iterdir()] == [FILE]


def test_what_is_left_open_stays_open(tmp_path: Path) -> None:
    write_habits(Habits(), "sam", tmp_path)
    assert read_habits("sam", tmp_path) == Habits()


def test_whoever_never_trained_has_no_habits(tmp_path: Path) -> None:
    assert read_habits("sam", tmp_path) == Habits()
    assert names(tmp_path) == ()


def test_a_profile_of_an_earlier_version_holds_a_voice_and_no_habits_and_stays_as_it_is(tmp_path: Path) -> None:
    before = 'model = "abc"\ndecoys = ["ladder"]\n\n[corrections]\nflow = -0.25\n'
    (tmp_path / "sam").mkdir()
    (tmp_path / "sam" / VOICE_FILE).write_text(before)
    assert read_habits("sam", tmp_path) == Habits()
    write_habits(SAM, "sam", tmp_path)
    assert (tmp_path / "sam" / VOICE_FILE).read_text() == before
    assert read_profile(tmp_path / "sam" / VOICE_FILE).decoys == ("ladder",)


def test_tuning_the_voice_anew_leaves_the_habits(tmp_path: Path) -> None:
    write_habits(SAM, "sam", tmp_path)
    write_profile(Profile(name="sam", model="abc", corrections={}), tmp_path)
    assert read_habits("sam", tmp_path) == SAM


def test_whoever_trained_and_never_tuned_is_told_so(tmp_path: Path) -> None:
    write_habits(SAM, "sam", tmp_path)
    with pytest.raises(
        PersonUnknown, match="the voice of sam was never learnt; learn it: voicecoach tune --person sam"
    ):
        find_profile("sam", tmp_path)
    assert find_profile(None, tmp_path) is None


def test_whoever_is_forgotten_leaves_no_habits(tmp_path: Path) -> None:
    file = write_habits(SAM, "sam", tmp_path)
    write_habits(SAM, "bo", tmp_path)
    assert forget_all(known_folder("sam", tmp_path)) == (file,)
    assert names(tmp_path) == ("bo",)
    assert read_habits("sam", tmp_path) == Habits()


def test_values_are_changed_as_they_are_typed(tmp_path: Path) -> None:
    typed = {"variation": "bent_knee", "tempo": "3-0-X-1", "volume": "4", "verbosity": "auto", "voice": ""}
    assert changed(SAM, typed, "sam", tmp_path) == Habits(
        variation=Variation("straight"),
        wants=Variation("bent_knee"),
        floor=0.725,
        tempo=Tempo.read("3-0-X-1"),
        breathing=Breathing.SHIELDING,
        volume=Decibels(4.0),
    )


@pytest.mark.parametrize(
    ("key", "value", "complaint"),
    [
        ("variation", "flying", "wants is 'flying'"),
        ("floor", "1.5", "floor is '1.5'"),
        ("tempo", "slow", "tempo: 'slow' is no tempo"),
        ("tempo", "9-0-X-1", "a descent takes 1 to 4 counts, not 9"),
        ("volume", "40", "volume is '40'"),
        ("voice", 'x" = 1', "voice is"),
        ("verbosity", "chatty", "verbosity is 'chatty'"),
        ("shoe", "9", "a profile has no 'shoe'; set one of: variation, floor, tempo"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(tmp_path: Path, key: str, value: str, complaint: str) -> None:
    with pytest.raises(SettingsBroken) as failure:
        changed(SAM, {key: value}, "sam", tmp_path)
    assert complaint in str(failure.value)
    assert "\n" not in str(failure.value)


def test_a_wrong_file_is_refused_with_its_name_and_key(tmp_path: Path) -> None:
    file = write_habits(SAM, "sam", tmp_path)
    file.write_text("wish = 1\n")
    with pytest.raises(SettingsBroken, match="unknown key wish") as failure:
        read_habits("sam", tmp_path)
    assert str(file) in str(failure.value)
