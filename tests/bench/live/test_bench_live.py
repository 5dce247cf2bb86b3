"""`bench live` on the real program and a virtual sound card."""

import json
from pathlib import Path

import pytest

from tests.product.program import voicecoach
from voicecoach.bench.sound_card import missing_programs


@pytest.mark.live
@pytest.mark.lengthy
@pytest.mark.product
@pytest.mark.skipif(bool(missing_programs()), reason="no virtual sound card here")
def test_a_short_bench_measures_everything_and_compares(tmp_path: Path) -> None:
    done = voicecoach("bench", "live", "--minutes", "0.3", "--json", "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report == json.loads((tmp_path / "report.json").read_text())
    (counting,) = report["counting"]
    assert counting["found"]["count"] == counting["found"]["of"] >= 3
    assert counting["stumbles"] is not None
    assert report["cost"]["core"] > 0
    assert [step["name"] for step in report["cost"]["steps"]] == [
        "Python and imports",
        "cue bank",
        "model",
        "devices",
        "first sample",
    ]
    assert "| as it is | 0.3 |" in (tmp_path / "report.md").read_text()
