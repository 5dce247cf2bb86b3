"""A soak tells what broke, what was believed and what it cost; its noise is the same for a seed."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from tests.hearing.fake_recogniser import FakeDecoding, FakeRecogniser, spoken
from tests.product.program import voicecoach
from voicecoach.bench import soak as soaking
from voicecoach.bench.soak import PARTS, Bath, Soaked, as_table, resident, soak
from voicecoach.bench.soak_noise import BABBLE, frames
from voicecoach.core.commands import COMMAND_OF
from voicecoach.core.errors import HearingFailed
from voicecoach.core.units import BLOCK, RATE
from voicecoach.hearing.listener import Listener
from voicecoach.hearing.voice import Anything
from voicecoach.ports import InputPcm

MINUTE = Bath(hours=1 / 60, seed=3, model="fake")


class BrokenRecogniser(FakeRecogniser):
    """Break whenever somebody is heard."""

    def begin(self) -> FakeDecoding:
        raise HearingFailed("broke\nin two lines")


def knocks(count: int) -> Iterator[InputPcm]:
    """Be quiet, then loud, in turn, for half a second each."""
    chance = np.random.default_rng(1)
    for number in range(count):
        yield chance.normal(0, 3 if number // 25 % 2 == 0 else 3_000, BLOCK).astype(np.int16)


def run(recogniser: FakeRecogniser) -> Soaked:
    return soak(MINUTE, knocks(MINUTE.frames), lambda: Listener(recogniser, Anything()), lambda part, so_far: None)


def test_every_exception_is_counted_and_the_ears_go_on() -> None:
    soaked = run(BrokenRecogniser())
    assert soaked.exceptions > 20
    assert soaked.faults[0] == "HearingFailed: broke in two lines"
    assert len(soaked.faults) == soaking.MOST_FAULTS
    assert f"| exceptions | {soaked.exceptions} |" in as_table(soaked)


def test_what_is_believed_is_counted_by_command() -> None:
    soaked = run(FakeRecogniser(spoken("stop", start=6_000)))
    assert soaked.exceptions == 0
    assert soaked.accepted.count == soaked.accepted_commands["stop"] > 20
    assert soaked.openings >= soaked.accepted.count
    assert [mistake.command for mistake in soaked.mistakes] == ["stop"] * soaked.accepted.count
    assert soaked.mistakes[1].at - soaked.mistakes[0].at == pytest.approx(1.0, abs=0.1)
    assert f"| commands accepted | {soaked.accepted.count} (stop {soaked.accepted.count}) |" in as_table(soaked)


def test_after_each_tenth_it_tells_how_far_it_is() -> None:
    told: list[tuple[int, float, int]] = []
    soak(
        MINUTE,
        knocks(MINUTE.frames),
        lambda: Listener(FakeRecogniser(), Anything()),
        lambda part, so_far: told.append((part, so_far.hours, len(so_far.memory))),
    )
    assert [(part, memories) for part, _, memories in told] == [(part, part + 1) for part in range(1, PARTS + 1)]
    assert [hours for _, hours, _ in told] == pytest.approx([part / 600 for part in range(1, PARTS + 1)], abs=1e-6)


def test_where_the_system_does_not_tell_of_memory_it_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soaking, "_STATM", Path("/nowhere"))
    assert resident() is None
    soaked = run(FakeRecogniser())
    assert (set(soaked.memory), soaked.growth) == ({None}, None)
    assert "| growth after the first tenth | unknown |" in as_table(soaked)


@pytest.mark.skipif(not Path("/proc/self/statm").is_file(), reason="it compares with /proc")
def test_resident_memory_grows_with_what_is_held() -> None:
    before = resident()
    held = np.ones(8 * 2**20)
    after = resident()
    assert before is not None
    assert after is not None
    assert after - before == pytest.approx(held.nbytes / 2**20, abs=5)


def test_a_seed_gives_the_same_noise_and_another_seed_another() -> None:
    first, second, other = (np.concatenate(list(frames(seed, 3_000))) for seed in (5, 5, 6))
    assert first.size == 3_000 * BLOCK
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


def test_noise_changes_its_level_and_voices_are_laid_into_it() -> None:
    voices = (np.sin(np.arange(RATE)).astype(np.float32),)
    quiet, loud = (np.stack(list(islice(frames(2, 20_000, each), 20_000))) for each in ((), voices))
    levels = np.abs(quiet.astype(float)).mean(axis=1)
    assert levels.max() > 100 * max(1.0, levels.min())
    assert not np.array_equal(quiet, loud)


def test_the_babble_holds_no_command() -> None:
    said = f" {' | '.join(BABBLE)} "
    assert [phrase for phrase in COMMAND_OF if f" {phrase} " in said] == []


@pytest.mark.product
def test_a_minute_of_noise_breaks_nothing_and_is_taken_for_no_command(tmp_path: Path) -> None:
    done = voicecoach("bench", "soak", "--hours", "0.0167", "--seed", "4", "--babble", "--json", "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report == json.loads((tmp_path / "soak.json").read_text())
    assert (report["exceptions"], report["accepted"]["count"]) == (0, 0)
    assert report["hours"] == pytest.approx(1 / 60, rel=0.01)
    assert report["openings"] > 0
    assert len(report["memory"]) == 11
    assert 0 < report["real_time_factor"] < 1
    assert done.stderr.splitlines()[0].startswith("1/10: 0.002 h, 0 exceptions, 0 accepted")
    assert (tmp_path / "soak.md").read_text() in done.stderr
