"""A running session goes into the history after each set."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue

import pytest
from sqlalchemy import URL

from tests.core.story import LENGTHS, SHORT, Story
from tests.history.sessions import FIRST_DAY
from voicecoach.core.journal import Header
from voicecoach.core.machine import Phase
from voicecoach.history.journals import JournalFile, read_journal
from voicecoach.history.keeping import catch_up, open_store
from voicecoach.history.ongoing import Ongoing
from voicecoach.history.record import record_of


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[JournalFile]:
    header = Header(package="0", routine=SHORT, cues="c", model="m", cue_lengths=LENGTHS, began=FIRST_DAY.isoformat())
    with closing(JournalFile(tmp_path / "2026-11-02-183000.jsonl", header)) as journal:
        yield journal


def test_the_history_has_a_set_when_its_rest_begins(journal: JournalFile, tmp_path: Path) -> None:
    url = URL.create("sqlite", database=str(tmp_path / "history.sqlite"))
    seen: SimpleQueue[list[int]] = SimpleQueue()

    def store() -> None:
        catch_up(tmp_path, url)
        with open_store(url) as history:
            seen.put([done.perfect for listed in history.listed() for done in listed.done.sets])

    with Ongoing(store) as ongoing:
        for turn in Story().run_to(Phase.REST).turns:
            journal.write(turn)
            ongoing.observe(turn)
    assert seen.get(timeout=10) == [SHORT.reps]
    assert seen.empty()


def test_each_set_is_stored_once_and_the_plank_and_the_end_too() -> None:
    stored: list[str] = []
    with Ongoing(lambda: stored.append("once more")) as ongoing:
        for turn in Story().finish().turns:
            ongoing.observe(turn)
    assert len(stored) == SHORT.sets + 2


def test_what_is_written_while_a_journal_is_read_is_stored_later(journal: JournalFile) -> None:
    read = read_journal(journal.path)
    journal.write(Story().turns[0])
    assert record_of([read]).journal_bytes < journal.path.stat().st_size
