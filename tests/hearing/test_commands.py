import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from voicecoach.cli import models
from voicecoach.cli.hear import hear
from voicecoach.hearing.models import OFFICIAL_NAME, VARIABLE, model_hash
from voicecoach.shipped import compact_model

from .sounds import RECORDINGS
from .vendor import ZIP, pack, publish, serving

RUNNER = CliRunner()
HEAR = typer.Typer()
HEAR.command()(hear)

pytestmark = pytest.mark.product


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user without models of their own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv(VARIABLE, raising=False)
    return tmp_path


def test_hear_prints_one_object_an_utterance() -> None:
    result = RUNNER.invoke(HEAR, [str(RECORDINGS / "stop-espeak.flac"), "--json"])
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    found = json.loads(line)
    assert list(found) == [
        *("file", "start", "end", "text", "command", "amount", "set", "topic", "candidates"),
        *("accepted", "reason", "score", "evidence"),
    ]
    assert (found["file"], found["text"], found["command"], found["accepted"], found["reason"]) == (
        str(RECORDINGS / "stop-espeak.flac"),
        "stop",
        "stop",
        True,
        "accepted",
    )


def test_hear_takes_folders() -> None:
    result = RUNNER.invoke(HEAR, [str(RECORDINGS), "--json"])
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [utterance["command"] for utterance in found] == [
        *("back_arched", "go_to_set", "it_hurts", None, "pause", "stop", "undo"),
    ]
    assert [utterance["set"] for utterance in found] == [None, 2, None, None, None, None, None]


def test_hear_goes_on_after_a_file_that_is_no_sound(tmp_path: Path) -> None:
    (tmp_path / "bad.wav").write_text("no sound")
    result = RUNNER.invoke(HEAR, [str(tmp_path / "bad.wav"), str(RECORDINGS / "stop-espeak.flac"), "--json"])
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert len(result.stderr.splitlines()) == 1
    assert "bad.wav" in result.stderr


def test_hear_tells_of_a_folder_without_sound_and_of_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = RUNNER.invoke(HEAR, [str(tmp_path / "empty"), str(tmp_path / "absent.wav")])
    assert (result.exit_code, result.stdout) == (1, "")
    empty, absent = result.stderr.splitlines()
    assert empty.startswith(f"no sound file in {tmp_path / 'empty'}")
    assert absent == f"no such file: {tmp_path / 'absent.wav'}"


def test_models_lists_what_a_session_would_take() -> None:
    (row,) = json.loads(RUNNER.invoke(models.app, ["--json"]).stdout)
    assert row == {
        "origin": "shipped",
        "folder": str(compact_model()),
        "fault": None,
        "sha256": model_hash(compact_model()),
    }


def test_models_names_what_is_wrong_with_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere"))
    first, second = RUNNER.invoke(models.app, []).stdout.splitlines()
    assert "no model folder" in first
    assert second.endswith("whole")


def test_models_get_fetches_once(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shop.mkdir()
    pack(compact_model(), shop / ZIP)
    publish(shop)
    with serving(shop) as url:
        first = RUNNER.invoke(models.app, ["get", "--url-base", url])
        second = RUNNER.invoke(models.app, ["get", "--url-base", url])
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout.startswith("ready: ")
    assert second.stdout.startswith("already there: ")
    assert OFFICIAL_NAME in second.stdout


def test_models_get_takes_a_zip_file(tmp_path: Path) -> None:
    archive = pack(compact_model(), tmp_path / "mine.zip")
    result = RUNNER.invoke(models.app, ["get", "--from", str(archive)])
    assert result.stdout.startswith("ready: ")
    (downloaded, shipped) = json.loads(RUNNER.invoke(models.app, ["--json"]).stdout)
    assert (downloaded["origin"], shipped["origin"]) == ("downloaded", "shipped")
