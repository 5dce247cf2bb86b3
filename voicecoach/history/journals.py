"""Journals on disk: written line by line while a session runs, and read back."""

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count, groupby
from pathlib import Path
from typing import BinaryIO, get_args

import platformdirs
from pydantic import TypeAdapter, ValidationError

from voicecoach.core.errors import JournalBroken, StorageFull
from voicecoach.core.events import Event
from voicecoach.core.journal import FORMAT, Header, encode_header, encode_turn, name_of
from voicecoach.core.turn import Turn

_EVENTS: dict[str, TypeAdapter[Event]] = {name_of(kind): TypeAdapter(kind) for kind in get_args(Event)}
_HEADER = TypeAdapter(Header)


def journal_folder() -> Path:
    """Return where the journals of live sessions are kept."""
    return platformdirs.user_data_path("voicecoach") / "journals"


def new_journal(folder: Path, moment: datetime, continues: Path | None = None) -> Path:
    """Return a free name for a journal: by its moment, or after the one that it goes on with, as in `NAME.2.jsonl`."""
    plain = folder / f"{moment:%Y-%m-%d-%H%M%S}.jsonl"
    if continues is None and not plain.exists():
        return plain
    stem = f"{plain.stem}-" if continues is None else f"{_root(continues)}."
    paths = (folder / f"{stem}{number}.jsonl" for number in count(2))
    return next(path for path in paths if not path.exists())


def journal_chains(folder: Path) -> dict[str, tuple[Path, ...]]:
    """Return the journals of each session by the name of the first one, each in the order in which they were begun.

    An empty file, as a full disk leaves it, is none.
    """
    parts = sorted((path for path in folder.glob("*.jsonl") if path.is_file() and path.stat().st_size), key=_place)
    chains = (tuple(chain) for _, chain in groupby(parts, key=_root))
    return {chain[0].name: chain for chain in chains}


def _root(path: Path) -> str:
    return _PART.sub("", path.name)


def _place(path: Path) -> tuple[str, int]:
    found = _PART.search(path.name)
    return _root(path), int(found[1] or 1) if found else 1


_PART = re.compile(r"(?:\.(\d+))?\.jsonl$")


class JournalFile:
    """A journal that is being written; a line that cannot be saved is kept in memory and tried again.

    A file that is there already is set aside as `NAME.before`.
    """

    def __init__(self, path: Path, header: Header) -> None:
        self.path = path
        self.fault: str | None = None
        """Why lines wait in memory, or nothing while all is saved."""
        self._file: BinaryIO | None = None
        self._saved = 0
        self._all: list[bytes] = []
        self._append(encode_header(header))

    def write(self, turn: Turn) -> None:
        """Append one turn; never raises."""
        self._append(encode_turn(turn))

    def close(self) -> None:
        """Save what waits in memory, in another folder when need be.

        Raises StorageFull, naming the other file, when the journal could not be saved where it was wanted.
        """
        self._flush()
        if self._file:
            self._file.close()
            self._file = None
        if self._saved < len(self._all):
            raise StorageFull(f"the journal {self.path} could not be written ({self.fault}); {self._rescue()}")

    def _append(self, text: str) -> None:
        self._all.append(text.encode(errors="backslashreplace") + b"\n")
        self._flush()

    def _flush(self) -> None:
        try:
            file = self._file or self._open()
            while self._saved < len(self._all):
                _write_whole(file, self._all[self._saved])
                self._saved += 1
            self.fault = None
        except OSError as error:
            self.fault = error.strerror or str(error)

    def _open(self) -> BinaryIO:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.is_file() and self.path.stat().st_size:
            self.path.replace(self.path.with_name(f"{self.path.name}.before"))
        self._file = self.path.open("wb", buffering=0)
        return self._file

    def _rescue(self) -> str:
        """Write the whole journal elsewhere; never beside the half of it, where it would be a second session."""
        folders = (folder for folder in (journal_folder(), Path(tempfile.gettempdir())) if folder != self.path.parent)
        for folder in folders:
            path = folder / f"rescued-{self.path.name}"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_bytes(b"".join(self._all))
            except OSError:
                with suppress(OSError):
                    path.unlink()
                continue
            return f"the whole of it is in {path}; move it to {self.path} once that can be written"
        return "and no other folder took it"


def _write_whole(file: BinaryIO, line: bytes) -> None:
    """Write one line or nothing of it, so that a full disk leaves no half line behind."""
    before = file.tell() if file.seekable() else None
    try:
        done = file.write(line)
        if done != len(line):
            raise OSError(28, "No space left on device")
    except OSError:
        if before is not None:
            with suppress(OSError):
                file.truncate(before)
                file.seek(before)
        raise


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """One turn of a journal: the event, and the line as it was written."""

    number: int
    """Line in the file, from 1."""
    text: str
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """A journal that was read back."""

    path: Path
    size: int
    """Bytes that were read, a line that was cut off included."""
    header: Header
    lines: tuple[JournalLine, ...]


def read_journal(path: Path) -> Journal:
    """Return a journal; a last line that a crash cut off is left out.

    Raises JournalBroken naming the file and the line.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise JournalBroken(f"{path} cannot be read: {error.strerror}") from error
    texts = content.decode(errors="replace").splitlines(keepends=True)
    if texts and not texts[-1].endswith("\n"):
        texts.pop()
    if not texts:
        raise JournalBroken(f"{path} is empty: it holds no header line")
    return Journal(path=path, size=len(content), header=_header(path, texts[0]), lines=tuple(_lines(path, texts[1:])))


def read_header(path: Path) -> Header:
    """Return the header of a journal without reading the rest; raises JournalBroken."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return _header(path, file.readline())
    except OSError as error:
        raise JournalBroken(f"{path} cannot be read: {error.strerror}") from error


def _header(path: Path, text: str) -> Header:
    fields = _fields(path, 1, text)
    found = fields.pop("format", None)
    if found != FORMAT:
        raise JournalBroken(f"{path}: journal format {found!r} is not known; this version reads format {FORMAT}")
    try:
        return _HEADER.validate_python(fields)
    except ValidationError as error:
        raise JournalBroken(f"{path}, line 1: {_problem(error)}") from error


def _lines(path: Path, texts: list[str]) -> Iterator[JournalLine]:
    for number, text in enumerate(texts, start=2):
        fields = _fields(path, number, text)
        match fields.get("event"):
            case dict() as event if len(event) == 1 and (name := next(iter(event))) in _EVENTS:
                values = event[name]
            case other:
                raise JournalBroken(f"{path}, line {number}: no event {other!r} is known")
        try:
            parsed = _EVENTS[name].validate_python({**values, "at": fields.get("t")})
        except (ValidationError, TypeError) as error:
            problem = _problem(error) if isinstance(error, ValidationError) else str(error)
            raise JournalBroken(f"{path}, line {number}: {problem}") from error
        yield JournalLine(number=number, text=text.rstrip("\n"), event=parsed)


def _fields(path: Path, number: int, text: str) -> dict[str, object]:
    try:
        fields = json.loads(text)
    except json.JSONDecodeError as error:
        raise JournalBroken(f"{path}, line {number}: not JSON: {error.msg}") from error
    if not isinstance(fields, dict):
        raise JournalBroken(f"{path}, line {number}: not an object")
    return fields


def _problem(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
