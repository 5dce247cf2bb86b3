"""Which sounds train, which examine, and how they are kept."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from .conftest import Load


@pytest.fixture(name="speech")
def _speech(tmp_path: Path) -> Path:
    """A folder laid out like the recorded people."""
    files = (
        "words-train/yes/ann-0.wav",
        "words/stop/bob-1.wav",
        "wake-words/jarvis/1.wav",
        "wake-words/view-glass/2.wav",
        "sentences/3.wav",
        "reading/4.wav",
    )
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(tmp_path / name, np.zeros(1600, np.int16), 16_000)
    (tmp_path / "sentences" / "transcripts.csv").write_text("file,speaker,age,text\n3.wav,0001,6,WE CALL IT BEAR\n")
    return tmp_path


def test_held_out_folders_and_phrases_are_never_trained_on(load: Load, speech: Path) -> None:
    clips = load("recordings").training_clips(speech)
    assert [(clip.text, clip.speaker) for clip in clips] == [
        ("yes", "words-train:ann"),
        ("we call it bear", "sentences:0001"),
        ("view glass", "wake-words:view-glass/2"),
    ]


def test_the_same_speakers_are_held_out_on_every_machine(load: Load) -> None:
    held_out = [name for name in map(str, range(60)) if _clip(load, "words-train", name).is_held_out]
    assert held_out == ["8", "10", "29", "53", "58"]


def _clip(load: Load, source: str, speaker: str) -> Any:
    return load("recordings").Clip(file=Path(), text="yes", speaker=f"{source}:{speaker}", source=source)


def test_a_missing_folder_is_named(load: Load, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="words-train"):
        load("recordings").training_clips(tmp_path)


def test_a_digest_changes_with_any_byte(load: Load, speech: Path) -> None:
    file = speech / "reading" / "4.wav"
    before = load("recordings").digest([file])
    file.write_bytes(file.read_bytes()[:-1] + b"\x01")
    assert load("recordings").digest([file]) != before


def test_a_store_gives_back_what_was_put_in(load: Load, tmp_path: Path) -> None:
    stores = load("sound_store")
    rows = np.arange(12, dtype=np.float16).reshape(4, 3)
    writer = stores.StoreWriter(tmp_path, "rows")
    writer.add(rows[:1], text="one", speaker="a", source="x")
    writer.add(rows[1:], text="two", speaker="b", source="y")
    writer.close()
    store = stores.Store(tmp_path, "rows", np.float16, 3)
    assert [one.text for one in store] == ["one", "two"]
    assert store.rows(store.stored[1]).tolist() == rows[1:].tolist()


def test_a_store_that_was_broken_off_is_not_taken_for_finished(load: Load, tmp_path: Path) -> None:
    stores = load("sound_store")
    writer = stores.StoreWriter(tmp_path, "rows")
    writer.add(np.zeros(3), text="one", speaker="a", source="x")
    assert not stores.is_finished(tmp_path, "rows")
    writer.close()
    assert stores.is_finished(tmp_path, "rows")


def test_held_out_voices_do_not_train(load: Load) -> None:
    voices = load("voices")
    rng = np.random.default_rng(0)
    examining = {saying.speaker for saying in voices.examining_sayings(["stop"] * 40, 2, rng)}
    assert examining <= {f"espeak-ng:{name}" for name in voices.HELD_OUT_ESPEAK} | {"flite:rms"}


def test_of_the_voices_that_are_installed_none_that_examines_trains(load: Load) -> None:
    voices = load("voices")
    listing = "Pty Language Age/Gender VoiceName File Other\n" + "".join(
        f" 5  variant --/M {name} !v/{name}\n" for name in (*voices.HELD_OUT_ESPEAK, "m3", "f2", "robosoft")
    )
    assert voices.training_variants(listing) == ("f2", "m3")


@pytest.fixture(name="people")
def _people(tmp_path: Path) -> Path:
    """Everybody says one word; of `words` there are speakers of each part, of the others one who is held out."""
    folders = {"words": ("ada", "bert", "cleo"), "words-train": ("7", "8"), "wake-words": ("1",)}
    for folder, speakers in folders.items():
        (tmp_path / folder / "stop").mkdir(parents=True)
        for speaker in speakers:
            (tmp_path / folder / "stop" / f"{speaker}-0.wav").touch()
    (tmp_path / "sentences").mkdir()
    (tmp_path / "sentences" / "transcripts.csv").write_text("file,speaker,age,text\n")
    return tmp_path


def test_nobody_who_examines_trains_and_who_is_held_out_only_watches(load: Load, people: Path) -> None:
    items = load("utterances").corpus(people, (), 7, {"stop": ()})
    recorded = {item.speaker: item.watched for item in items if item.is_person and item.source != "joined"}
    assert recorded == {
        "words:bert": False,
        "words-train:7": False,
        "words-train:8": True,
        "wake-words:stop/1-0": False,
    }


def test_words_in_a_row_are_of_those_who_train(load: Load, people: Path) -> None:
    joined = [item for item in load("utterances").corpus(people, (), 7, {"stop": ()}) if item.source == "joined"]
    assert {file.stem for item in joined for file in item.clips} == {"7-0", "1-0"}


def test_of_synthetic_utterances_some_only_watch(load: Load, speech: Path) -> None:
    stored = load("sound_store").Stored
    spoken = [stored(start=0, length=1, text="stop", speaker="espeak-ng:m3", source="espeak-ng")] * 100
    items = load("utterances").corpus(speech, spoken, 7, {"stop": ()})
    assert sum(item.watched for item in items if item.stored) == 2


def test_only_the_first_half_of_a_noise_is_trained_with(load: Load, tmp_path: Path) -> None:
    (tmp_path / "noise").mkdir()
    halves = np.repeat([1_000, 3_000], 800).astype(np.int16)
    soundfile.write(tmp_path / "noise" / "fan.flac", halves, 16_000)
    (noise,) = load("recordings").recorded_noise(tmp_path)
    assert (len(noise), len(set(noise))) == (800, 1)


def test_a_missing_engine_is_named_in_one_line(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="torch is missing; install it: .venv/bin/pip install -e '.[training]'")
    done = subprocess.run(
        (sys.executable, Path(__file__).parents[2] / "scripts" / "train_model", "prepare",
         "--speech", tmp_path, "--work", tmp_path),
        env={**os.environ, "PATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert "espeak-ng is missing" in done.stderr
