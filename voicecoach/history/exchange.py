"""The history as files: JSON that another machine takes in whole, and a table with one row a rep.

The JSON is `{"format": 1, "sessions": [...]}`, one session a line with the fields of `SessionRecord`: `journal`,
`parts`, `journal_bytes`, `person`, `began` (ISO 8601), `variation`, `sets_asked`, `reps_asked`, `outcome`, and the
lists `reps`, `floors`, `alarms` with the fields of `RepRecord`, `FloorRecord` and `AlarmRecord`; times are seconds on
the session's clock, fractions lie from 0 (top) to 1 (ground).
"""

import csv
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TextIO

from pydantic import TypeAdapter, ValidationError

from voicecoach.core.errors import ExportBroken
from voicecoach.history.record import RepRecord, SessionRecord
from voicecoach.history.timeline import TimedSet, timed_sets
from voicecoach.history.whole_file import whole_file

FORMAT = 1
SESSION_COLUMNS = ("person", "began", "journal", "outcome")
_RECORD = TypeAdapter(SessionRecord)

WGER_REPETITIONS, WGER_KILOGRAMS = 1, 1
"""The numbers of these units in every wger."""


def write_json(path: Path, records: Iterable[SessionRecord]) -> int:
    """Write sessions as JSON over nothing but a whole earlier file; return how many. Raises StorageFull."""
    count = 0
    with _whole_text(path) as file:
        file.write(f'{{"format": {FORMAT}, "sessions": [')
        for record in records:
            file.write((",\n" if count else "\n") + _RECORD.dump_json(record).decode())
            count += 1
        file.write("\n]}\n")
    return count


def write_csv(path: Path, records: Iterable[SessionRecord]) -> int:
    """Write a row for each rep; return how many sessions. Raises StorageFull."""
    names = [field.name for field in fields(RepRecord)]
    count = 0
    with _whole_text(path) as file:
        table = csv.writer(file)
        table.writerow((*SESSION_COLUMNS, *names))
        for record in records:
            session = [getattr(record, name) for name in SESSION_COLUMNS]
            table.writerows([*session, *(getattr(rep, name) for name in names)] for rep in record.reps)
            count += 1
    return count


def write_wger(path: Path, records: Iterable[SessionRecord], exercise: int) -> int:
    """Write a workout log for each set as wger's `/api/v2/workoutlog/` takes it; return how many sessions.

    `exercise` is the number that leg raises have in that wger; repetitions are the perfect reps. Raises StorageFull.
    """
    logs, count = [], 0
    for record in records:
        logs += [_wger_log(record, done, exercise) for done in timed_sets(record)]
        count += 1
    with _whole_text(path) as file:
        json.dump(logs, file, indent=1)
        file.write("\n")
    return count


def _wger_log(record: SessionRecord, done: TimedSet, exercise: int) -> dict[str, object]:
    return {
        "date": done.start.isoformat(timespec="seconds"),
        "exercise": exercise,
        "repetitions_unit": WGER_REPETITIONS,
        "repetitions": done.perfect,
        "repetitions_target": record.reps_asked,
        "weight_unit": WGER_KILOGRAMS,
        "weight": None,
    }


def read_json(path: Path) -> tuple[SessionRecord, ...]:
    """Return the sessions of an export; raises ExportBroken naming the file and the session."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ExportBroken(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ExportBroken(f"{path} is no JSON: {error}") from error
    match content:
        case {"format": int(found), "sessions": list(sessions)} if found == FORMAT:
            return tuple(_records(path, sessions))
        case {"format": found, "sessions": _}:
            raise ExportBroken(f"{path}: export format {found!r} is not known; this version reads format {FORMAT}")
        case _:
            raise ExportBroken(f"{path} is no export; write one with: voicecoach export FILE.json")


def _records(path: Path, sessions: Iterable[object]) -> Iterator[SessionRecord]:
    for number, session in enumerate(sessions, start=1):
        try:
            record = _RECORD.validate_python(session)
            record.day  # noqa: B018 - a date that is none is found here
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise ExportBroken(f"{path}, session {number}: {place}: {first['msg']}") from error
        except ValueError as error:
            raise ExportBroken(f"{path}, session {number}: began: {error}") from error
        yield record


@contextmanager
def _whole_text(path: Path) -> Iterator[TextIO]:
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        yield file
