from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.core.commands import Cost
from voicecoach.core.errors import SettingsBroken, StorageFull
from voicecoach.core.units import Decibels, Seconds
from voicecoach.hearing.evidence import Evidence
from voicecoach.hearing.models import model_hash
from voicecoach.hearing.threshold_file import (
    SHIPPED,
    Counts,
    OperatingPoint,
    Source,
    Table,
    read_table,
    thresholds_for,
    write_table,
)
from voicecoach.hearing.thresholds import BY_CONFIDENCE, LET_ALL_PASS, NEAR
from voicecoach.hearing.utterance import Verdict
from voicecoach.shipped import compact_model

CLEAR = Evidence(
    margin=0.5,
    lead=0.5,
    distance=0.5,
    confidence=1.0,
    quickest=0.1,
    slowest=0.1,
    level=Decibels(-30.0),
    over_floor=Decibels(30.0),
)

TABLE = Table(
    source=Source(model="abc", corpus="def", commands=3, found=2, words=5, talk_hours=1.5),
    evidence=Counts(margin=2.0, lead=1.0, distance=0.5, confidence=0.25, shortest=0.03, longest=0.4),
    **{
        cost.value: OperatingPoint(
            least_score=place / 2,
            lost=1,
            right=9,
            least_in_talk=place,
            lost_in_talk=2,
            mistaken_in_talk=0,
            mistaken_words=2,
        )
        for place, cost in enumerate(Cost)
    },
)


def test_the_score_weighs_each_kind_of_evidence() -> None:
    assert TABLE.thresholds.score(CLEAR) == 2.0 * 0.5 + 1.0 * 0.5 + 0.5 * 0.5 + 0.25


@pytest.mark.parametrize(
    ("evidence", "cost", "verdict"),
    [
        pytest.param(CLEAR, Cost.GRAVE, None, id="just enough"),
        pytest.param(replace(CLEAR, margin=0.49), Cost.GRAVE, Verdict.UNSURE, id="too little for a grave command"),
        pytest.param(replace(CLEAR, margin=-0.2), Cost.SAFETY, None, id="enough for safety"),
        pytest.param(replace(CLEAR, talk=Seconds(3.0)), Cost.GRAVE, Verdict.UNSURE, id="too little in talk"),
        pytest.param(replace(CLEAR, talk=Seconds(3.0)), Cost.FLOW, None, id="enough in talk"),
        pytest.param(replace(CLEAR, talk=Seconds(0.5)), Cost.GRAVE, None, id="a word before it is no talk"),
        pytest.param(replace(CLEAR, quickest=0.02), Cost.SAFETY, Verdict.IMPLAUSIBLE_LENGTH, id="too fast"),
        pytest.param(replace(CLEAR, slowest=0.41), Cost.SAFETY, Verdict.IMPLAUSIBLE_LENGTH, id="too slow"),
    ],
)
def test_a_command_needs_the_score_of_its_cost(evidence: Evidence, cost: Cost, verdict: Verdict | None) -> None:
    assert TABLE.thresholds.judge(evidence, cost) is verdict


SIXTY_FOURTHS = st.integers(-64, 64).map(lambda number: number / 64)
"""Exact in binary, so that what lies on a threshold lies on it."""


@given(margin=SIXTY_FOURTHS, lead=SIXTY_FOURTHS, distance=SIXTY_FOURTHS, talk=st.booleans(), cost=st.sampled_from(Cost))
def test_a_lead_that_is_not_measured_could_not_have_turned_the_verdict(
    margin: float, lead: float, distance: float, *, talk: bool, cost: Cost
) -> None:
    without = replace(CLEAR, margin=margin, lead=0.0, distance=distance, talk=Seconds(3.0 * talk))
    if not TABLE.thresholds.is_open(without, cost, most_lead=1.0):
        assert TABLE.thresholds.judge(replace(without, lead=lead), cost) is TABLE.thresholds.judge(without, cost)


@pytest.mark.parametrize(
    ("evidence", "is_open"),
    [
        pytest.param(replace(CLEAR, lead=0.0, margin=0.25), True, id="the most lead just lifts it over"),
        pytest.param(replace(CLEAR, lead=0.0, margin=0.24), False, id="no lead lifts it over"),
        pytest.param(replace(CLEAR, lead=0.0, margin=1.25), True, id="the most lead against it just leaves it"),
        pytest.param(replace(CLEAR, lead=0.0, margin=1.26), False, id="no lead against it counts"),
        pytest.param(replace(CLEAR, lead=0.0, slowest=0.41), False, id="no words in any case"),
    ],
)
def test_the_lead_is_measured_where_it_can_turn_the_verdict(evidence: Evidence, *, is_open: bool) -> None:
    assert TABLE.thresholds.is_open(evidence, Cost.GRAVE, most_lead=1.0) is is_open


def test_a_lead_that_counts_nothing_is_measured_only_where_all_is() -> None:
    assert not BY_CONFIDENCE.is_open(replace(CLEAR, confidence=0.7), Cost.FLOW, most_lead=1.0)
    assert LET_ALL_PASS.is_open(CLEAR, Cost.FLOW, most_lead=1.0)


@pytest.mark.parametrize("cost", Cost)
def test_open_thresholds_let_everything_pass(cost: Cost) -> None:
    assert LET_ALL_PASS.judge(replace(CLEAR, margin=-9.0, confidence=0.0), cost) is None


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_table(TABLE, tmp_path / "table.toml")
    assert read_table(tmp_path / "table.toml") == TABLE


def test_a_table_from_before_nearness_is_read_with_the_usual_one(tmp_path: Path) -> None:
    write_table(TABLE, tmp_path / "table.toml")
    old = (tmp_path / "table.toml").read_text().replace(f"near = {NEAR}\n", "")
    assert "near" not in old
    (tmp_path / "table.toml").write_text(old)
    assert read_table(tmp_path / "table.toml").thresholds.near == NEAR


def test_a_table_counts_only_for_its_own_model(tmp_path: Path) -> None:
    write_table(TABLE, tmp_path / "table.toml")
    assert thresholds_for("abc", tmp_path / "table.toml") == TABLE.thresholds
    assert thresholds_for("other", tmp_path / "table.toml") is BY_CONFIDENCE
    assert thresholds_for("abc", tmp_path / "absent.toml") is BY_CONFIDENCE


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("least_score = 0.0", "least_score = nan"), "safety.least_score"),
        (("lost = 1", "lots = 1"), "safety"),
        (("[source]", "[source"), "line"),
    ],
)
def test_a_broken_table_is_told_in_one_line(tmp_path: Path, change: tuple[str, str], named: str) -> None:
    file = tmp_path / "table.toml"
    write_table(TABLE, file)
    file.write_text(file.read_text().replace(*change))
    with pytest.raises(SettingsBroken, match=named) as failure:
        read_table(file)
    assert "\n" not in str(failure.value)


def test_a_table_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageFull, match="cannot write"):
        write_table(TABLE, tmp_path / "absent" / "table.toml")


def test_the_shipped_table_was_made_with_the_shipped_model() -> None:
    assert read_table(SHIPPED).source.model == model_hash(compact_model()), "run: voicecoach bench thresholds FOLDER"


@settings(max_examples=30)
@given(st.floats(-10, 10), st.floats(0, 5), st.sampled_from(Cost))
def test_more_margin_never_rejects_what_less_lets_pass(margin: float, more: float, cost: Cost) -> None:
    less = TABLE.thresholds.judge(replace(CLEAR, margin=margin), cost)
    assert less is not None or TABLE.thresholds.judge(replace(CLEAR, margin=margin + more), cost) is None
