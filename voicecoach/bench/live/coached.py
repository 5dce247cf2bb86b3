"""The process that `bench live` watches: the program itself, with milestones of its start and company on request."""

import json
import logging
import runpy
import sys
import threading
import time
from pathlib import Path

START = "voicecoach.start"
"""The log in which `coach` tells how far its start has come."""

BUSY = "--busy-thread"


class Milestones(logging.Handler):
    """Keep when each milestone was passed, in seconds of `time.monotonic`, and what had been computed by then."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._passed: dict[str, tuple[float, float]] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Write all that are known: the process may be killed."""
        self._passed.setdefault(record.getMessage(), (time.monotonic(), time.process_time()))
        self._file.write_text(json.dumps(self._passed), encoding="utf-8")


def compute_forever() -> None:
    """Keep Python busy, as a careless plug-in would."""
    count = 0
    while True:
        count += 1


def main(milestones: Path, *words: str) -> None:
    """Run the program as `voicecoach WORDS`, with a busy thread beside it where the first word asks for one."""
    log = logging.getLogger(START)
    log.addHandler(Milestones(milestones))
    log.setLevel(logging.DEBUG)
    log.propagate = False
    if words[:1] == (BUSY,):
        words = words[1:]
        threading.Thread(target=compute_forever, daemon=True).start()
    sys.argv = ["voicecoach", *words]
    runpy.run_module("voicecoach", run_name="__main__")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
