"""A report against one that was kept."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from voicecoach.bench.encoding import as_json
from voicecoach.bench.interval import Share
from voicecoach.bench.regression import regressions
from voicecoach.bench.report import Report
from voicecoach.core.errors import CorpusBroken

from .test_report import GOLDEN, made

KEPT = GOLDEN / "report.json"


def changed(folder: Path, path: str, value: object) -> Path:
    """Return the golden report with another value at a path such as `people.by_snr.0.right.share`."""
    report = json.loads(KEPT.read_text())
    *way, last = path.split(".")
    place = report
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[last] = value
    file = folder / "kept.json"
    file.write_text(json.dumps(report))
    return file


def test_the_same_report_is_no_worse() -> None:
    assert regressions(made(), KEPT) == ()


@pytest.mark.parametrize(
    ("path", "before", "worse"),
    [
        ("people.by_snr.0.right.share", 1.01, ("people, clean: right: 0.6667, was 1.01 (tolerance 0.33)",)),
        ("people.by_snr.0.right.share", 1.00, ()),
        ("people.by_snr.0.right.share", 0.10, ()),
        ("people.latency.0.median", 0.25, ("latency, all: median: 0.3, was 0.25 (tolerance 0.04)",)),
        ("synthetic.in_rooms.right.share", 1.5, ("voices, in rooms: right: 0, was 1.5 (tolerance 1)",)),
        ("false_accepts.0.all.an_hour", 10.0, ()),
    ],
    ids=[
        "fewer understood",
        "one of three takes less",
        "more understood",
        "later",
        "fewer voices",
        "one more in a minute",
    ],
)
def test_what_is_worse_by_more_than_its_tolerance_is_named(
    tmp_path: Path, path: str, before: float, worse: tuple[str, ...]
) -> None:
    assert regressions(made(), changed(tmp_path, path, before)) == worse


def of_a_hundred(right: int) -> Report:
    clean = replace(made().people.by_snr[0], right=Share(count=right, of=100), wrong=Share(count=0, of=100))
    return replace(made(), people=replace(made().people, by_snr=(clean,)))


@pytest.mark.parametrize(("right", "is_worse"), [(88, False), (87, True)])
def test_of_a_hundred_takes_two_may_be_lost(tmp_path: Path, right: int, *, is_worse: bool) -> None:
    file = tmp_path / "kept.json"
    file.write_text(as_json(of_a_hundred(90)))
    assert bool(regressions(of_a_hundred(right), file)) is is_worse


@pytest.mark.parametrize("key", ["corpus_sha256", "every"])
def test_reports_of_other_recordings_are_not_compared(tmp_path: Path, key: str) -> None:
    with pytest.raises(CorpusBroken, match=rf"other recordings \({key} differs\)"):
        regressions(made(), changed(tmp_path, f"provenance.{key}", "another"))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"provenance": {}, "people": []}'])
def test_what_is_no_report_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "kept.json"
    file.write_text(text)
    with pytest.raises(CorpusBroken, match=r"kept\.json is no report"):
        regressions(made(), file)
