"""The history as files: what was exported comes back whole, and a wrong file is named."""

import csv
import json
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.history.sessions import FIRST_DAY, arched, hurt, keep
from voicecoach.core.errors import ExportBroken, StorageFull
from voicecoach.history.archive import write_archive
from voicecoach.history.exchange import read_json, write_csv, write_json, write_wger
from voicecoach.history.fit_file import write_fit
from voicecoach.history.journals import read_journal
from voicecoach.history.keeping import open_store
from voicecoach.history.record import SessionRecord, record_of, session_done


@pytest.fixture
def records(tmp_path: Path) -> tuple[SessionRecord, ...]:
    paths = (keep(tmp_path, arched()), keep(tmp_path, hurt(), days=2, person="sam"))
    return tuple(record_of([read_journal(path)]) for path in paths)


def test_what_was_exported_is_stored_elsewhere_with_nothing_lost(
    tmp_path: Path, records: tuple[SessionRecord, ...]
) -> None:
    urls = [URL.create("sqlite", database=str(tmp_path / name)) for name in ("here", "there")]
    with open_store(urls[0]) as here, open_store(urls[1]) as there:
        here.save(records)
        assert write_json(tmp_path / "all.json", here.records()) == 2
        there.save(read_json(tmp_path / "all.json"))
        assert tuple(there.records()) == records
        assert (there.listed(), there.decisions("sam")) == (here.listed(), here.decisions("sam"))


def test_the_table_has_a_row_for_each_rep(tmp_path: Path, records: tuple[SessionRecord, ...]) -> None:
    assert write_csv(tmp_path / "reps.csv", records) == 2
    with (tmp_path / "reps.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    reps = [(record.person, rep.verdict.value, rep.start) for record in records for rep in record.reps]
    assert [(row["person"], row["verdict"], float(row["start"])) for row in rows] == reps
    assert rows[1]["reason"] == "arched"


def test_an_export_that_fails_leaves_the_earlier_one(tmp_path: Path, records: tuple[SessionRecord, ...]) -> None:
    path = tmp_path / "all.json"
    write_json(path, records)

    def failing() -> "list[SessionRecord]":
        raise OSError(28, "No space left on device")

    with pytest.raises(StorageFull, match=r"all\.json cannot be written: No space"):
        write_json(path, (record for _ in (1,) for record in failing()))
    assert read_json(path) == records
    assert [found.name for found in tmp_path.glob("all*")] == ["all.json"]


def test_a_place_where_nothing_can_be_written_is_named(tmp_path: Path, records: tuple[SessionRecord, ...]) -> None:
    (tmp_path / "file").touch()
    place = tmp_path / "file" / "all"
    for write in (write_json, write_csv, write_fit, partial(write_archive, folders={})):
        with pytest.raises(StorageFull, match=r"all cannot be written: Not a directory; choose another file"):
            write(path=place, records=records)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda content: {**content, "format": 2}, "format 2 is not known"),
        (lambda content: [], "is no export"),
        (lambda content: {**content, "sessions": [{**content["sessions"][0], "parts": "x"}]}, "session 1: parts"),
        (lambda content: {**content, "sessions": [{**content["sessions"][0], "began": "x"}]}, "session 1: began"),
    ],
    ids=["a later format", "no export", "a wrong value", "a wrong date"],
)
def test_a_file_that_is_no_export_is_named(  # type: ignore[no-untyped-def] # a change of any JSON
    tmp_path: Path, records: tuple[SessionRecord, ...], change, words: str
) -> None:
    write_json(tmp_path / "all.json", records)
    content = json.loads((tmp_path / "all.json").read_text())
    (tmp_path / "wrong.json").write_text(json.dumps(change(content)))
    with pytest.raises(ExportBroken, match=words):
        read_json(tmp_path / "wrong.json")


def test_a_file_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "no.json").write_text("{")
    with pytest.raises(ExportBroken, match=r"no\.json is no JSON"):
        read_json(tmp_path / "no.json")
    with pytest.raises(ExportBroken, match="cannot be read"):
        read_json(tmp_path / "nowhere.json")


def test_wger_gets_a_log_for_each_set_with_the_fields_of_its_api(tmp_path: Path) -> None:
    kept = record_of([read_journal(keep(tmp_path, arched()))])
    assert write_wger(tmp_path / "w.json", [kept], 99) == 1
    logs = json.loads((tmp_path / "w.json").read_text())
    common = {"exercise": 99, "repetitions_unit": 1, "repetitions_target": 3, "weight_unit": 1, "weight": None}
    assert [{name: value for name, value in log.items() if name != "date"} for log in logs] == [
        {**common, "repetitions": done.perfect} for done in session_done(kept).sets
    ]
    dates = [datetime.fromisoformat(log["date"]) for log in logs]
    assert dates == sorted(dates)
    assert dates[0] > FIRST_DAY
    assert dates[0].utcoffset() == FIRST_DAY.utcoffset()
