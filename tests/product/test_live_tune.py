"""A live `tune` on a virtual sound card: it hears an answer spoken into the microphone, and Ctrl-C leaves nothing."""

import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.product.program import PROGRAM, home_of
from tests.product.test_live import spoken
from voicecoach.bench.sound_card import SoundCard, missing_programs

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(
        bool(missing_programs()), reason=f"no virtual sound card without {', '.join(missing_programs())}"
    ),
]

PATIENCE = 60.0
WORDS = "pause"


def test_a_live_audition_hears_an_answer_and_an_interruption_leaves_nothing_behind(tmp_path: Path) -> None:
    said, printed = spoken(WORDS, tmp_path), tmp_path / "printed.txt"
    with SoundCard() as card, printed.open("w") as sink:
        process = subprocess.Popen(
            (*PROGRAM, "tune", "--person", "ann", "--keep-recordings"),
            env={**home_of(tmp_path), **card.environment, "HOME": str(tmp_path), "PYTHONUNBUFFERED": "1"},
            stdout=sink,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            until = time.monotonic() + PATIENCE
            while f"you    {WORDS}" not in printed.read_text():
                assert process.poll() is None, process.communicate()
                assert time.monotonic() < until, printed.read_text()
                card.play(said)
                time.sleep(2.0)
            process.send_signal(signal.SIGINT)
            _, complaints = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert (process.returncode, complaints.splitlines()[-1]) == (130, "left before its end; nothing is stored")
    assert "Say: Stop." in printed.read_text()
    assert not list(tmp_path.rglob("profile.toml"))
    assert not list(tmp_path.rglob("recordings"))
