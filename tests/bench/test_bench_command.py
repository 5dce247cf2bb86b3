import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.hearing.sounds import RECORDINGS
from tests.product.program import complaint, voicecoach

pytestmark = pytest.mark.product

JUDGE = "ada"
"""A speaker who examines."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny corpus: three commands, talk, and a noise."""
    folder = tmp_path_factory.mktemp("corpus")
    for word, clip in (("stop", "stop-espeak"), ("pause", "pause-flite"), ("back-arched", "back-arched-flite")):
        (folder / "words" / word).mkdir(parents=True)
        shutil.copy(RECORDINGS / f"{clip}.flac", folder / "words" / word / f"{JUDGE}-0.flac")
    for name in ("reading", "noise"):
        (folder / name).mkdir()
    shutil.copy(RECORDINGS / "other-words-flite.flac", folder / "reading")
    hiss = np.random.default_rng(1).normal(0, 300, 64_000).astype(np.int16)
    soundfile.write(folder / "noise/hiss.flac", hiss, 16_000)
    return folder


def without_computing(text: str) -> dict[str, object]:
    return {key: value for key, value in json.loads(text).items() if key != "computing"}


def test_the_report_is_the_same_whatever_the_jobs(corpus: Path, tmp_path: Path) -> None:
    printed = []
    for jobs in ("1", "2"):
        done = voicecoach("bench", "hearing", corpus, "--jobs", jobs, "--json", "--no-sphinx", "-o", tmp_path / jobs)
        assert done.returncode == 0, done.stderr
        printed.append(done.stdout)
    first, second = map(without_computing, printed)
    assert first == second
    assert (tmp_path / "1/attempts.jsonl").read_bytes() == (tmp_path / "2/attempts.jsonl").read_bytes()
    assert (tmp_path / "1/operating-curve.svg").read_bytes() == (tmp_path / "2/operating-curve.svg").read_bytes()
    report = json.loads((tmp_path / "1/report.json").read_text())
    assert report["people"]["total"]["right"]["of"] == 3
    assert report["people"]["by_snr"][0]["name"] == "clean"
    assert (tmp_path / "1/report.md").read_text().startswith("# How well the coach hears")


def test_synthetic_voices_are_rendered_and_reported_apart(corpus: Path) -> None:
    if not shutil.which("espeak-ng"):
        pytest.skip("needs espeak-ng")
    done = voicecoach("bench", "hearing", corpus, "--synthetic", "--every", "499", "--jobs", "1", "--json")
    report = json.loads(done.stdout)
    assert report["synthetic"]["voices"] > 1
    assert report["people"]["total"]["right"]["of"] == 1


@pytest.mark.parametrize(
    ("content", "wanted"),
    [("file,text,start,end\nabsent.wav,stop,,\n", "line 2: no such file: absent.wav"), ("words\n", "lacks the column")],
)
def test_a_wrong_manifest_is_one_line(tmp_path: Path, content: str, wanted: str) -> None:
    (tmp_path / "mine.csv").write_text(content)
    done = voicecoach("bench", "hearing", tmp_path / "mine.csv")
    assert (done.returncode, wanted in complaint(done)) == (1, True)


@pytest.mark.parametrize("bench", ["hearing", "sound", "live"])
def test_a_report_to_compare_with_is_read_before_anything_is_measured(tmp_path: Path, bench: str) -> None:
    folder = [tmp_path / "nobody"] if bench == "hearing" else []
    done = voicecoach("bench", bench, *folder, "--against", tmp_path / "nope.json")
    assert (done.returncode, "nope.json is no report of bench" in complaint(done)) == (1, True)


def test_a_recording_that_is_none_is_one_line(corpus: Path, tmp_path: Path) -> None:
    shutil.copytree(corpus, tmp_path / "corpus")
    (tmp_path / "corpus/reading/bad.wav").write_text("no sound")
    done = voicecoach("bench", "hearing", tmp_path / "corpus", "--jobs", "2")
    assert (done.returncode, "bad.wav as sound" in complaint(done)) == (1, True)


def test_orders_are_taken_clean_and_in_noise(corpus: Path, tmp_path: Path) -> None:
    shutil.copy(RECORDINGS / "other-words-flite.flac", tmp_path / "one.flac")
    slots = {"coffeeDrink": "latte", "size": "xyzzy"}
    (tmp_path / "label.json").write_text(json.dumps({"one.wav": {"slots": slots}}))
    done = voicecoach("bench", "orders", tmp_path, "--noise", corpus / "noise", "--json", "-o", tmp_path / "out")
    report = json.loads(done.stdout)
    assert "xyzzy" in report["lacking"]
    assert "coffee" not in report["lacking"]
    assert [each["snr"] for each in report["accepted"]] == [None, 6, 9, 12, 15, 18, 21, 24]
    assert len((tmp_path / "out/orders.jsonl").read_text().splitlines()) == 8
