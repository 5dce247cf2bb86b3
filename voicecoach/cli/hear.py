"""The command `voicecoach hear`: what would be understood in recordings."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from voicecoach.bench.pool import spread
from voicecoach.cli.coach import PersonOption, profile_of
from voicecoach.core.commands import Command
from voicecoach.core.errors import SoundFileBroken
from voicecoach.core.person import Profile
from voicecoach.hearing.models import AUTO, find_model
from voicecoach.hearing.personal import recogniser_for
from voicecoach.hearing.recogniser import VoskRecogniser
from voicecoach.hearing.recording import Placed, listen_to, recordings
from voicecoach.hearing.utterance import Utterance

FILES_A_PROCESS = 8
"""Fewer are heard sooner than another process starts."""


def hear(
    places: Annotated[
        list[Path], typer.Argument(metavar="FILE|DIR…", readable=False, help="Sound files, and folders of them.")
    ],
    *,
    model: Annotated[str, typer.Option(help="Model folder, or auto.")] = AUTO,
    person: PersonOption = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; as many as pay, unless given.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object an utterance.")] = False,
) -> None:
    """Print what would be understood in recordings, utterance by utterance, by the session's own pipeline.

    Into a file or a pipe it prints JSON lines, with or without --json.
    """
    tell = _as_json if as_json or not sys.stdout.isatty() else _as_line
    load = _Load(model=find_model(model), profile=profile_of(person, model))
    files = tuple(recordings(tuple(places)))
    processes = jobs or min(os.cpu_count() or 1, max(1, len(files) // FILES_A_PROCESS))
    is_whole = True
    for line in _lines(files, load, tell, processes):
        is_whole = is_whole and isinstance(line, str)
        typer.echo(str(line), err=not isinstance(line, str))
    if not is_whole:
        raise typer.Exit(1)


Tell = Callable[[Path, Placed], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Load:
    """What each process makes its recogniser of."""

    model: Path
    profile: Profile | None


def _lines(files: Sequence[Path], load: _Load, tell: Tell, processes: int) -> Iterator[str | SoundFileBroken]:
    """Return a line for each utterance, file after file in their order; a file that is no sound gives its error."""
    if processes == 1:
        return chain.from_iterable(_heard(load, tell, file) for file in files)
    return chain.from_iterable(spread(partial(_all_heard, load, tell), files, processes=processes))


def _all_heard(load: _Load, tell: Tell, file: Path) -> tuple[str | SoundFileBroken, ...]:
    return tuple(_heard(load, tell, file))


def _heard(load: _Load, tell: Tell, file: Path) -> Iterator[str | SoundFileBroken]:
    try:
        yield from (tell(file, placed) for placed in listen_to(file, _recogniser(load)))
    except SoundFileBroken as failure:
        yield failure


@cache
def _recogniser(load: _Load) -> VoskRecogniser:
    return recogniser_for(load.model, load.profile)


def fields_of(file: Path, placed: Placed) -> dict[str, object]:
    """Return what the JSON object of an utterance holds."""
    utterance = placed.utterance
    return {
        "file": str(file),
        "start": round(placed.start, 3),
        "end": round(placed.end, 3),
        "text": utterance.text,
        "command": utterance.command,
        "amount": utterance.meaning and utterance.meaning.amount,
        "set": utterance.meaning and utterance.meaning.set,
        "topic": utterance.meaning and utterance.meaning.topic,
        "candidates": _candidates(utterance),
        "accepted": utterance.is_accepted,
        "reason": utterance.verdict,
        "score": _rounded(utterance.score),
        "evidence": {name: _rounded(value) for name, value in _evidence(utterance).items()},
    }


def _as_json(file: Path, placed: Placed) -> str:
    return json.dumps(fields_of(file, placed), ensure_ascii=False)


def _candidates(utterance: Utterance) -> tuple[Command, ...]:
    """Return the two commands between which it is open what was said."""
    return () if utterance.command is None or utterance.rival is None else (utterance.command, utterance.rival)


def _evidence(utterance: Utterance) -> dict[str, float]:
    return {} if utterance.evidence is None else asdict(utterance.evidence)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _as_line(file: Path, placed: Placed) -> str:
    utterance = placed.utterance
    either = " or ".join(_candidates(utterance))
    meaning = utterance.command if utterance.is_accepted else f"({either or utterance.verdict})"
    return f"{file}  {placed.start:7.2f} s  {meaning or '':<14}  {utterance.text}"
