"""A report against one that was kept."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from voicecoach.bench.encoding import as_json
from voicecoach.bench.false_accepts import false_accepts
from voicecoach.bench.interval import Share
from voicecoach.bench.regression import Kept, read_kept, regressions
from voicecoach.bench.report import Report
from voicecoach.core.errors import CorpusBroken

from .outcomes import heard, talk
from .test_report import GOLDEN, made

KEPT = GOLDEN / "report.json"
REPORTS = Path(__file__).parents[2] / "reports"


def changed(folder: Path, path: str, value: object) -> Kept:
    """Return the golden report with another value at a path such as `people.by_snr.0.right.share`."""
    report = json.loads(KEPT.read_text())
    *way, last = path.split(".")
    place = report
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[last] = value
    file = folder / "kept.json"
    file.write_text(json.dumps(report))
    return read_kept(file)


def kept(folder: Path, report: Report) -> Kept:
    file = folder / "kept.json"
    file.write_text(as_json(report))
    return read_kept(file)


def test_the_same_report_is_no_worse() -> None:
    assert regressions(made(), read_kept(KEPT)) == ()


@pytest.mark.parametrize(
    ("path", "before", "worse"),
    [
        ("people.by_snr.0.right.share", 1.01, ("people, clean: right: 0.6667, was 1.01 (tolerance 0.33)",)),
        ("people.by_snr.0.right.share", 1.00, ()),
        ("people.by_snr.0.right.share", 0.10, ()),
        ("people.latency.0.median", 0.25, ("latency, all: median: 0.3, was 0.25 (tolerance 0.04)",)),
        ("others.total.wrong.share", -0.01, ("words that are no commands: wrong: 0.5, was -0.01 (tolerance 0.5)",)),
        ("computing.real_time", 0.0033, ("computing, times real time: 0.01, was 0.0033 (tolerance 0.0067)",)),
        ("computing.real_time", 0.0034, ()),
        ("synthetic.latency.median", -0.1, ("latency, voices: median: 0.5, was -0.1 (tolerance 0.04)",)),
        ("synthetic.in_rooms.right.share", 1.5, ("voices, in rooms: right: 0, was 1.5 (tolerance 1)",)),
        ("false_accepts.0.each", [], ()),
    ],
    ids=[
        "fewer understood",
        "one of three takes less",
        "more understood",
        "later",
        "more words that are no commands mistaken",
        "three times the computing",
        "twice the computing",
        "voices later",
        "fewer voices",
        "one false accept more",
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
    assert bool(regressions(of_a_hundred(right), kept(tmp_path, of_a_hundred(90)))) is is_worse


def misled(*phrases: str) -> Report:
    """Return the report with these false accepts of people talking alone."""
    one = false_accepts("all people talking", [talk("reading", None, *map(heard, phrases))])
    return replace(made(), false_accepts=(one,))


@pytest.mark.parametrize(
    ("phrases", "worse"),
    [
        (["pause"], []),
        (["pause"] * 2, ["all: 2, was 0 (tolerance 1)"]),
        (["dizzy"], []),
        (["skip", "dizzy"], ["all: 2, was 0 (tolerance 1)", "lasting: 2, was 0 (tolerance 1)"]),
    ],
)
def test_one_false_accept_more_is_borne(tmp_path: Path, phrases: list[str], worse: list[str]) -> None:
    found = regressions(misled(*phrases), kept(tmp_path, misled()))
    assert found == tuple(f"false accepts, all people talking: {line}" for line in worse)


def test_what_lasts_goes_by_the_commands_whatever_the_kept_report_counted(tmp_path: Path) -> None:
    before = changed(tmp_path, "false_accepts.0.lasting.count", 7)
    assert before.figures == read_kept(KEPT).figures


@pytest.mark.parametrize(
    ("lost", "name"),
    [
        ({"false_accepts": ()}, "false accepts, reading: all: not measured any more, was 1"),
        ({"people": replace(made().people, by_snr=())}, "people, 12 dB: right: not measured any more, was 1"),
        ({"people": replace(made().people, latency=())}, "latency, all: median: not measured any more, was 0.3"),
        ({"synthetic": None}, "voices, in rooms: right: not measured any more, was 0"),
    ],
    ids=["false accepts", "ratios", "latency", "voices"],
)
def test_a_figure_that_is_lost_is_named(lost: dict[str, Any], name: str) -> None:
    assert name in regressions(replace(made(), **lost), read_kept(KEPT))


@pytest.mark.parametrize("name", ["hearing", "hearing-quick", "hearing-synthetic"])
def test_the_reports_that_are_kept_can_be_compared_with(name: str) -> None:
    assert read_kept(REPORTS / name / "report.json").figures


@pytest.mark.parametrize("key", ["corpus_sha256", "every"])
def test_reports_of_other_recordings_are_not_compared(tmp_path: Path, key: str) -> None:
    with pytest.raises(CorpusBroken, match=rf"other recordings \({key} differs\)"):
        regressions(made(), changed(tmp_path, f"provenance.{key}", "another"))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"provenance": {}, "people": []}'])
def test_what_is_no_report_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "kept.json"
    file.write_text(text)
    with pytest.raises(CorpusBroken, match=r"kept\.json is no report"):
        read_kept(file)
