"""What is said of the sources is counted."""

import json
from pathlib import Path
from shutil import which

import pytest

from .conftest import Load

MANIFEST = Path(__file__).parents[2] / "models" / "compact-en" / "manifest.json"

pytestmark = pytest.mark.skipif(which("espeak-ng") is None, reason="espeak-ng is missing; type: apt-get install it")


def used(load: Load, speech: Path) -> dict[str, str]:
    return {source.folder: source.used for source in load("sources").described(speech) if source.folder}


def test_who_trains_and_who_is_held_out_is_counted(load: Load, tmp_path: Path) -> None:
    folders = {"words": ("ada", "bert", "cleo"), "words-train": ("7", "8"), "wake-words": ("1", "2")}
    for folder, speakers in folders.items():
        (tmp_path / folder / "alexa").mkdir(parents=True)
        for speaker in speakers:
            (tmp_path / folder / "alexa" / f"{speaker}-0.wav").touch()
    (tmp_path / "sentences").mkdir()
    (tmp_path / "sentences" / "transcripts.csv").write_text("file,speaker,age,text\na,0001,6,we\nb,0002,37,you\n")
    found = used(load, tmp_path)
    assert found["words"].startswith("1 speakers trained on, 1 calibrate, 1 examine")
    assert found["words-train"] == "trained on: single words of 2 speakers, 1 of whom only watch the training"
    assert found["sentences"] == "trained on: read sentences of 2 Mandarin speakers aged 6 to 37; 0 held out"
    assert found["wake-words"].startswith("trained on: 2 recordings of five phrases; 0 more of these")


@pytest.mark.recorded
@pytest.mark.product
def test_the_shipped_model_tells_what_the_recordings_tell(load: Load, request: pytest.FixtureRequest) -> None:
    speech: Path | None = request.config.getoption("--speech")
    if speech is None:
        pytest.skip("needs recorded people: give their folder with --speech=FOLDER")
    told = {source["folder"]: source["used"] for source in json.loads(MANIFEST.read_text())["sources"]}
    assert {folder: told[folder] for folder in used(load, speech)} == used(load, speech)
