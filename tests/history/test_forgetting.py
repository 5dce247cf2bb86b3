"""Forgetting a person: their journals and sessions go for good, everybody else's stay."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.history.sessions import arched, hurt, keep
from voicecoach.core.errors import HistoryLocked
from voicecoach.history.database import Database
from voicecoach.history.forgetting import Traces, databases_aside, forget_traces, traces_of
from voicecoach.history.keeping import catch_up, open_store
from voicecoach.history.store import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two sessions of sam, one of them broken off and one unreadable, and one of me."""
    keep(tmp_path, arched(), person="sam")
    keep(tmp_path, hurt(), days=2, person="me")
    keep(tmp_path, arched(), days=4, person="sam", lines=20)
    (tmp_path / "bad.jsonl").write_text("nonsense\n")
    return tmp_path


@pytest.fixture
def url(folder: Path) -> URL:
    url = URL.create("sqlite", database=str(folder / "history.sqlite"))
    catch_up(folder, url)
    return url


def test_what_there_is_of_a_person_is_found(folder: Path, url: URL) -> None:
    journals = (folder / "2026-11-02-183000.jsonl", folder / "2026-11-06-183000.jsonl")
    assert traces_of("sam", folder, url) == Traces(person="sam", journals=journals, sessions=2)


def test_journals_that_were_set_aside_or_rescued_are_found_too(folder: Path, url: URL) -> None:
    for name in ("2026-11-02-183000.jsonl.before", "rescued-a.jsonl"):
        (folder / name).write_bytes((folder / "2026-11-02-183000.jsonl").read_bytes())
    assert len(traces_of("sam", folder, url).journals) == 4


def test_everything_of_the_person_goes_and_nothing_of_the_others(folder: Path, url: URL) -> None:
    kept = (folder / "2026-11-04-183000.jsonl").read_bytes()
    with open_store(url) as store:
        mine = store.listed("me")
    forget_traces(traces_of("sam", folder, url), url)
    assert traces_of("sam", folder, url) == Traces(person="sam", journals=(), sessions=0)
    assert (folder / "2026-11-04-183000.jsonl").read_bytes() == kept
    assert (folder / "bad.jsonl").exists()
    with open_store(url) as store:
        assert store.listed() == mine
        assert len(tuple(store.records())) == 1


def test_nothing_of_the_person_is_left_in_the_bytes_of_the_database(folder: Path, url: URL) -> None:
    forget_traces(traces_of("sam", folder, url), url)
    for file in folder.glob("history.sqlite*"):
        content = file.read_bytes()
        assert b"sam" not in content
        assert b"2026-11-06-183000.jsonl" not in content


def test_they_do_not_come_back_at_the_next_start(folder: Path, url: URL) -> None:
    forget_traces(traces_of("sam", folder, url), url)
    catch_up(folder, url)
    assert traces_of("sam", folder, url).sessions == 0


def test_a_locked_database_leaves_the_journals(folder: Path, url: URL) -> None:
    traces = traces_of("sam", folder, url)
    other = sqlite3.connect(str(url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store = Store(Database(url, patience=0.0))
    with pytest.raises(HistoryLocked):
        store.forget("sam")
    store.close()
    other.close()
    assert traces_of("sam", folder, url) == traces


def test_a_database_that_was_set_aside_is_named(folder: Path, url: URL) -> None:
    aside = folder / "history.sqlite.broken-1"
    aside.write_bytes(b"damaged")
    assert databases_aside(url) == (aside,)


def test_nothing_is_left_either_while_another_program_has_the_database_open(folder: Path, url: URL) -> None:
    other = sqlite3.connect(str(url.database))
    other.execute("SELECT count(*) FROM people").fetchone()
    forget_traces(traces_of("sam", folder, url), url)
    assert all(b"sam" not in file.read_bytes() for file in folder.glob("history.sqlite*"))
    other.close()
