"""Work on several processes, in real ones."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.product,
    pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="it looks for processes in /proc"),
]

CALLER = """
import os, sys, time
from voicecoach.bench.pool import spread
import tests.bench.test_pool as work
if __name__ == "__main__":
    for pid in spread(work.slow, range(50), processes=2, at_a_time=1):
        print(pid, flush=True)
"""
PATIENCE = 10.0


def slow(_: int) -> int:
    time.sleep(0.3)
    return os.getpid()


def test_processes_end_when_their_caller_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "caller.py"
    script.write_text(CALLER, encoding="utf-8")
    place = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True, env=place) as caller:
        assert caller.stdout is not None
        workers = {int(caller.stdout.readline()) for _ in range(6)}
        caller.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while any(map(is_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(map(is_alive, workers))


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
