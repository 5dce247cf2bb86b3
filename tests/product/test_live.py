"""A live session on a virtual sound card: real streams, spoken commands, and the counts on the recording."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.product.program import PROGRAM
from voicecoach.bench.live.beats import Found, Planned, found_counts, heads_of, planned_counts
from voicecoach.bench.live.measure import stumbles_of
from voicecoach.bench.sound_card import SoundCard, missing_programs
from voicecoach.core.units import RATE
from voicecoach.ports import OutputPcm
from voicecoach.rehearsal.voices import SHIPPED
from voicecoach.wiring import load_cues

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(
        bool(missing_programs()), reason=f"no virtual sound card without {', '.join(missing_programs())}"
    ),
]

ROUTINE = "cat_cows = 0\nsets = 1\nreps = 2\nplank = 0\n"
ANSWERS = (
    ("ready.ask", "ready", "tension.intro"),
    ("tension.ask", "skip-this", "lift.intro"),
    ("lift.ask_45", "skip-this", "floor.intro"),
)
"""What is said to a cue, and the cue that answers it; the floor is then searched without a mark."""
TRIES = 5
PATIENCE = 120.0


def spoken(words: str, folder: Path) -> Path:
    """Return a shipped person's words as a WAV file with silence around them."""
    pcm, rate = soundfile.read(next(SHIPPED.rglob(f"{words}-*.flac")), dtype="float32")
    quiet = np.zeros(rate // 2, np.float32)
    path = folder / f"{words}.wav"
    soundfile.write(path, np.concatenate([quiet, pcm, quiet]), rate, subtype="PCM_16")
    return path


def effects(journal: Path) -> Iterator[dict[str, object]]:
    for line in journal.read_text().splitlines()[1:] if journal.exists() else []:
        yield from json.loads(line)["effects"]


def has_said(cue: str, journal: Path) -> bool:
    return any(effect.get("say") == cue for effect in effects(journal))


def insist(card: SoundCard, words: Path, is_understood: Callable[[], bool]) -> None:
    """Say something as a person does: again, when nothing comes of it within some seconds."""
    for _ in range(TRIES):
        time.sleep(1.0)
        card.play(words)
        until = time.monotonic() + 4.0
        while time.monotonic() < until:
            if is_understood():
                return
            time.sleep(0.05)


def wait_for(cue: str, journal: Path, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE
    while not has_said(cue, journal):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until, f"the coach never said {cue}"
        time.sleep(0.05)


@pytest.mark.lengthy
def test_a_live_session_obeys_spoken_commands_and_counts_on_the_beat(tmp_path: Path) -> None:
    journal, routine = tmp_path / "journal.jsonl", tmp_path / "routine.toml"
    routine.write_text(ROUTINE)
    with SoundCard() as card:
        recording = card.record(tmp_path / "speaker.wav")
        process = subprocess.Popen(
            (*PROGRAM, "coach", "--routine", str(routine), "--journal", str(journal)),
            env=card.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            for cue, words, answered_by in ANSWERS:
                wait_for(cue, journal, process)
                insist(card, spoken(words, tmp_path), partial(has_said, answered_by, journal))
            printed, complaints = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
            recording.stop()
    assert process.returncode == 0, complaints
    assert [line for line in printed.splitlines() if "you" in line.split()[1:2]], printed
    assert "two perfect of two tried." in printed
    speaker, rate = soundfile.read(tmp_path / "speaker.wav", dtype="float32")
    assert rate == RATE
    planned, found = counts_in(speaker, journal.read_text())
    assert len(found) == len(planned) >= 6
    slips = [after.late - before.late for before, after in pairwise(found) if after.late != before.late]
    stumbles = stumbles_of(journal.read_text())
    assert stumbles is not None
    assert len(slips) <= stumbles.underflows, slips  # what moves without a block that came late is the program's own


def counts_in(speaker: OutputPcm, journal: str) -> tuple[tuple[Planned, ...], tuple[Found, ...]]:
    """Return the counts that a session planned, and those that were recorded of it."""
    bank, planned = load_cues(), planned_counts(journal)
    return planned, tuple(found_counts(speaker, planned, heads_of(bank.pcm, bank.beats, planned)))
