"""What a running process has taken of the machine, by Linux's /proc."""

import os
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a process has taken up to a moment."""

    at: float
    """Seconds of `time.monotonic`."""
    computed: float
    """Seconds of one core, in the program and for it in the kernel."""
    megabytes: float
    """Resident at most so far."""

    def since(self, before: "Taken") -> "Usage":
        """Return what it took from another moment to this one."""
        share = (self.computed - before.computed) / (self.at - before.at)
        return Usage(core=round(100 * share, 2), megabytes=round(self.megabytes, 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a process takes."""

    core: float
    """Percent of one core."""
    megabytes: float
    """Resident at most."""


def can_be_seen() -> bool:
    """Say whether this system tells what a process takes."""
    return Path("/proc/self/stat").exists()


def usage_of(process: int) -> Taken:
    """Return what a process has taken by now; raises OSError when it has ended."""
    folder = Path(f"/proc/{process}")
    behind_name = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    user, system = int(behind_name[11]), int(behind_name[12])
    status = (folder / "status").read_text(encoding="utf-8")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return Taken(
        at=time.monotonic(),
        computed=(user + system) / os.sysconf("SC_CLK_TCK"),
        megabytes=int(peak.split()[1]) / 1024,
    )
