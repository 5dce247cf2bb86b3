"""The history: what a journal tells is stored once, found again, and survives what goes wrong with a database."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, create_engine, inspect

from tests.core.story import Story
from tests.core.test_golden import floor_higher, floor_marked
from tests.history.sessions import FIRST_DAY, arched, hurt, keep, keep_as
from voicecoach.core.effects import FloorCause, Outcome, Reason
from voicecoach.core.errors import HistoryLocked, HistoryNewer, SettingsBroken, StorageFull
from voicecoach.core.exercise import Variation
from voicecoach.core.floors import Learnt
from voicecoach.core.ledger import Verdict
from voicecoach.core.machine import Phase
from voicecoach.core.memory import Memory
from voicecoach.core.schedule import Day
from voicecoach.core.units import Seconds
from voicecoach.history import migrations
from voicecoach.history.database import NEWEST, VARIABLE, Database, database_url
from voicecoach.history.decisions import LOOK_BACK
from voicecoach.history.journals import journal_chains, new_journal, read_journal
from voicecoach.history.keeping import Stored, catch_up, open_store, rebuild
from voicecoach.history.migrating import newest_version
from voicecoach.history.outlook import outlook
from voicecoach.history.record import Attribution, FloorRecord, SessionRecord, record_of, session_done
from voicecoach.history.replay import first_difference, session_at_end
from voicecoach.history.schema import METADATA
from voicecoach.history.store import Store
from voicecoach.history.trial import REPS, SETS, made_up


@pytest.fixture
def url(tmp_path: Path) -> URL:
    return URL.create("sqlite", database=str(tmp_path / "data" / "history.sqlite"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "journals").mkdir()
    return tmp_path / "journals"


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store(Database(URL.create("sqlite", database=":memory:")))
    yield store
    store.close()


def contents(url: URL) -> tuple[object, ...]:
    with open_store(url) as store:
        return (tuple(store.records()), store.listed(), store.decisions("me"), store.decisions("sam"))


def record(path: Path) -> SessionRecord:
    return record_of([read_journal(path)])


def test_a_rep_is_recorded_with_its_verdict_its_reason_and_how_it_was_attributed(folder: Path) -> None:
    reps = record(keep(folder, arched())).reps
    assert [(rep.set, rep.number, rep.verdict, rep.reason, rep.attribution) for rep in reps] == [
        (1, 1, Verdict.CREDITED, None, Attribution.UNOPPOSED),
        (1, 2, Verdict.VOIDED, Reason.ARCHED, Attribution.WHILE_RUNNING),
        (1, 3, Verdict.CREDITED, None, Attribution.UNOPPOSED),
        (2, 1, Verdict.VOIDED, Reason.FAILED, Attribution.AFTER_END),
        (2, 2, Verdict.CREDITED, None, Attribution.UNOPPOSED),
        (2, 3, Verdict.CREDITED, None, Attribution.UNOPPOSED),
    ]


def test_a_verdict_that_was_taken_back_is_recorded_as_that(folder: Path) -> None:
    story = Story().run_to(Phase.BETWEEN_REPS, rep=2)
    story.say("back arched", after=0.8, began=0.3)
    story.say("that one was good", after=1.5)
    rep = record(keep(folder, story.finish())).reps[1]
    assert (rep.verdict, rep.reason, rep.attribution) == (Verdict.CREDITED, None, Attribution.TAKEN_BACK)


def test_pain_before_the_first_rep_is_put_down_to_the_kind_that_hurt(folder: Path) -> None:
    story = Story(answers={"ready.ask": "yes", "tension.ask": "yes"}).run_to(Phase.TEST_LIFT)
    for phrase in ("easier", "easier", "it hurts", "no"):
        story.say(phrase, after=2.0)
    kept = record(keep(folder, story.finish()))
    assert not kept.reps
    assert session_done(kept).variation is Variation("single_leg")


def test_pain_in_a_gentler_kind_counts_though_the_reps_before_it_were_harder(folder: Path) -> None:
    story = Story().run_to(Phase.BETWEEN_REPS, rep=1)
    for phrase in ("easier", "it hurts", "no"):
        story.say(phrase, after=2.0)
    kept = record(keep(folder, story.finish()))
    assert kept.reps[-1].variation is Variation("straight")
    assert session_done(kept).variation is Variation("hands_under")


def test_a_change_of_variation_is_recorded_rep_by_rep(folder: Path) -> None:
    story = Story().run_to(Phase.BETWEEN_REPS, rep=1)
    story.say("easier", after=3.0)
    variations = [rep.variation for rep in record(keep(folder, story.finish())).reps]
    assert variations[0] is Variation("straight")
    assert variations[-1] is Variation("hands_under")


def test_a_record_has_the_verdicts_of_the_session_that_goes_on_from_the_journal_wherever_it_was_cut_off(
    folder: Path,
) -> None:
    for lines in range(1, len(arched().turns), 5):
        journal = read_journal(keep(folder, arched(), lines=lines))
        verdicts = [rep.verdict for rep in session_at_end(journal).reps]
        assert [rep.verdict for rep in record_of([journal]).reps] == verdicts
        journal.path.unlink()


def test_alarms_floor_outcome_and_day_are_recorded(folder: Path) -> None:
    kept = record(keep(folder, hurt()))
    assert [alarm.command.value for alarm in kept.alarms] == ["it_hurts"]
    assert kept.outcome is Outcome.SAFETY
    assert kept.floors
    assert kept.day == FIRST_DAY.toordinal()


def test_a_session_that_was_gone_on_with_is_one_session(folder: Path, url: URL) -> None:
    first = keep(folder, arched(), lines=len(arched().turns) // 2)
    standing = session_at_end(read_journal(first)).standing
    second = Story(standing=standing).finish()
    path = new_journal(folder, FIRST_DAY, continues=first)
    keep_as(path, second, FIRST_DAY + timedelta(hours=1))
    assert journal_chains(folder) == {first.name: (first, path)}
    assert catch_up(folder, url) == Stored(sessions=1)
    with open_store(url) as store:
        (kept,) = store.records()
    assert [rep.verdict for rep in kept.reps] == [rep.verdict for rep in second.session.reps]
    assert kept.outcome is Outcome.FINISHED


def test_two_sessions_begun_in_the_same_second_stay_two(folder: Path) -> None:
    keep(folder, arched())
    keep_as(new_journal(folder, FIRST_DAY), hurt(), FIRST_DAY)
    assert len(journal_chains(folder)) == 2


def test_what_is_stored_reads_back_whole(folder: Path, store: Store) -> None:
    records = (record(keep(folder, arched())), record(keep(folder, hurt(), days=2)))
    store.save(reversed(records))
    assert tuple(store.records()) == records
    done = [session_done(kept) for kept in records]
    assert [listed.done for listed in store.listed()] == [replace(one, arches=None) for one in done]
    assert list(store.recent("me")) == done


def test_a_rebuild_finds_the_same_content_as_writing_did(folder: Path, url: URL, tmp_path: Path) -> None:
    for days, story, person in ((4, arched(), "me"), (0, hurt(), "me"), (2, arched(), "sam"), (6, arched(), "me")):
        keep(folder, story, days=days, person=person)
        catch_up(folder, url)
    anew = URL.create("sqlite", database=str(tmp_path / "anew.sqlite"))
    assert rebuild(folder, anew) == Stored(sessions=4)
    assert contents(anew) == contents(url)
    rebuild(folder, url)
    assert contents(anew) == contents(url)
    assert len(contents(url)[2]) == 3  # type: ignore[arg-type] # three decisions, about the sessions of "me"


def test_a_session_is_stored_once_and_again_only_when_its_journal_has_grown(folder: Path, url: URL) -> None:
    path = keep(folder, arched(), lines=30)
    assert catch_up(folder, url).sessions == 1
    assert catch_up(folder, url).sessions == 0
    path.unlink()
    keep(folder, arched())
    assert catch_up(folder, url).sessions == 1
    with open_store(url) as store:
        assert [listed.outcome for listed in store.listed()] == ["finished"]


def test_a_broken_journal_is_named_and_the_others_are_stored(folder: Path, url: URL) -> None:
    keep(folder, arched())
    (folder / "bad.jsonl").write_text("nonsense\n")
    stored = rebuild(folder, url)
    assert (stored.sessions, len(stored.broken)) == (1, 1)
    assert "bad.jsonl, line 1" in stored.broken[0]


def test_an_empty_journal_that_a_full_disk_left_is_no_session_and_no_damage(folder: Path, url: URL) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "2026-11-02-183000.jsonl").touch()
    stored = rebuild(folder, url)
    assert (stored.sessions, stored.broken) == (0, ())


def test_a_session_whose_journal_is_gone_stays(folder: Path, url: URL) -> None:
    keep(folder, arched()).rename(folder / "away")
    keep(folder, hurt(), days=2)
    (folder / "away").rename(folder / "2026-11-02-183000.jsonl")
    catch_up(folder, url)
    (folder / "2026-11-02-183000.jsonl").unlink()
    assert rebuild(folder, url) == Stored(sessions=1, without_journal=1)
    with open_store(url) as store:
        assert len(store.listed()) == 2


def test_the_last_sessions_of_one_person_are_listed(folder: Path, url: URL) -> None:
    for days in range(4):
        keep(folder, arched(), days=days, person="sam" if days == 3 else "me")
    catch_up(folder, url)
    with open_store(url) as store:
        assert [listed.began[8:10] for listed in store.listed("me", last=2)] == ["03", "04"]
        assert store.listed("nobody") == ()


def test_sessions_closed_in_the_warm_up_hide_no_earlier_one(folder: Path, url: URL) -> None:
    keep(folder, hurt())
    for days in range(1, LOOK_BACK + 2):
        keep(folder, arched(), days=days, lines=3)
    catch_up(folder, url)
    with open_store(url) as store:
        assert len(store.listed()) == LOOK_BACK + 2
        assert [done.alarms for done in store.recent("me")] == [("it_hurts",)]
        assert [decision.rule for decision in store.decisions("me")] == ["after_pain"]


def test_an_outline_adds_up_what_the_list_tells(folder: Path, url: URL) -> None:
    for days, story in enumerate((arched(), hurt())):
        keep(folder, story, days=days)
    keep(folder, arched(), days=5, lines=3)
    catch_up(folder, url)
    with open_store(url) as store:
        done = [listed.done for listed in store.listed("me") if listed.done.counts]
        outlines = [(seen.day, seen.attempted, seen.perfect, seen.floor) for seen in store.outlines("me")]
        assert store.days("me") == sorted({seen.day for seen in done})
    assert outlines == [(seen.day, seen.attempted, seen.perfect, seen.floor) for seen in done]


def test_a_database_of_the_first_tables_is_migrated_and_keeps_its_floors(folder: Path, tmp_path: Path) -> None:
    url = URL.create("sqlite", database=str(tmp_path / "old.sqlite"))
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with create_engine(url).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql("INSERT INTO people (id, name) VALUES (1, 'me')")
        connection.exec_driver_sql(
            "INSERT INTO sessions VALUES (1, 1, 'a.jsonl', 1, 9, '2026-11-02T18:30:00+01:00', 739922, 'straight',"
            " 'straight', 3, 10, 'finished')"
        )
        connection.exec_driver_sql("INSERT INTO sets VALUES (1, 1, 'straight', 3, 10, 10, 0)")
        connection.exec_driver_sql("INSERT INTO floors VALUES (1, 1, 1, 110.5, 0.8)")
    with open_store(url) as store:
        (seen,) = store.outlines("me")
        (kept,) = store.records()
    assert (seen.floor, seen.floor_cause, seen.floor_spread) == (0.8, None, 0.0)
    assert kept.floors == (FloorRecord(part=1, at=Seconds(110.5), fraction=0.8),)


def test_an_outline_tells_why_the_floor_is_where_it_is(folder: Path, url: URL) -> None:
    keep(folder, floor_marked())
    keep(folder, floor_higher(), days=2)
    catch_up(folder, url)
    with open_store(url) as store:
        told = [(seen.floor, seen.floor_cause, seen.floor_spread) for seen in store.outlines("me")]
        assert [done.arches for done in store.recent("me")] == [0, 2]
        ahead = outlook(store.recent("me"), store.days("me"), today=Day(store.days("me")[-1] + 2))
    assert told == [(0.68, FloorCause.MARKED, 0.05), (0.7, FloorCause.RAISED, 0.0)]
    assert ahead.floor == Learnt(fraction=0.7, cause=FloorCause.KEPT)


def test_the_migrations_lead_to_the_tables_of_the_program(tmp_path: Path) -> None:
    database = Database(URL.create("sqlite", database=str(tmp_path / "h.sqlite")))
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        assert set(inspect(connection).get_table_names()) == {*METADATA.tables, "alembic_version"}
    database.close()
    assert newest_version() == NEWEST


def test_sqlite_writes_ahead_and_checks_keys(url: URL) -> None:
    database = Database(url)
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    database.close()


def test_a_failure_in_the_middle_stores_nothing(folder: Path, store: Store) -> None:
    good = record(keep(folder, arched()))

    def records() -> Iterator[SessionRecord]:
        yield good
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.save(records())
    assert store.listed() == ()


def test_a_corrupt_database_is_set_aside_and_rebuilt(folder: Path, url: URL) -> None:
    keep(folder, arched())
    catch_up(folder, url)
    before = contents(url)
    file = Path(str(url.database))
    for _ in range(2):
        file.write_bytes(b"no database at all" * 100)
        stored = catch_up(folder, url)
        assert stored.set_aside is not None
        assert stored.set_aside.read_bytes().startswith(b"no database")
        assert contents(url) == before
    assert {path.name for path in file.parent.glob("*.broken-?")} == {
        "history.sqlite.broken-1",
        "history.sqlite.broken-2",
    }


def test_a_rebuild_finds_damage_that_neither_reading_nor_writing_meets(folder: Path, url: URL) -> None:
    journal, file = keep(folder, arched()), Path(str(url.database))
    catch_up(folder, url)
    journal.unlink()  # so that nothing is written
    content = bytearray(file.read_bytes())
    content[-4096:] = b"\xff" * 4096  # the last page, which a look at the sessions does not touch
    file.write_bytes(content)
    assert catch_up(folder, url).set_aside is None
    assert rebuild(folder, url).set_aside == file.with_name("history.sqlite.broken-1")
    assert file.with_name("history.sqlite.broken-1").read_bytes() == content


def test_a_history_that_may_only_be_read_is_named_when_it_is_written(folder: Path, url: URL) -> None:
    Database(url).close()
    read_only = URL.create("sqlite", database=f"file:{url.database}", query={"mode": "ro", "uri": "true"})
    with open_store(read_only) as store:
        assert store.listed() == ()
        with pytest.raises(StorageFull, match="readonly"):
            store.save([record(keep(folder, arched()))])


def test_a_history_of_a_later_version_is_left_alone(folder: Path, url: URL) -> None:
    keep(folder, arched())
    catch_up(folder, url)
    file = Path(str(url.database))
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(HistoryNewer, match="later version"):
        rebuild(folder, url)
    assert file.read_bytes() == before


def test_a_locked_database_is_named(url: URL) -> None:
    Database(url).close()
    other = sqlite3.connect(str(url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    database = Database(url, patience=0.0)
    with pytest.raises(HistoryLocked, match="locked by another program"), database.writing():
        pass
    database.close()
    other.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageFull, match="cannot be made"):
        Database(URL.create("sqlite", database=str(tmp_path / "file" / "history.sqlite")))


def test_a_full_disk_is_named_and_nothing_of_the_session_is_stored(folder: Path, url: URL) -> None:
    database = Database(url)
    with database.reading() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")
    store, kept = Store(database), record(keep(folder, arched()))
    with pytest.raises(StorageFull, match="full"):
        store.save(replace(kept, journal=f"{number}.jsonl") for number in range(50))
    assert store.listed() == ()
    store.close()


@pytest.mark.parametrize(
    ("text", "words"), [("nonsense", "no database URL"), ("martian://home", "no driver")], ids=["no URL", "no driver"]
)
def test_a_setting_that_names_no_database_is_refused(monkeypatch: pytest.MonkeyPatch, text: str, words: str) -> None:
    monkeypatch.setenv(VARIABLE, text)
    with pytest.raises(SettingsBroken, match=words):
        Database(database_url())


@pytest.mark.parametrize("changes", ["sessions SET last_variation", "sets SET variation"])
def test_a_variation_that_is_not_in_the_file_any_more_is_named_in_one_line(
    folder: Path, url: URL, changes: str
) -> None:
    keep(folder, arched())
    catch_up(folder, url)
    with sqlite3.connect(str(url.database)) as file:
        file.execute(f"UPDATE {changes} = 'scissors'")
    with pytest.raises(HistoryNewer, match=r"holds sessions of scissors, .* variations\.toml$"), open_store(url):
        pass


def test_a_made_up_history_is_stored_like_a_real_one(store: Store) -> None:
    until = FIRST_DAY.replace(hour=12)
    assert store.save(made_up(3, until)) == 3
    assert [listed.done.attempted for listed in store.listed("me")] == [SETS * REPS] * 3
    assert store.days("me") == [FIRST_DAY.toordinal() - 4, FIRST_DAY.toordinal() - 2, FIRST_DAY.toordinal()]


@pytest.mark.parametrize("told", [arched, hurt], ids=["arched", "hurt"])
def test_the_coach_says_the_decision_that_the_history_keeps(folder: Path, url: URL, told: Callable[[], Story]) -> None:
    story = told()
    keep(folder, story)
    catch_up(folder, url)
    with open_store(url) as store:
        (decision,) = store.decisions("me")
    said = story.said()
    assert f"because.{decision.rule}" in said
    assert said[-1] == f"variation.{decision.variation.value}"


def test_a_memory_survives_the_journal(folder: Path) -> None:
    memory = Memory(today=Day(739_567), sessions=(session_done(record(keep(folder, arched()))),), is_rest_day=True)
    story = Story(memory=memory).finish()
    journal = read_journal(keep(folder, story, days=1))
    assert journal.header.memory == memory
    assert first_difference(journal) is None
