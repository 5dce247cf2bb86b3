"""The table of thresholds, made from a corpus of a few files."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.bench.split import Part, part_of
from voicecoach.bench.thresholds import TUNES, VOICES, tune
from voicecoach.bench.voices import ESPEAK_VARIANTS
from voicecoach.core.commands import COMMAND_OF
from voicecoach.core.errors import CorpusBroken
from voicecoach.core.units import RATE
from voicecoach.hearing.models import model_hash
from voicecoach.hearing.threshold_file import Table
from voicecoach.shipped import compact_model

from .sounds import RECORDINGS


def _speaker(part: Part) -> str:
    """Return somebody who is for this in the words and in the talk of these tests."""
    files = (str(number) for number in range(1000))
    return next(name for name in files if part_of("words", name) is part_of("assistant", f"{name}-1") is part)


TUNER, EXAMINER = _speaker(Part.CALIBRATES), _speaker(Part.EXAMINES)


def corpus(folder: Path, speaker: str) -> Path:
    """Make a corpus: a person's stop and one who is taken for saying pause, and talk."""
    for place, recording in (
        ("words/stop", "stop-espeak"),
        ("words/pose", "pause-flite"),
        ("assistant", "other-words-flite"),
    ):
        (folder / place).mkdir(parents=True)
        shutil.copy(RECORDINGS / f"{recording}.flac", folder / place / f"{speaker}-1.flac")
    return folder


def made(folder: Path) -> Table:
    return tune(folder, compact_model(), every=1, jobs=1, advance=lambda done, whole: None)


SAID = dict(list(COMMAND_OF.items())[::24])
"""Of all phrasings, those that are said here: it is not for the figures that these tests tune."""


@pytest.fixture
def one_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("espeak-ng") is None:
        pytest.skip("needs espeak-ng")
    monkeypatch.setattr("voicecoach.bench.thresholds.VOICES", VOICES[:1])
    monkeypatch.setattr("voicecoach.bench.thresholds.COMMAND_OF", SAID)


@pytest.mark.product
@pytest.mark.usefixtures("one_voice")
def test_a_corpus_gives_a_table_for_the_model_that_heard_it(tmp_path: Path) -> None:
    table = made(corpus(tmp_path, TUNER))
    assert table.source.model == model_hash(compact_model())
    assert table.source.words == 2
    assert table.source.talk_hours == pytest.approx(0.001, abs=0.001)
    assert table.source.found > 0.8 * table.source.commands


@pytest.mark.product
@pytest.mark.usefixtures("one_voice")
def test_each_command_is_heard_near_over_noise_and_in_a_room(tmp_path: Path) -> None:
    place = corpus(tmp_path, TUNER)
    (place / "noise").mkdir()
    hiss = np.random.default_rng(1).normal(0, 300, 5 * RATE).astype(np.int16)
    soundfile.write(place / "noise" / "hiss.wav", hiss, RATE)
    source = made(place).source
    assert source.commands == 3 * (len(SAID) + 1)
    assert source.found > 0.6 * source.commands


@pytest.mark.product
@pytest.mark.usefixtures("one_voice")
def test_speakers_that_examine_never_tune(tmp_path: Path) -> None:
    with pytest.raises(CorpusBroken, match="leaves out all 3 recordings"):
        made(corpus(tmp_path, EXAMINER))


def test_what_judges_never_tunes() -> None:
    assert "reading" not in TUNES
    assert {name.partition("+")[2] for name in VOICES}.isdisjoint(ESPEAK_VARIANTS)
