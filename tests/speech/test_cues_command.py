import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from voicecoach.cli import cues
from voicecoach.core.errors import CuesMissing, StorageFull
from voicecoach.core.exercise import LADDER
from voicecoach.core.script import needed_by
from voicecoach.core.units import CueId
from voicecoach.speech.bank import BankFolders, load_bank
from voicecoach.speech.manifest import read_manifest

from .fake_engine import NoEngine, ToneEngine

pytestmark = pytest.mark.product  # writes and reads whole banks of sound files


@pytest.fixture
def machine(shipped: BankFolders, monkeypatch: pytest.MonkeyPatch) -> BankFolders:
    """A machine with the small bank shipped and the fake engine installed."""
    monkeypatch.setattr(BankFolders, "of", lambda _language, _voice=None: shipped)
    monkeypatch.setattr(cues, "PyttsxEngine", ToneEngine)
    return shipped


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cues.app, arguments, catch_exceptions=True)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


def test_list_prints_each_cue_with_its_length(machine: BankFolders) -> None:
    code, text = run("list", "--json")
    rows = json.loads(text)
    assert code == 0
    assert [row["id"] for row in rows] == ["greet", "breathe", "count.one"]
    assert rows[1]["source"] == "Breath"
    assert 0.5 < rows[2]["seconds"] <= 0.8
    assert "Hello." in run("list")[1]


def write_catalogue(machine: BankFolders, *lines: str, without: str = "") -> None:
    """Write a catalogue of lines and of all cues that the variations need but one."""
    needed = sorted({cue for variation in LADDER for cue in needed_by(variation)} - {without})
    text = "\n".join((*lines, *(f'["{cue}"]\ntext = "Breathe."' for cue in needed)))
    (machine.shipped / "catalogue.toml").write_text(text, encoding="utf-8")


def test_lint_of_a_clean_catalogue_succeeds(machine: BankFolders) -> None:
    write_catalogue(machine)
    assert run("lint", "--json") == (0, "[]\n")


def test_lint_names_the_cue_that_a_variation_lacks_and_fails(machine: BankFolders) -> None:
    write_catalogue(machine, without="setup.hanging")
    lacks = "'hanging' is a variation that needs this cue; write it into catalogue.toml ('hanging')"
    assert run("lint") == (1, f"cue 'setup.hanging': {lacks}\n")


def test_lint_prints_a_planted_command_and_fails(machine: BankFolders) -> None:
    write_catalogue(machine, '["bad"]', 'text = "Now stop."')
    assert run("lint") == (1, "cue 'bad': 'stop' contains ('stop')\n")
    code, text = run("lint", "--json")
    assert code == 1
    assert json.loads(text) == [{"cue": "bad", "phrase": "stop", "kind": "contains", "words": "stop"}]


@pytest.mark.product
def test_render_fills_the_users_own_bank_with_the_voice_asked_for(machine: BankFolders) -> None:
    code, text = run("render", "--voice", "other", "--rate", "180")
    assert (code, text) == (0, f"3 cues by other at 180 words a minute are in {machine.own}\n")
    manifest = read_manifest(machine.own)
    assert manifest is not None
    assert (manifest.voice, manifest.words_a_minute) == ("other", 180)


@pytest.mark.product
def test_render_with_a_folder_leaves_the_users_bank_alone(machine: BankFolders, tmp_path: Path) -> None:
    assert run("render", "-o", str(tmp_path / "bank"))[0] == 0
    assert read_manifest(tmp_path / "bank") is not None
    assert not machine.own.exists()


def test_export_writes_the_sound_that_the_mixer_plays(machine: BankFolders, tmp_path: Path) -> None:
    file = tmp_path / "greet.wav"
    assert run("export", "greet", "-o", str(file))[0] == 0
    written, rate = soundfile.read(file, dtype="int16")
    played = load_bank(machine, NoEngine()).pcm[CueId("greet")]
    assert rate == 16_000
    assert np.array_equal(written, np.round(played * 32767).astype(np.int16))


def test_export_of_an_unknown_cue_names_near_ones(machine: BankFolders, tmp_path: Path) -> None:
    with pytest.raises(CuesMissing, match=r"no cue 'count\.won'; near it: count\.one"):
        run("export", "count.won", "-o", str(tmp_path / "x.wav"))


def test_export_to_a_folder_that_is_not_there_is_told(machine: BankFolders, tmp_path: Path) -> None:
    with pytest.raises(StorageFull, match=r"cannot write .*x\.wav"):
        run("export", "greet", "-o", str(tmp_path / "nowhere" / "x.wav"))


def test_lint_fails_for_a_planted_cue_that_only_sounds_like_a_command(machine: BankFolders) -> None:
    write_catalogue(machine, '["bad"]', 'text = "Now you know."')
    assert run("lint") == (1, "cue 'bad': 'know' sounds like ('no')\n")
