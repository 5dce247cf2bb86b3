"""The report of a live session as a table, and what counts as worse than one that was kept."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from voicecoach.bench.encoding import as_json
from voicecoach.bench.interval import Share
from voicecoach.bench.live.markdown import as_markdown
from voicecoach.bench.live.measure import stumbles_of
from voicecoach.bench.live.process import Taken, Usage, can_be_seen, usage_of
from voicecoach.bench.live.regression import read_kept, regressions
from voicecoach.bench.live.report import Cost, Counting, LiveReport, Step, Stumbles
from voicecoach.bench.sound_card import SoundCard
from voicecoach.core.errors import CorpusBroken, DeviceMissing

COUNTING = Counting(
    is_busy=False,
    minutes=1.0,
    descents=7,
    found=Share(count=21, of=21),
    off_p50=0.0,
    off_p99=0.1,
    off_max=0.2,
    later_than_allowed=0,
    drift=0.5,
    slipped=20.0,
    stumbles=Stumbles(underflows=1, overflows=0, slips=2, late_counts=3),
)
COST = Cost(
    core=9.5, megabytes=180.0, start=0.9, steps=(Step(name="model", seconds=0.25, computed=0.2),)
)  # fmt: skip
REPORT = LiveReport(version="1", cores=2, load=0.5, counting=(COUNTING,), cost=COST)


def test_the_report_reads_as_tables() -> None:
    text = as_markdown(replace(REPORT, counting=(COUNTING, replace(COUNTING, is_busy=True, stumbles=None))))
    assert "| as it is | 1.0 | 21 of 21 | 0.00 / 0.10 / 0.20 | 0 | 0.50 | 20.00 | 1 | 0 | 2 | 3 |" in text
    assert "| busy | 1.0 | 21 of 21 | 0.00 / 0.10 / 0.20 | 0 | 0.50 | 20.00 | - | - | - | - |" in text
    assert "| … model | 0.25 s | (0.20 s computed) |" in text


@pytest.mark.parametrize(
    ("now", "worse"),
    [
        pytest.param(REPORT, (), id="the same"),
        pytest.param(
            replace(REPORT, counting=(replace(COUNTING, found=Share(count=20, of=21), later_than_allowed=2),)),
            ("idle: 1 counts were not heard", "idle: 2 counts were too late"),
            id="unbearable",
        ),
        pytest.param(
            replace(REPORT, counting=(replace(COUNTING, off_p99=6.0),)),
            ("idle: off the beat p99, ms: 6, was 0.1 (tolerance 5)",),
            id="less on the beat",
        ),
        pytest.param(
            replace(REPORT, counting=(replace(COUNTING, drift=-6.0),)),
            ("idle: drift, ppm: 6, was 0.5 (tolerance 5)",),
            id="drifting",
        ),
        pytest.param(
            replace(
                REPORT,
                counting=(replace(COUNTING, stumbles=Stumbles(underflows=7, overflows=6, slips=4, late_counts=4)),),
            ),
            (
                "idle: underflows: 7, was 1 (tolerance 5)",
                "idle: overflows: 6, was 0 (tolerance 5)",
                "idle: slips: 4, was 2 (tolerance 1)",
                "idle: late counts: 4, was 3 (tolerance 0)",
            ),
            id="stumbling",
        ),
        pytest.param(
            replace(REPORT, counting=(replace(COUNTING, off_p99=None, drift=None, stumbles=None),)),
            (
                "idle: off the beat p99, ms: not measured any more, was 0.1",
                "idle: drift, ppm: not measured any more, was 0.5",
                "idle: underflows: not measured any more, was 1",
                "idle: overflows: not measured any more, was 0",
                "idle: slips: not measured any more, was 2",
                "idle: late counts: not measured any more, was 3",
            ),
            id="not measured",
        ),
        pytest.param(
            replace(REPORT, cost=replace(COST, core=14.6, megabytes=201.0, start=1.41)),
            (
                "one core, %: 14.6, was 9.5 (tolerance 5)",
                "resident, MB: 201, was 180 (tolerance 20)",
                "first sound, s: 1.41, was 0.9 (tolerance 0.5)",
            ),
            id="dearer",
        ),
    ],
)
def test_what_is_worse_than_a_report_that_was_kept(now: LiveReport, worse: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text(as_json(REPORT), encoding="utf-8")
    assert regressions(now, read_kept(tmp_path / "report.json")) == worse


def test_a_busy_machine_is_asked_for_only_where_one_was_measured(tmp_path: Path) -> None:
    both = replace(REPORT, counting=(COUNTING, replace(COUNTING, is_busy=True)))
    (tmp_path / "report.json").write_text(as_json(both), encoding="utf-8")
    assert regressions(REPORT, read_kept(tmp_path / "report.json")) == ()
    unmeasured = replace(both, counting=(COUNTING, replace(COUNTING, is_busy=True, drift=None)))
    assert regressions(unmeasured, read_kept(tmp_path / "report.json")) == (
        "busy: drift, ppm: not measured any more, was 0.5",
    )


@pytest.mark.parametrize("content", ["", "{}", '{"counting": [1], "cost": {}}'])
def test_what_is_no_report_is_named(content: str, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text(content, encoding="utf-8")
    with pytest.raises(CorpusBroken, match="is no report of bench live"):
        read_kept(tmp_path / "report.json")


def test_stumbles_are_the_last_line_of_a_journal() -> None:
    line = '{"t":9.0,"event":{"played_out":{"underflows":1,"overflows":0,"slips":2,"late_counts":3}},"effects":[]}'
    assert stumbles_of(f"{{}}\n{line}\n") == COUNTING.stumbles
    assert stumbles_of('{}\n{"t":9.0,"event":{"interrupted":{}},"effects":[]}\n') is None


def test_what_a_process_takes_is_told_of_one_core() -> None:
    before = Taken(at=10.0, computed=1.0, megabytes=50.0)
    assert Taken(at=20.0, computed=2.5, megabytes=60.0).since(before) == Usage(core=15.0, megabytes=60.0)


@pytest.mark.skipif(not can_be_seen(), reason="no /proc here")
def test_a_process_that_computes_is_seen_to() -> None:
    before, until = usage_of(os.getpid()), time.process_time() + 0.1
    while time.process_time() < until:
        pass
    after = usage_of(os.getpid())
    assert 0.05 < after.computed - before.computed < 10
    assert after.megabytes > 10


def test_without_pulseaudio_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DeviceMissing, match="no virtual sound card without pulseaudio, pactl, parec, paplay; install"):
        SoundCard()
