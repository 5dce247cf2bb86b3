"""The history as a person meets it: sessions are remembered, whatever happens to the database meanwhile."""

import json
import sqlite3
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.history.sessions import arched, keep
from tests.product.program import PROGRAM, complaint, home_of, voicecoach
from voicecoach.history.running import only_session

pytestmark = pytest.mark.product

OFFLINE = ("--input", "keyboard", "--output", "none")
TYPED = "yes\nskip\nyes\nyes\nyes\n"
ROUTINE = "sets = 1\nreps = 2\nrest = 1\nplank = 0\ncat_cows = 0\n"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "routine.toml").write_text(ROUTINE)
    return {**home_of(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}


def data(home: Mapping[str, str]) -> Path:
    return Path(home["HOME"]) / ".local/share/voicecoach"


def coach(home: Mapping[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    routine = ("--routine", str(Path(home["HOME"]) / "routine.toml"))
    return voicecoach("coach", *OFFLINE, *routine, *options, environment=home, typed=TYPED)


def history(home: Mapping[str, str], *options: str) -> list[dict[str, Any]]:
    done = voicecoach("history", "--json", *options, environment=home)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def test_a_session_is_remembered_told_of_and_planned_on(home: dict[str, str], tmp_path: Path) -> None:
    done = coach(home, "--person", "sam")
    assert (done.returncode, done.stderr) == (0, "")
    (session,) = history(home)
    assert (session["person"], session["perfect"], session["attempted"]) == ("sam", 2, 2)
    assert history(home, "--person", "me") == []
    why = voicecoach("why", "--person", "sam", environment=home).stdout
    assert "2 of 2 reps were perfect" in why
    planned = voicecoach(
        "plan", "--person", "sam", "--time", "7:30", "--ics", tmp_path / "p.ics", "--json", environment=home
    )
    days = json.loads(planned.stdout)["days"]
    events = Calendar.from_ical((tmp_path / "p.ics").read_bytes()).walk("VEVENT")
    assert {event.decoded("dtstart").strftime("%H:%M") for event in events} == {"07:30"}
    assert [event.decoded("dtstart").date().isoformat() for event in events] == days
    progress = json.loads(voicecoach("progress", "--person", "sam", "--json", environment=home).stdout)
    assert [told["perfect"] for told in progress["sessions"]] == [2]


def test_the_next_session_asks_for_what_the_history_decided(home: dict[str, str]) -> None:
    keep_long_ago(home)
    decided = json.loads(voicecoach("why", "--json", environment=home).stdout)
    assert decided["rule"] == "long_break"
    done = voicecoach("coach", *OFFLINE, environment=home, typed=TYPED + "end workout\nyes\n")
    assert done.returncode == 0
    newest = max((data(home) / "journals").glob("*.jsonl"))
    header = json.loads(newest.read_text().splitlines()[0])
    assert header["routine"]["variation"] == decided["variation"] == "hands_under"


def test_the_next_session_begins_as_loud_as_the_last_one_ended(home: dict[str, str]) -> None:
    done = voicecoach("coach", *OFFLINE, environment=home, typed=f"quieter\n{TYPED}end workout\nyes\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "volume = -4.0" in (data(home) / "people" / "me" / "habits.toml").read_text()
    coach(home)
    newest = max((data(home) / "journals").glob("*.jsonl"))
    header, first, *_ = map(json.loads, newest.read_text().splitlines())
    assert header["routine"]["volume"] == -4.0
    assert {"set_volume": -4.0, "sample": 0} in first["effects"]


def test_habits_that_cannot_be_kept_cost_one_line_and_no_session(home: dict[str, str]) -> None:
    data(home).mkdir(parents=True)
    (data(home) / "people").write_text("in the way")
    done = coach(home)
    assert (done.returncode, "is not kept" in complaint(done)) == (0, True)
    assert len(history(home)) == 1


def keep_long_ago(home: Mapping[str, str]) -> None:
    """Put the journal of a session of 2026-11-02 into a home."""
    keep(data(home) / "journals", arched())


def test_a_damaged_database_is_set_aside_and_the_session_goes_on(home: dict[str, str]) -> None:
    keep_long_ago(home)
    (data(home) / "history.sqlite").write_bytes(b"damaged" * 1000)
    done = coach(home)
    assert done.returncode == 0
    assert "history.sqlite.broken-1 and was made anew" in complaint(done)
    assert len(history(home)) == 2
    assert (data(home) / "history.sqlite.broken-1").read_bytes() == b"damaged" * 1000


def test_a_database_that_cannot_be_used_costs_one_line_and_no_session(home: dict[str, str]) -> None:
    done = voicecoach(
        "coach", *OFFLINE, "--routine", Path(home["HOME"]) / "routine.toml",
        environment={**home, "VOICECOACH_DATABASE": "sqlite:////dev/null/history.sqlite"}, typed=TYPED,
    )  # fmt: skip
    assert done.returncode == 0
    assert "/dev/null" in complaint(done)
    assert "stored at the next start" in complaint(done)
    assert len(history(home)) == 1


def test_the_settings_may_name_another_database(home: dict[str, str], tmp_path: Path) -> None:
    keep_long_ago(home)
    settings = Path(home["XDG_CONFIG_HOME"]) / "voicecoach" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'database = "sqlite:///{tmp_path}/elsewhere.sqlite"\n')
    assert len(history(home)) == 1
    assert (tmp_path / "elsewhere.sqlite").is_file()
    assert not (data(home) / "history.sqlite").exists()


def test_a_history_of_a_later_version_stays_as_it_is(home: dict[str, str]) -> None:
    assert history(home) == []
    with sqlite3.connect(data(home) / "history.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    done = coach(home)
    assert (done.returncode, "later version" in complaint(done)) == (0, True)
    shown = voicecoach("history", environment=home)
    assert (shown.returncode, "later version" in complaint(shown)) == (1, True)


def test_a_locked_history_costs_one_line_and_no_session(home: dict[str, str]) -> None:
    assert history(home) == []
    other = sqlite3.connect(data(home) / "history.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    done = coach(home)
    other.close()
    assert (done.returncode, "locked" in complaint(done)) == (0, True)
    assert len(history(home)) == 1


def test_two_programs_at_once_store_the_same(home: dict[str, str]) -> None:
    keep_long_ago(home)
    both = [subprocess.Popen((*PROGRAM, "history", "rebuild"), env=home) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert len(history(home)) == 1


def test_a_second_session_on_the_sound_devices_says_so(home: dict[str, str]) -> None:
    with only_session(data(home) / "running.lock"):
        done = voicecoach("coach", environment=home)
    assert (done.returncode, "another session is running" in complaint(done)) == (1, True)


def test_a_second_session_without_devices_says_so_too_and_touches_nothing(home: dict[str, str], tmp_path: Path) -> None:
    running = keep(data(home) / "journals", arched(), lines=-20)
    with only_session(data(home) / "running.lock"):
        done = coach(home)
        elsewhere = coach(home, "--journal", str(tmp_path / "elsewhere.jsonl"))
    assert (done.returncode, "another session is running" in complaint(done)) == (1, True)
    assert list((data(home) / "journals").iterdir()) == [running]
    assert elsewhere.returncode == 0


def test_an_export_restores_the_history_on_another_machine(home: dict[str, str], tmp_path: Path) -> None:
    keep_long_ago(home)
    before = history(home)
    assert voicecoach("export", tmp_path / "all.json", environment=home).returncode == 0
    other = home_of(tmp_path / "other")
    for expected in ("1 sessions taken in, 0 known already", "0 sessions taken in, 1 known already"):
        assert voicecoach("import", tmp_path / "all.json", environment=other).stdout.strip() == expected
    assert history(other) == before


def test_a_person_is_forgotten_after_asking_and_nobody_else(home: dict[str, str]) -> None:
    keep(data(home) / "journals", arched(), person="sam")
    keep(data(home) / "journals", arched(), days=2)
    assert len(history(home)) == 2
    refused = voicecoach("forget", "sam", environment=home, typed="n\n")
    assert "1 session of the history, 1 journal), for good?" in refused.stdout
    assert len(history(home)) == 2
    done = voicecoach("forget", "sam", "--yes", environment=home)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "nothing is left of sam")
    assert [session["person"] for session in history(home)] == ["me"]
    again = voicecoach("forget", "sam", "--yes", environment=home)
    assert (again.returncode, "no person 'sam'" in complaint(again)) == (1, True)


def test_an_export_of_everything_restores_journals_profiles_and_history(home: dict[str, str], tmp_path: Path) -> None:
    keep_long_ago(home)
    (data(home) / "people" / "sam").mkdir(parents=True)
    (data(home) / "people" / "sam" / "profile.toml").write_text('model = "m"\n')
    before = history(home)
    assert voicecoach("export", "--all", tmp_path / "all.zip", environment=home).returncode == 0
    other = home_of(tmp_path / "other")
    done = voicecoach("import", tmp_path / "all.zip", environment=other)
    assert done.stdout.strip() == "1 sessions taken in, 0 known already"
    assert history(other) == before
    (data(other) / "history.sqlite").unlink()
    assert history(other) == before
    assert (data(other) / "people" / "sam" / "profile.toml").read_text() == 'model = "m"\n'


def test_everything_goes_into_an_archive_and_nothing_else_does(home: dict[str, str], tmp_path: Path) -> None:
    for arguments in (
        ("--all", tmp_path / "a.json"),
        (tmp_path / "a.zip",),
        ("--all", tmp_path / "a.zip", "--person", "me"),
    ):
        done = voicecoach("export", *arguments, environment=home)
        assert (done.returncode, "--all writes everybody" in complaint(done)) == (1, True)
