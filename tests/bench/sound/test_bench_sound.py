"""`bench sound` on the real program: nothing of the coach's voice is a command, and it is obeyed in silence."""

import json
from pathlib import Path

import pytest

from tests.product.program import voicecoach


@pytest.mark.product
def test_a_small_bench_measures_everything_and_compares(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    panting = {"noise": "panting", "ducks_a_minute": -9}  # worse than any tolerance, whatever is measured
    kept.write_text(json.dumps({"own_voice": [], "barge_in": [], "breath": [panting]}))
    options = ("--hours", "0.02", "--every", "50", "--jobs", "1", "--json")
    done = voicecoach("bench", "sound", *options, "-o", tmp_path, "--against", kept)
    assert done.returncode == 1, done.stderr
    assert "panting: ducks a minute" in done.stderr
    report = json.loads(done.stdout)
    assert report == json.loads((tmp_path / "report.json").read_text())
    assert report["own_voice"][0]["spoken"]["count"] == 0
    assert report["own_voice"][0]["spoken"]["hours"] >= 0.02
    at_level = report["barge_in"][0]
    assert (at_level["voices"], at_level["ratio"], at_level["in_silence"]["of"]) == ("synthetic", 0, 4)
    assert at_level["in_silence"]["share"] >= 0.75
    assert 0 < at_level["to_silence"][0] < 0.6
    assert all(one["minutes"] >= 0.2 for one in report["breath"])
    assert {one["noise"]: one["accepted"] for one in report["breath"]} == {"panting": 0, "sighing": 0, "coughing": 0}
