"""What becomes of a live session when its sound devices fail: it says so, waits, and goes on with the right tally."""

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tests.product.program import PROGRAM, complaint, home_of, voicecoach
from tests.product.test_live import PATIENCE, insist, spoken
from voicecoach.bench.sound_card import SPEAKER, SoundCard, missing_programs
from voicecoach.core.units import RATE

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(
        bool(missing_programs()), reason=f"no virtual sound card without {', '.join(missing_programs())}"
    ),
]

ROUTINE = "cat_cows = 0\nsets = 1\nreps = 2\nplank = 0\n"
UP_TO_THE_FIRST_REP = "ready@15\nskip@25\nskip@40\nskip@55\npause@62\n"
FAULT_AFTER = 3.0
"""Seconds after a rep's beginning: its counts are being spoken."""


@pytest.fixture
def card() -> Iterator[SoundCard]:
    with SoundCard() as card:
        yield card


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the journal of a session that was closed before its first rep was done."""
    folder = tmp_path_factory.mktemp("begun")
    (folder / "routine.toml").write_text(ROUTINE)
    options = ("--input", "keyboard", "--output", "none", "--journal", folder / "begun.jsonl")
    voicecoach(
        "coach",
        "--routine",
        folder / "routine.toml",
        *options,
        environment=home_of(folder),
        typed=UP_TO_THE_FIRST_REP,
    )
    assert journal_of(folder / "begun.jsonl")[-1]["phase"] == "done"
    return folder / "begun.jsonl"


def journal_of(path: Path) -> list[dict[str, Any]]:
    """Return the turns of a journal, which may still be written."""
    lines = path.read_text().splitlines()[1:] if path.exists() else []
    return [json.loads(line) for line in lines if line.endswith("}")]


def effects_of(path: Path, kind: str) -> list[object]:
    return [effect[kind] for turn in journal_of(path) for effect in turn["effects"] if kind in effect]


def devices_told(path: Path) -> list[tuple[str, object]]:
    told = [next(iter(turn["event"].items())) for turn in journal_of(path)]
    return [(kind, values["device"]) for kind, values in told if "device" in kind]


def has_heard(path: Path) -> bool:
    return any("heard" in turn["event"] for turn in journal_of(path))


def wait_until(is_so: Callable[[], object], process: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.05)


def coached(card: SoundCard, *options: str | Path) -> "subprocess.Popen[str]":
    words = (*PROGRAM, "coach", *map(str, options))
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(words, env=card.environment, text=True, **streams)  # type: ignore[call-overload, no-any-return]


def kill_the_server(card: SoundCard) -> None:
    card.unplug()
    time.sleep(5)
    card.start()


def pull_the_sinks(card: SoundCard) -> None:
    card.pull_sinks()
    time.sleep(3)
    card.put_sinks_back()


def freeze_the_server(card: SoundCard) -> None:
    card.freeze()
    time.sleep(3)
    card.thaw()


@pytest.mark.lengthy
@pytest.mark.parametrize(
    "fail",
    [
        pytest.param(kill_the_server, id="server killed for 5 s"),
        pytest.param(pull_the_sinks, id="sinks removed for 3 s"),
        pytest.param(freeze_the_server, id="server frozen for 3 s"),
    ],
)
def test_a_session_goes_on_with_the_right_tally(
    fail: Callable[[SoundCard], None], begun: Path, card: SoundCard, tmp_path: Path
) -> None:
    journal = tmp_path / "journal.jsonl"
    process = coached(card, "--resume", begun, "--journal", journal)
    try:
        wait_until(lambda: "ready.ask" in effects_of(journal, "say"), process)
        insist(card, spoken("ready", tmp_path), partial(has_heard, journal))
        wait_until(partial(effects_of, journal, "begin_rep"), process)
        time.sleep(FAULT_AFTER)
        fail(card)
        printed, complaints = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert process.returncode == 0, complaints
    told = devices_told(journal)
    assert {device for kind, device in told if kind == "device_lost"} == {"microphone", "speaker"}
    assert told[-1][0] == "device_found"
    assert "The loudspeaker went away." in printed
    assert "\a" in printed
    assert "My voice is back." in printed or "I hear you again." in printed
    assert effects_of(journal, "reason") == ["paused"]
    assert effects_of(journal, "credit") == [1, 2]
    assert "two perfect of two tried." in printed  # the one that the fault cut was no try


def test_a_session_can_be_closed_while_the_server_is_frozen(card: SoundCard, tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    process = coached(card, "--journal", journal)
    try:
        wait_until(lambda: "ready.ask" in effects_of(journal, "say"), process)
        card.freeze()
        wait_until(lambda: devices_told(journal), process)
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=30)
    finally:
        process.kill()
        card.thaw()
    assert process.returncode == 130
    assert "closed; go on with" in complaints


def warnings_of(card: SoundCard, folder: Path, heard: Callable[[], None], said: str) -> str:
    """Return what a session prints as warnings once something was done to its microphone and the coach said so."""
    journal = folder / "journal.jsonl"
    process = coached(card, "--journal", journal)
    try:
        wait_until(lambda: journal_of(journal), process)
        heard()
        wait_until(lambda: said in effects_of(journal, "say"), process)
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert effects_of(journal, "say").count(said) == 1
    return str(complaints)


def test_a_microphone_that_gives_zeros_is_told_of(card: SoundCard, tmp_path: Path) -> None:
    told = warnings_of(card, tmp_path, lambda: None, "fault.silent")
    assert "gives nothing but silence; switch it on" in told


def test_a_microphone_that_is_driven_too_far_is_told_of(card: SoundCard, tmp_path: Path) -> None:
    square = np.where(np.arange(2 * RATE) // 100 % 2, 1.0, -1.0)
    soundfile.write(tmp_path / "shout.wav", square, RATE)
    told = warnings_of(card, tmp_path, lambda: card.play(tmp_path / "shout.wav"), "fault.clipped")
    assert "is driven too far" in told


def test_a_sound_card_of_44_100_hz_is_played_and_heard(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    with SoundCard(rate=44_100) as card:
        process = coached(card, "--journal", journal)
        try:
            wait_until(lambda: "ready.ask" in effects_of(journal, "say"), process)
            insist(card, spoken("ready", tmp_path), partial(has_heard, journal))
        finally:
            process.kill()
            process.communicate()
    assert has_heard(journal)
    assert devices_told(journal) == []


def test_without_a_microphone_one_line_says_so(card: SoundCard) -> None:
    speaker = f'{{ type pulse server "{card.environment["PULSE_SERVER"]}" device {SPEAKER} }}'
    only_speaker = f'pcm.default {{ type asym playback.pcm {speaker} hint {{ show on description "speaker" }} }}\n'
    Path(card.environment["ALSA_CONFIG_PATH"]).write_text(only_speaker)
    done = voicecoach("coach", environment=card.environment)
    assert done.returncode == 1
    assert complaint(done) == (
        "voicecoach: no sound device can be the microphone; plug one in, or use a sound file in its place"
    )
