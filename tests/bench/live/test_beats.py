"""Counts found again in a recording that was put together from the coach's own sounds."""

import json
from collections.abc import Sequence

import numpy as np
import pytest

from voicecoach.bench.live.beats import Found, Planned, found_counts, heads_of, planned_counts
from voicecoach.bench.live.report import Counting, Stumbles, counting
from voicecoach.core.units import RATE, CueId, Samples
from voicecoach.ports import OutputPcm
from voicecoach.speech.bank import Bank
from voicecoach.wiring import load_cues

CUES = [CueId(f"count.{number}") for number in (1, 2, 3)]
LEAD = 777
"""Samples of silence before the session is heard."""


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_cues()


@pytest.fixture(scope="module")
def sounds(bank: Bank) -> dict[CueId, OutputPcm]:
    return {cue: bank.pcm[cue] for cue in (*CUES, CueId("earcon.listening"))}


def descents(number: int) -> tuple[Planned, ...]:
    """Return descents twelve seconds apart."""
    return tuple(
        Planned(cue=cue, start=Samples((2 + 12 * descent + second) * RATE), descent=descent)
        for descent in range(number)
        for second, cue in enumerate(CUES)
    )


def played(planned: Sequence[Planned], sounds: dict[CueId, OutputPcm], late: Sequence[int]) -> OutputPcm:
    """Return a recording in noise in which each count is late by so many samples."""
    heard = np.random.default_rng(1).normal(0, 1e-4, planned[-1].start + max(late) + 2 * RATE).astype(np.float32)
    signal = sounds[CueId("earcon.listening")]
    heard[LEAD : LEAD + len(signal)] += signal
    for one, by in zip(planned, late, strict=True):
        start = LEAD + one.start + by
        heard[start : start + len(sounds[one.cue])] += sounds[one.cue]
    return heard


def heard_of(planned: Sequence[Planned], sounds: dict[CueId, OutputPcm], late: Sequence[int]) -> list[Found]:
    return found_in(played(planned, sounds, late), planned, sounds)


def found_in(heard: OutputPcm, planned: Sequence[Planned], sounds: dict[CueId, OutputPcm]) -> list[Found]:
    heads = {cue: sound[: RATE // 2] for cue, sound in sounds.items()}
    return list(found_counts(heard, planned, heads))


def counted(found: Sequence[Found], planned: Sequence[Planned]) -> Counting:
    return counting(planned, found, minutes=1.0, is_busy=False, stumbles=None)


def test_each_count_is_found_to_the_sample(sounds: dict[CueId, OutputPcm]) -> None:
    planned, late = descents(2), [0, 3, -5, 160, 160, 480]
    found = heard_of(planned, sounds, late)
    base = found[0].late
    assert [round((one.late - base) * RATE) for one in found] == late


def test_a_count_is_found_behind_a_device_that_stood_still_and_with_a_gap_in_it(
    sounds: dict[CueId, OutputPcm], bank: Bank
) -> None:
    planned, late = descents(1), [0, 3 * RATE, 3 * RATE]
    heard = played(planned, sounds, late)
    begun = LEAD + planned[2].start + late[2] + bank.beats[CUES[2]] + RATE // 3
    heard = np.insert(heard, begun, np.zeros(RATE // 50, np.float32))
    found = list(found_counts(heard, planned, heads_of(bank.pcm, bank.beats, planned)))
    assert [round((one.late - found[0].late) * RATE) for one in found] == late


def test_what_was_not_played_is_not_found(sounds: dict[CueId, OutputPcm]) -> None:
    planned = descents(2)
    heard = played(planned, sounds, [0] * 6)
    gone = LEAD + planned[1].start
    heard[gone : gone + len(sounds[CUES[1]])] = 0
    found = found_in(heard, planned, sounds)
    assert [one.planned for one in found] == [planned[0], *planned[2:]]
    assert counted(found, planned).found.count == 5


def test_a_count_is_off_by_what_it_lies_off_the_grid_of_its_descent(sounds: dict[CueId, OutputPcm]) -> None:
    planned = descents(2)
    figures = counted(heard_of(planned, sounds, [0, 0, 0, 480, 480, 960]), planned)
    assert (figures.descents, figures.off_p50, figures.off_max, figures.later_than_allowed) == (2, 0.0, 30.0, 1)
    assert figures.slipped == 60.0


def test_drift_is_told_and_a_slip_is_not_taken_for_it(sounds: dict[CueId, OutputPcm]) -> None:
    planned = descents(9)
    drifting = counted(heard_of(planned, sounds, [round(one.start * 1e-3) for one in planned]), planned)
    slipping = counted(heard_of(planned, sounds, [320 * (one.descent > 6) for one in planned]), planned)
    assert drifting.drift == pytest.approx(1000, abs=10)
    assert slipping.drift == 0.0


def turn(*effects: dict[str, object]) -> str:
    return json.dumps({"t": 0.0, "event": {}, "phase": "descend", "effects": effects})


def count(cue: str, second: int) -> dict[str, object]:
    return {"say": cue, "sample": second * RATE, "priority": "count"}


def test_counts_are_read_from_a_journal_but_for_those_that_a_hush_took_back() -> None:
    search = turn(count("count.1", 1), count("count.2", 2), count("count.3", 3))
    hush = turn({"hush": True, "sample": round(2.5 * RATE)})
    rep = turn({"say": "rep.hold", "sample": 0, "priority": "coaching"}, count("beat.1", 9))
    planned = planned_counts("\n".join(("{}", search, hush, rep)))
    assert [(one.cue, one.start // RATE, one.descent) for one in planned] == [("count.1", 1, 0), ("beat.1", 9, 1)]


def test_stumbles_stand_beside_the_counts() -> None:
    stumbles = Stumbles(underflows=1, overflows=2, slips=3, late_counts=4)
    assert counting((), (), minutes=0.5, is_busy=True, stumbles=stumbles) == Counting(
        is_busy=True,
        minutes=0.5,
        descents=0,
        found=counted((), ()).found,
        off_p50=None,
        off_p99=None,
        off_max=None,
        later_than_allowed=0,
        drift=None,
        slipped=None,
        stumbles=stumbles,
    )
