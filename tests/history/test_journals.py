"""Journals on disk: nothing is lost, whatever the disk or a crash does."""

import json
import tempfile
from pathlib import Path

import pytest

from tests.core.story import LENGTHS, SHORT, Story
from voicecoach.core.commands import Command
from voicecoach.core.effects import Reason
from voicecoach.core.errors import JournalBroken, SettingsBroken, StorageFull
from voicecoach.core.events import HalfHeard, Heard, Interrupted, Misheard
from voicecoach.core.exercise import Variation
from voicecoach.core.journal import Header, encode_turn
from voicecoach.core.ledger import Rep, Verdict
from voicecoach.core.machine import Phase
from voicecoach.core.standing import Standing
from voicecoach.core.turn import Turn
from voicecoach.core.units import Seconds
from voicecoach.history import journals
from voicecoach.history.journals import JournalFile, read_journal
from voicecoach.history.replay import (
    Difference,
    first_difference,
    inject,
    parse_injection,
    recorded,
    replay,
    session_at_end,
    session_of,
)

STANDING = Standing(
    station=Phase.BETWEEN_REPS,
    set=2,
    variation=Variation("bent_knee"),
    descent=4,
    floor=0.8,
    reps=(
        Rep(set=1, number=1, start=Seconds(1.0), end=Seconds(9.5), verdict=Verdict.CREDITED),
        Rep(set=1, number=2, start=Seconds(12.0), end=Seconds(19.0), verdict=Verdict.VOIDED, reason=Reason.ARCHED),
    ),
    cat_cows=5,
    is_lifting_to_90=True,
    plank_left=None,
    alarms=(),
)


def header(standing: Standing | None = None) -> Header:
    return Header(package="0", routine=SHORT, cues="c", model="m", cue_lengths=LENGTHS, standing=standing)


def written(path: Path, turns: list[Turn], standing: Standing | None = None) -> Path:
    journal = JournalFile(path, header(standing))
    for turn in turns:
        journal.write(turn)
    journal.close()
    return path


def a_session() -> Story:
    story = Story().run_to(Phase.DESCEND, rep=2)
    story.say("back arched", after=0.8, began=0.3)
    return story.finish()


def test_a_journal_reads_back_as_it_was_written(tmp_path: Path) -> None:
    story = a_session()
    journal = read_journal(written(tmp_path / "new" / "j.jsonl", story.turns, STANDING))
    assert journal.header == header(STANDING)
    assert [line.event for line in journal.lines] == [turn.event for turn in story.turns]


def test_a_replay_gives_every_line_again(tmp_path: Path) -> None:
    assert first_difference(read_journal(written(tmp_path / "j", a_session().turns))) is None


def test_a_replay_finds_the_first_line_that_differs(tmp_path: Path) -> None:
    path = written(tmp_path / "j", a_session().turns)
    lines = path.read_text().splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if '"credit":1' in line)
    lines[place] = lines[place].replace('"credit":1', '"credit":2')
    path.write_text("".join(lines))
    difference = first_difference(read_journal(path))
    assert isinstance(difference, Difference)
    assert difference.line == place + 1
    assert difference.journal == difference.replay.replace('"credit":1', '"credit":2')


def test_a_replay_finds_a_turn_that_is_missing(tmp_path: Path) -> None:
    path = written(tmp_path / "j", a_session().turns)
    lines = path.read_text().splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if '"end_rep":1' in line)
    path.write_text("".join(lines[:place] + lines[place + 1 :]))
    assert first_difference(read_journal(path)) is not None


def test_an_injected_command_leads_another_way(tmp_path: Path) -> None:
    journal = read_journal(written(tmp_path / "j", Story().finish().turns))
    events = inject(recorded(journal), [parse_injection("Back Arched@118.0")])
    session = session_of(journal)
    list(replay(session, events))
    assert [rep.verdict for rep in session.reps].count(Verdict.VOIDED) == 1


def test_a_number_that_was_said_is_in_the_journal_and_a_replay_heeds_it(tmp_path: Path) -> None:
    story = Story().run_to(Phase.REST)
    story.say("forty more seconds", after=2.0)
    story.say("go to set two", after=6.0)
    story.say("more rest", after=0.5)
    path = written(tmp_path / "j", story.finish().turns)
    heard = [
        line["event"]["heard"]
        for line in map(json.loads, path.read_text().splitlines()[1:])
        if "heard" in line["event"]
    ]
    assert [(each.get("amount"), each.get("set")) for each in heard[-3:]] == [(40.0, None), (None, 2), (None, None)]
    assert heard[-1].keys() == {"command", "spoken_at", "text"}
    assert first_difference(read_journal(path)) is None


def test_a_choice_between_two_commands_is_in_the_journal_and_a_replay_heeds_it(tmp_path: Path) -> None:
    story = Story().run_to(Phase.REST)
    candidates = (Command.EASIER, Command.REPEAT)
    at = Seconds(story.now + 4.0)
    asked = story.take(HalfHeard(at=at, spoken_at=Seconds(at - 0.5), text="easier", candidates=candidates))
    story.say("no", after=3.0)
    journal = read_journal(written(tmp_path / "j", story.finish().turns))
    assert asked.event in [line.event for line in journal.lines]
    assert any(
        '"half_heard":' in line.text and '"candidates":["easier","repeat"]' in line.text for line in journal.lines
    )
    assert first_difference(journal) is None


def test_an_injected_number_counts() -> None:
    heard = parse_injection("Go  to set two@3")
    assert (heard.command, heard.set, heard.text) == (Command.GO_TO_SET, 2, "go to set two")


def test_a_journal_from_before_numbers_replays_as_it_was(tmp_path: Path) -> None:
    line = '{"t":1.0,"event":{"heard":{"command":"stop","spoken_at":0.5,"text":"stop"}},"phase":"paused","effects":[]}'
    path = written(tmp_path / "j", [])
    with path.open("a") as file:
        file.write(line + "\n")
    (read,) = read_journal(path).lines
    assert read.event == Heard(at=Seconds(1.0), spoken_at=Seconds(0.5), command=Command.STOP, text="stop")
    assert encode_turn(Turn(event=read.event, phase=Phase.PAUSED, effects=())) == line


def test_a_journal_of_the_same_name_is_set_aside(tmp_path: Path) -> None:
    story = a_session()
    written(tmp_path / "j", story.turns[:3])
    written(tmp_path / "j", story.turns)
    assert len(read_journal(tmp_path / "j.before").lines) == 3


@pytest.mark.parametrize("text", ["stop@inf", "stop@nan", "stop", "stop@", "@3"])
def test_an_injection_without_a_time_is_refused(text: str) -> None:
    with pytest.raises(SettingsBroken, match="no command" if text == "@3" else "seconds"):
        parse_injection(text)


def test_text_that_is_no_unicode_is_written_all_the_same(tmp_path: Path) -> None:
    story = Story()
    story.take(Misheard(at=Seconds(1.0), spoken_at=Seconds(0.5), text="caf\udce9"))
    assert read_journal(written(tmp_path / "j", story.turns)).lines[-1].event == story.turns[-1].event


def test_a_line_that_a_crash_cut_off_is_left_out(tmp_path: Path) -> None:
    path = written(tmp_path / "j", a_session().turns)
    whole = read_journal(path).lines
    path.write_bytes(path.read_bytes()[:-7])
    assert read_journal(path).lines == whole[:-1]


def test_a_crash_at_any_line_leaves_a_session_to_resume_with_no_rep_open(tmp_path: Path) -> None:
    path = written(tmp_path / "j", a_session().turns)
    lines = path.read_text().splitlines(keepends=True)
    for kept in range(1, len(lines), 3):
        path.write_text("".join(lines[:kept]))
        session = session_at_end(read_journal(path))
        assert all(rep.verdict not in (Verdict.RUNNING, Verdict.PROVISIONAL) for rep in session.reps)
        assert session.is_resumable == (kept < len(lines) - 1)


def test_a_journal_on_a_full_disk_is_kept_in_memory_and_saved_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = Path("/dev/full")
    if not full.is_char_device():
        pytest.skip("no /dev/full on this system")
    monkeypatch.setattr(journals, "journal_folder", lambda: tmp_path)
    turns = a_session().turns
    journal = JournalFile(full, header())
    for turn in turns:
        journal.write(turn)
    assert journal.fault == "No space left on device"
    with pytest.raises(StorageFull, match="rescued-full; move it to /dev/full once that can be written"):
        journal.close()
    assert len(read_journal(tmp_path / "rescued-full").lines) == len(turns)


def test_a_journal_is_not_saved_beside_the_half_of_it_where_it_would_count_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, elsewhere = tmp_path / "journals", tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(journals, "journal_folder", lambda: folder)
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    (folder / "j.jsonl").mkdir(parents=True)
    with pytest.raises(StorageFull, match="elsewhere/rescued-j"):
        JournalFile(folder / "j.jsonl", header()).close()
    assert [path.name for path in folder.iterdir()] == ["j.jsonl"]


def test_a_folder_that_appears_later_gets_the_whole_journal(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("in the way")
    journal = JournalFile(tmp_path / "folder" / "j", header())
    turns = a_session().turns
    journal.write(turns[0])
    assert journal.fault is not None
    (tmp_path / "folder").unlink()
    for turn in turns[1:]:
        journal.write(turn)
    journal.close()
    assert len(read_journal(journal.path).lines) == len(turns)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"t":1.0,"event":{"sneezed":{}},"phase":"rest","effects":[]}', "sneezed"),
        ('{"t":1.0,"event":{"heard":{"command":"dance","spoken_at":1,"text":""}}}', "command"),
        ('{"t":"x","event":{"interrupted":{}}}', "at"),
        ("[]", "not an object"),
    ],
    ids=["unknown event", "unknown command", "no time", "no object"],
)
def test_a_line_that_is_no_turn_is_named(tmp_path: Path, line: str, words: str) -> None:
    path = written(tmp_path / "j", [])
    with path.open("a") as file:
        file.write(line + "\n")
    with pytest.raises(JournalBroken, match=rf"{path}, line 2: .*{words}"):
        read_journal(path)


def test_every_line_stands_alone_as_json_with_time_event_phase_and_effects(tmp_path: Path) -> None:
    story = Story()
    story.take(Interrupted(at=Seconds(0.5)))
    lines = written(tmp_path / "j", story.turns).read_text().splitlines()
    assert json.loads(lines[-1]) == {
        "t": 0.5,
        "event": {"interrupted": {}},
        "phase": "done",
        "effects": [{"hush": True, "sample": 8000}, {"end": "closed", "sample": 8000}],
    }
