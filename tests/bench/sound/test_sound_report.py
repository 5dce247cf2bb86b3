"""Figures of barge-in, own voice and breath from known answers, and what counts as worse."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from voicecoach.bench.encoding import as_json
from voicecoach.bench.interval import Share
from voicecoach.bench.sound import report as figures
from voicecoach.bench.sound.barge_in import RATIOS, Answered, Setting, over_speech
from voicecoach.bench.sound.markdown import as_markdown
from voicecoach.bench.sound.own_voice import Accepted, Rambled
from voicecoach.bench.sound.regression import read_kept, regressions
from voicecoach.bench.sound.report import SoundReport
from voicecoach.bench.sound.scene import Scene
from voicecoach.bench.sound.targets import sound_targets
from voicecoach.core.errors import CorpusBroken
from voicecoach.core.units import Seconds


def answered(
    ratio: float | None, *, is_obeyed: bool, duck: float | None = None, silence: float | None = None
) -> Answered:
    return Answered(
        speaker="a",
        take="a1",
        ratio=ratio,
        setting=Setting.PLAIN,
        is_obeyed=is_obeyed,
        to_duck=duck,
        to_silence=silence,
        other="",
    )


def rambled(leak: float, *phrases: str, ducks: int = 0) -> Rambled:
    scene = Scene(seed=3, rt60=0.3, leak=leak, delay=Seconds(0.05))
    accepted = tuple(Accepted(seed=3, at=1.5, phrase=phrase) for phrase in phrases)
    return Rambled(scene=scene, seconds=3600.0, spoken=1800.0, ducks=ducks, accepted=accepted)


SILENT = [answered(None, is_obeyed=obeyed) for obeyed in (True, True, True, False)]
OVER = [
    answered(-6.0, is_obeyed=True, duck=0.1, silence=0.2),
    answered(-6.0, is_obeyed=False, duck=0.3),
    answered(-6.0, is_obeyed=True, duck=0.2, silence=0.4),
    answered(-6.0, is_obeyed=True),
]


def made(
    *,
    phrases: tuple[str, ...] = (),
    ducks: int = 0,
    own_ducks: int = 0,
    silent: list[Answered] = SILENT,
    over: list[Answered] = OVER,
) -> SoundReport:
    sessions = (rambled(0.0, *phrases, ducks=own_ducks), rambled(-6.0, ducks=2))
    return SoundReport(
        version="1",
        model="m",
        seed=1,
        every=1,
        has_corpus=True,
        own_voice=figures.own_voice(sessions),
        own_voice_accepted=tuple(one for each in sessions for one in each.accepted),
        barge_in=figures.barge_in("recorded", silent, [over]),
        breath=figures.breath([("panting", rambled(-20.0, ducks=ducks))]),
    )


def test_only_words_that_were_obeyed_in_silence_are_asked_of_speech() -> None:
    (one,) = made().barge_in
    assert (one.in_silence, one.obeyed) == (Share(count=3, of=4), Share(count=2, of=3))
    assert one.ducked == Share(count=3, of=4)
    assert one.to_duck == pytest.approx((0.2, 0.29))
    assert one.to_silence == pytest.approx((0.3, 0.39))


def test_the_own_voice_is_counted_over_the_time_in_which_the_coach_sounds() -> None:
    whole, *by_leak = made(phrases=("stop",)).own_voice
    assert (whole.leak, whole.sessions, whole.hours, whole.spoken.count, whole.spoken.hours) == (None, 2, 2.0, 1, 1.0)
    assert [(one.leak, one.spoken.count, one.ducks.count) for one in by_leak] == [(0.0, 1, 0), (-6.0, 0, 2)]


def test_the_report_reads_as_tables() -> None:
    text = as_markdown(made(phrases=("stop",), ducks=90))
    assert "| recorded | -6 dB | linear, no drift | 75.0%" in text
    assert "The 4 recorded words are 1 takes of 1 speakers." in text
    assert "- seed 3, 1.5 s: stop" in text
    assert "| panting | 60.0 | 0 | 1.50 |" in text


def drifting() -> SoundReport:
    """Return a report with a row for the same answers where the clocks run apart, and worse ones."""
    apart = [replace(one, setting=Setting.DRIFTING, is_obeyed=False) for one in OVER]
    return replace(made(), barge_in=figures.barge_in("recorded", SILENT, [OVER, apart]))


def test_what_is_asked_for_is_asked_of_linear_rooms_without_drift_alone() -> None:
    assert list(sound_targets(drifting())) == list(sound_targets(made()))
    assert "| recorded | -6 dB | clocks 60 ppm apart | 75.0%" in as_markdown(drifting())


def test_each_row_is_held_to_its_own(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text(as_json(drifting()), encoding="utf-8")
    assert regressions(drifting(), read_kept(tmp_path / "report.json")) == ()
    lines = regressions(made(), read_kept(tmp_path / "report.json"))
    assert {line.split(":")[0] for line in lines} == {"recorded at -6 dB, clocks 60 ppm apart"}


def test_words_are_said_at_each_ratio_and_in_each_setting() -> None:
    ways = list(over_speech())
    assert ways[: len(RATIOS)] == [(ratio, Setting.PLAIN) for ratio in RATIOS]
    assert {setting for _, setting in ways} == set(Setting)


@pytest.mark.parametrize(
    ("now", "worse"),
    [
        pytest.param(made(), (), id="the same"),
        pytest.param(made(phrases=("stop",)), ("own voice: 'stop' accepted (seed 3, 1.5 s)",), id="own voice"),
        pytest.param(made(ducks=120), ("panting: ducks a minute: 2, was 0 (tolerance 1.7)",), id="ducks"),
        pytest.param(
            made(over=[replace(OVER[0], is_obeyed=False), *OVER[1:]]),
            ("recorded at -6 dB: obeyed: 0.3333, was 0.6667 (tolerance 0.08)",),
            id="less obeyed",
        ),
        pytest.param(
            made(over=[replace(one, to_duck=one.to_duck and one.to_duck + 0.1) for one in OVER]),
            ("recorded at -6 dB: to duck, median: 0.3, was 0.2 (tolerance 0.06)",),
            id="later",
        ),
        pytest.param(
            made(over=[replace(one, to_duck=one.to_duck and one.to_duck * 10 - 1.8) for one in OVER]),
            ("recorded at -6 dB: to duck, p95: 1.1, was 0.29 (tolerance 0.15)",),
            id="a few much later",
        ),
        pytest.param(
            made(over=[replace(one, to_duck=None) for one in OVER]),
            (
                "recorded at -6 dB: ducked: 0, was 0.75 (tolerance 0.08)",
                "recorded at -6 dB: to duck, median: not measured any more, was 0.2",
                "recorded at -6 dB: to duck, p95: not measured any more, was 0.29",
            ),
            id="never ducking",
        ),
        pytest.param(
            made(over=[replace(one, other="up") for one in OVER]),
            ("recorded at -6 dB: wrong: 1, was 0 (tolerance 0.08)",),
            id="another command",
        ),
        pytest.param(
            made(silent=[*SILENT[:2], replace(SILENT[2], is_obeyed=False), SILENT[3]]),
            (
                "recorded at -6 dB: in silence: 0.5, was 0.75 (tolerance 0.08)",
                "recorded at -6 dB: obeyed: 0.5, was 0.6667 (tolerance 0.08)",
            ),
            id="deaf in silence",
        ),
        pytest.param(
            made(own_ducks=900),
            ("own voice: ducks an hour: 902, was 2 (tolerance 6)",),
            id="ducking at itself",
        ),
        pytest.param(
            replace(made(), own_voice=(), barge_in=(), breath=()),
            (
                "own voice: ducks an hour: not measured any more, was 2",
                *(
                    f"recorded at -6 dB: {what}"
                    for what in (
                        "in silence: not measured any more, was 0.75",
                        "obeyed: not measured any more, was 0.6667",
                        "wrong: not measured any more, was 0",
                        "ducked: not measured any more, was 0.75",
                        "to duck, median: not measured any more, was 0.2",
                        "to duck, p95: not measured any more, was 0.29",
                        "to silence, median: not measured any more, was 0.3",
                        "to silence, p95: not measured any more, was 0.39",
                    )
                ),
                "panting: ducks a minute: not measured any more, was 0",
            ),
            id="nothing",
        ),
        pytest.param(replace(made(), has_corpus=False, barge_in=()), (), id="nobody recorded to be heard"),
    ],
)
def test_what_is_worse_than_a_report_that_was_kept(now: SoundReport, worse: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text(as_json(made()), encoding="utf-8")
    assert regressions(now, read_kept(tmp_path / "report.json")) == worse


@pytest.mark.parametrize("content", ["", "{}", json.dumps({"barge_in": [{}], "breath": [], "own_voice": []})])
def test_what_is_no_report_is_named(content: str, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text(content, encoding="utf-8")
    with pytest.raises(CorpusBroken, match="is no report of bench sound"):
        read_kept(tmp_path / "report.json")
