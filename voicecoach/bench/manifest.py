"""A corpus as a CSV file: one row a recording, with its words and where in the file they lie."""

import csv
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from voicecoach.bench.clip import Clip, Kind, Span, words_of
from voicecoach.core.commands import COMMAND_OF
from voicecoach.core.errors import CorpusBroken
from voicecoach.core.units import Seconds
from voicecoach.hearing.recording import opened

NEEDED = ("file", "text", "start", "end")
"""Columns that must be there; `start` and `end`, in seconds, may be empty, and then the whole file is heard."""

OPTIONAL = ("speaker", "voice", "kind")

MARGIN = Seconds(0.5)
"""What is heard before and after the words when the manifest tells where they lie."""

_ROUNDING = 0.05  # seconds by which a written end may lie behind the file's own


def read_manifest(file: Path) -> tuple[Clip, ...]:
    """Return the clips of a manifest, in its order; files lie relative to it.

    Raises CorpusBroken naming the row and what is wrong with it, SoundFileBroken for a file that is none.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            _check_columns(file, tuple(reader.fieldnames or ()))
            return tuple(_clips(file, reader))
    except (OSError, UnicodeDecodeError, csv.Error) as failure:
        raise CorpusBroken(f"manifest {file} cannot be read: {failure}") from failure


def _check_columns(file: Path, names: tuple[str, ...]) -> None:
    if len(names) == 1 and (separator := re.search(r"[;\t|]", names[0])):
        raise CorpusBroken(f"manifest {file} parts its columns with {separator[0]!r}; it needs commas")
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise CorpusBroken(f"manifest {file} has the column {twice[0]!r} twice")
    for name in NEEDED:
        if name not in names:
            raise CorpusBroken(f"manifest {file} lacks the column {name!r}; it needs {', '.join(NEEDED)}")
    for name in names:
        if name not in (*NEEDED, *OPTIONAL):
            raise CorpusBroken(f"manifest {file} has an unknown column {name!r}; known: {', '.join(NEEDED + OPTIONAL)}")


def _clips(manifest: Path, reader: "csv.DictReader[str]") -> Iterator[Clip]:
    lines: dict[tuple[str, Span | None], int] = {}
    for row in reader:
        try:
            clip = _clip(manifest, row)
            before = lines.setdefault((clip.name, clip.excerpt), reader.line_num)
            if before != reader.line_num:
                raise ValueError(f"the same recording as in line {before}")
            yield clip
        except ValueError as fault:
            raise CorpusBroken(f"manifest {manifest}, line {reader.line_num}: {fault}") from fault


def _clip(manifest: Path, row: Mapping[str, str | None]) -> Clip:
    if None in row or None in row.values():
        raise ValueError("it has more or fewer fields than the header")
    fields = {name: (value or "").strip() for name, value in row.items()}
    file = manifest.parent / fields["file"]
    if not fields["file"] or not file.is_file():
        raise ValueError(f"no such file: {fields['file'] or 'the field is empty'}")
    text = words_of(fields["text"])
    excerpt, word_end = _place(file, fields["start"], fields["end"])
    return Clip(
        file=file,
        name=fields["file"],
        collection=f"manifest {manifest.name}",
        kind=_kind(fields.get("kind", "")),
        text=text,
        meant=COMMAND_OF.get(text),
        speaker=fields.get("speaker", ""),
        voice=fields.get("voice", ""),
        excerpt=excerpt,
        word_end=word_end,
    )


def _kind(written: str) -> Kind:
    if written and written not in tuple(Kind):
        raise ValueError(f"kind is {written!r}; allowed: {', '.join(Kind)}")
    return Kind(written or Kind.RECORDED)


def _place(file: Path, start: str, end: str) -> tuple[Span | None, Seconds | None]:
    if not start and not end:
        return None, None
    begins, ends = _seconds("start", start), _seconds("end", end)
    if ends <= begins:
        raise ValueError(f"end {end} is not after start {start}")
    with opened(file) as sound:
        last = sound.frames / sound.samplerate
    if ends > last + _ROUNDING:
        raise ValueError(f"end {end} is behind the end of {file.name}, which lasts {last:.2f} s")
    first = max(0.0, begins - MARGIN)
    return Span(start=Seconds(first), end=Seconds(ends + MARGIN)), Seconds(ends - first)


def _seconds(name: str, written: str) -> float:
    try:
        value = float(written)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or value < 0:
        raise ValueError(f"{name} is {written!r}; it must be seconds from the start of the file, both or neither given")
    return value
