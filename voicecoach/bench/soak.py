"""A soak: hours of noise through the real ears, to see what breaks, what is believed, and whether memory grows."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from voicecoach.bench.interval import Rate
from voicecoach.bench.markdown import table
from voicecoach.core.units import BLOCK, RATE, Samples
from voicecoach.hearing.listener import Listener, Opened
from voicecoach.hearing.utterance import Utterance
from voicecoach.ports import Frame, InputPcm

PARTS = 10
"""Parts after each of which memory is measured."""

MOST_FAULTS = 20
"""Exceptions of which the words are kept."""

_STATM = Path("/proc/self/statm")  # where Linux tells the resident pages of a process
_SILENCE = np.zeros(BLOCK, np.float32)


MOST_MISTAKES = 1000
"""Commands that were believed of which each is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A command that nobody gave and that was believed."""

    command: str
    at: float
    """Seconds from the beginning; the same seed has the same noise there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Soaked:
    """What came of a soak."""

    hours: float
    seed: int
    model: str
    has_babble: bool
    exceptions: int
    faults: tuple[str, ...]
    """The first exceptions, each as one line."""
    openings: int
    """How often the gate opened."""
    accepted: Rate
    accepted_commands: Mapping[str, int]
    mistakes: tuple[Mistake, ...]
    """The first of them, in order."""
    memory: tuple[float | None, ...]
    """Resident MiB before the first frame, after each tenth, and so at the end; nothing where none can tell."""
    real_time_factor: float
    """Seconds of work for a second of sound."""

    @property
    def growth(self) -> float | None:
        """Return the MiB by which memory grew after the first tenth, in which everything is loaded."""
        first, last = self.memory[1], self.memory[-1]
        return None if first is None or last is None else last - first


@dataclass(frozen=True, slots=True, kw_only=True)
class Bath:
    """What is fed, and to what end it is told."""

    hours: float
    seed: int
    model: str
    has_babble: bool = False

    @property
    def frames(self) -> int:
        """Return how many frames that is, one for each part at least."""
        return max(PARTS, round(self.hours * 3600 * RATE / BLOCK))


@dataclass(slots=True, kw_only=True)
class _Found:
    faults: list[str]
    openings: int = 0
    exceptions: int = 0
    accepted: Counter[str]
    mistakes: list[Mistake]


Advance = Callable[[int, Soaked], None]
"""Told after each part which one it was, and what has come of it so far."""


def soak(bath: Bath, blocks: Iterable[InputPcm], ears: Callable[[], Listener], advance: Advance) -> Soaked:
    """Feed blocks through `ears()` and return what came of it; it never raises what the ears raise.

    After an exception a new listener goes on with the next frame.
    """
    listener, found = ears(), _Found(faults=[], accepted=Counter(), mistakes=[])
    memory, began = [resident()], time.perf_counter()
    ends = [bath.frames * part // PARTS for part in range(1, PARTS + 1)]
    for number, pcm in enumerate(blocks, 1):
        frame = Frame(pcm=pcm, start=Samples((number - 1) * BLOCK))
        try:
            _note(listener, frame, found)
        except Exception as failure:  # noqa: BLE001 - whatever it is, it is what a soak looks for
            found.exceptions += 1
            fault = " ".join(f"{type(failure).__name__}: {failure}".split())
            found.faults += [fault][: MOST_FAULTS - len(found.faults)]
            listener = ears()
        if number in ends:
            memory.append(resident())
            advance(len(memory) - 1, _soaked(bath, found, memory, time.perf_counter() - began))
    return _soaked(bath, found, memory, time.perf_counter() - began)


def resident() -> float | None:
    """Return the MiB of this process that lie in memory, or nothing where the system does not say."""
    try:
        pages = int(_STATM.read_text(encoding="ascii").split()[1])
    except (OSError, IndexError, ValueError):
        return None
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 2)


def as_table(soaked: Soaked) -> str:
    """Return what came of a soak as a table in Markdown."""
    commands = ", ".join(f"{command} {count}" for command, count in sorted(soaked.accepted_commands.items()))
    places = ("start", *(f"{part}/{PARTS}" for part in range(1, len(soaked.memory))))
    growth = soaked.growth
    rows = [
        ("hours of noise", f"{soaked.hours:g}{', with babble' if soaked.has_babble else ''}, seed {soaked.seed}"),
        ("exceptions", str(soaked.exceptions)),
        *(("", fault) for fault in soaked.faults),
        ("commands accepted", f"{soaked.accepted.count}{f' ({commands})' if commands else ''}"),
        ("gate opened", str(soaked.openings)),
        *((f"resident memory, {place}", _mib(each)) for place, each in zip(places, soaked.memory, strict=True)),
        ("growth after the first tenth", _mib(growth)),
        ("real-time factor", f"{soaked.real_time_factor:.4f}"),
    ]
    return "\n".join(table((f"model {soaked.model}", ""), rows))


def _mib(mebibytes: float | None) -> str:
    return "unknown" if mebibytes is None else f"{mebibytes:.1f} MiB"


def _note(listener: Listener, frame: Frame, found: _Found) -> None:
    for observation in listener.step(frame, _SILENCE):
        if isinstance(observation, Opened):
            found.openings += 1
        elif isinstance(observation, Utterance) and observation.is_accepted and observation.command:
            mistake = Mistake(command=observation.command.value, at=round(observation.start / RATE, 2))
            found.accepted[mistake.command] += 1
            found.mistakes += [mistake][: MOST_MISTAKES - len(found.mistakes)]


def _soaked(bath: Bath, found: _Found, memory: list[float | None], wall: float) -> Soaked:
    hours = bath.frames * (len(memory) - 1) / PARTS * BLOCK / RATE / 3600
    return Soaked(
        hours=round(hours, 6),
        seed=bath.seed,
        model=bath.model,
        has_babble=bath.has_babble,
        exceptions=found.exceptions,
        faults=tuple(found.faults),
        openings=found.openings,
        accepted=Rate(count=found.accepted.total(), hours=hours),
        accepted_commands=dict(sorted(found.accepted.items())),
        mistakes=tuple(found.mistakes),
        memory=tuple(memory),
        real_time_factor=round(wall / (hours * 3600), 6),
    )
