"""Sessions of the program itself on a virtual sound card, and what they were seen to do."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from voicecoach import __version__
from voicecoach.bench.live.beats import found_counts, heads_of, planned_counts
from voicecoach.bench.live.coached import BUSY
from voicecoach.bench.live.process import Usage, can_be_seen, usage_of
from voicecoach.bench.live.report import Cost, Counting, LiveReport, Step, Stumbles, counting
from voicecoach.bench.sound_card import Listener, SoundCard
from voicecoach.core.errors import DeviceFailed, DeviceMissing
from voicecoach.ports import OutputPcm
from voicecoach.wiring import load_cues

ROUTINE = """\
sets = 20
reps = 50
rest = 0
plank = 0
cat_cows = 0
tempo = "3-0-1-0"
verbosity = "short"
"""
"""Descents of three counts, one after the other."""

WARM_UP = "yes\nskip\nyes\nyes\nyes\n"
"""What leads a typed session to its sets."""

STARTED, FIRST_REP = '"started"', '"begin_rep"'
"""What stands in the journal once a session runs, and once its counting begins."""

BUSY_PROCESSES = 2

LISTENING = 30.0
"""Seconds for which a session that listens is watched: the coach speaks for the first half of them."""

PATIENCE = 120.0
"""Seconds in which a session must be heard to begin, come to its counting, or end once it was told to."""

NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
"""Where a developer's machine sets this, each start compiles the program anew, and no start is a warm one."""

MILESTONES = (
    ("imported", "Python and imports"),
    ("bank", "cue bank"),
    ("model", "model"),
    ("devices", "devices"),
)
"""What the program tells of its start, in order, and how that reads."""

Advance = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of one session."""

    heard: OutputPcm
    journal: str
    start: float | None
    """Seconds until its first sound."""
    steps: tuple[Step, ...]
    usage: Usage


def measure(minutes: float, *, is_busy: bool, advance: Advance) -> LiveReport:
    """Count for some minutes, once more with a busy machine if wanted, then listen for a while.

    Raises DeviceMissing without PulseAudio or /proc, DeviceFailed when a session is not heard to begin or does not end.
    """
    if not can_be_seen():
        raise DeviceMissing("bench live needs Linux, where /proc tells what a program takes; run it there")
    load = os.getloadavg()[0]
    with SoundCard() as card:
        watched = _Card(card=card, folder=card.settings.parent)
        counted = [_counted(watched, minutes, is_busy=busy, advance=advance) for busy in ((False, True)[: 1 + is_busy])]
        card.put_into_a_room()
        advance(f"listening for {LISTENING:.0f} s")
        listened = watched.session(("--journal", "listening.jsonl"), LISTENING)
    return LiveReport(
        version=__version__,
        cores=os.cpu_count() or 1,
        load=round(load, 2),
        counting=tuple(counted),
        cost=Cost(
            core=listened.usage.core,
            megabytes=listened.usage.megabytes,
            start=listened.start,
            steps=listened.steps,
        ),
    )


def _counted(watched: "_Card", minutes: float, *, is_busy: bool, advance: Advance) -> Counting:
    advance(f"counting for {minutes:g} min{' on a busy machine' if is_busy else ''}")
    (watched.folder / "routine.toml").write_text(ROUTINE, encoding="utf-8")
    name = "busy.jsonl" if is_busy else "counting.jsonl"
    options = ("--input", "keyboard", "--routine", "routine.toml", "--journal", name)
    with _busy(BUSY_PROCESSES if is_busy else 0):
        seen = watched.session(options, 60 * minutes, typed=WARM_UP, is_busy=is_busy)
    bank = load_cues()
    planned = planned_counts(seen.journal)
    found = tuple(found_counts(seen.heard, planned, heads_of(bank.pcm, bank.beats, planned)))
    return counting(planned, found, minutes=minutes, is_busy=is_busy, stumbles=stumbles_of(seen.journal))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """A sound card, and a folder for what its sessions write."""

    card: SoundCard
    folder: Path

    def session(self, options: Sequence[str], seconds: float, *, typed: str = "", is_busy: bool = False) -> Seen:
        """Run `coach`, watch it for some seconds from its first sound on, and close it; typing, from its first rep."""
        listener = self.card.listen()
        began = time.monotonic()
        process = self._start(options, is_busy=is_busy)
        try:
            _type(process, typed)
            listener.wait_until(lambda: listener.first_sound is not None or process.poll() is not None, PATIENCE)
            self._must_run(process)
            self._wait_for(FIRST_REP if typed else STARTED, options[-1], process)
            before = usage_of(process.pid)
            time.sleep(seconds)
            self._must_run(process)
            after = usage_of(process.pid)
            _close(process)
        finally:
            process.kill()
            process.wait()
            heard = listener.stop()
        return Seen(
            heard=heard,
            journal=(self.folder / options[-1]).read_text(encoding="utf-8"),
            start=_since(began, listener),
            steps=tuple(self._steps(began, listener)),
            usage=after.since(before),
        )

    def _start(self, options: Sequence[str], *, is_busy: bool) -> "subprocess.Popen[bytes]":
        company = (BUSY,) if is_busy else ()
        module = ("-P", "-m", "voicecoach.bench.live.coached", str(self._milestones))
        self._milestones.unlink(missing_ok=True)
        return subprocess.Popen(  # noqa: S603 - this program
            (sys.executable, *module, *company, "coach", *options),
            env={name: value for name, value in self.card.environment.items() if name != NO_BYTECODE},
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._complaints.open("wb"),
        )

    def _wait_for(self, word: str, journal: str, process: "subprocess.Popen[bytes]") -> None:
        """Wait until a word stands in the journal."""
        until = time.monotonic() + PATIENCE
        while word not in (self.folder / journal).read_text(encoding="utf-8"):
            self._must_run(process)
            if time.monotonic() > until:
                raise DeviceFailed(f"the session did not come to {word} within {PATIENCE:.0f} s; try again")
            time.sleep(0.1)

    def _must_run(self, process: "subprocess.Popen[bytes]") -> None:
        if process.poll() is not None:
            last = self._complaints.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
            raise DeviceFailed(f"the session ended by itself; it said: {''.join(last) or 'nothing'}")

    @property
    def _complaints(self) -> Path:
        return self.folder / "complaints"

    @property
    def _milestones(self) -> Path:
        return self.folder / "milestones.json"

    def _steps(self, began: float, listener: Listener) -> Iterator[Step]:
        passed = json.loads(self._milestones.read_text(encoding="utf-8"))
        computed = 0.0
        for name, words in MILESTONES:
            if name in passed:
                at, by_then = passed[name]
                yield Step(name=words, seconds=round(at - began, 3), computed=round(by_then - computed, 3))
                began, computed = at, by_then
        if listener.first_sound is not None:
            yield Step(name="first sample", seconds=round(listener.first_sound - began, 3), computed=None)


def _since(began: float, listener: Listener) -> float | None:
    return None if listener.first_sound is None else round(listener.first_sound - began, 3)


def _type(process: "subprocess.Popen[bytes]", words: str) -> None:
    """Type something and leave the keyboard open: whoever leaves it would be taken to be gone."""
    if process.stdin:
        process.stdin.write(words.encode())
        process.stdin.flush()


def _close(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired as late:
        raise DeviceFailed(f"the session did not end within {PATIENCE:.0f} s; try again") from late


@contextmanager
def _busy(processes: int) -> Iterator[None]:
    """Keep so many processes computing."""
    running = [subprocess.Popen((sys.executable, "-c", "while True: pass")) for _ in range(processes)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def stumbles_of(journal: str) -> Stumbles | None:
    """Return what the devices did not manage, by the last line of a journal; nothing where the session broke off."""
    event = json.loads(journal.splitlines()[-1]).get("event", {})
    return Stumbles(**event["played_out"]) if "played_out" in event else None
