"""A session as a FIT file, read back by another library than the one that wrote it."""

from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import fitdecode
import pytest

from tests.core.story import Story
from tests.history.sessions import FIRST_DAY, arched, hurt, keep, keep_as
from voicecoach.core.errors import ExportBroken
from voicecoach.core.exercise import Variation
from voicecoach.history.fit_file import exercise, write_fit
from voicecoach.history.journals import new_journal, read_journal
from voicecoach.history.record import SessionRecord, record_of, session_done
from voicecoach.history.replay import session_at_end


def messages(path: Path, kind: str) -> list[dict[str, Any]]:
    """Return the messages of a kind; the reader checks header and checksum."""
    with fitdecode.FitReader(str(path), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        found = [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage) and frame.name == kind]
    return [{field.name: field.value for field in frame.fields} for frame in found]


def record(folder: Path, story: Story, **how: Any) -> SessionRecord:
    return record_of([read_journal(keep(folder, story, **how))])


def test_the_sets_of_the_last_session_with_their_perfect_reps_and_rests(tmp_path: Path) -> None:
    kept = record(tmp_path, arched())
    assert write_fit(tmp_path / "s.fit", [kept, record(tmp_path, arched(), days=2, lines=3)]) == 1
    sets = messages(tmp_path / "s.fit", "set")
    assert [each["set_type"] for each in sets] == ["active", "rest", "active"]
    assert [each.get("repetitions") for each in sets] == [2, None, 2]
    assert sets[0]["category"] == "leg_raise"
    began = FIRST_DAY.astimezone(UTC)
    assert sets[0]["start_time"] == began + timedelta(seconds=round(kept.reps[0].start))
    durations = [each["duration"] for each in sets]
    (first, last) = (kept.reps[0].start, kept.reps[-1].end)
    assert sum(durations) == pytest.approx(float(last or 0) - first, abs=0.01)


def test_it_is_a_strength_activity_of_its_length(tmp_path: Path) -> None:
    kept = record(tmp_path, arched())
    write_fit(tmp_path / "s.fit", [kept])
    (session,), (activity,), (file,) = (
        messages(tmp_path / "s.fit", kind) for kind in ("session", "activity", "file_id")
    )
    assert (session["sport"], session["sub_sport"]) == ("training", "strength_training")
    assert session["total_elapsed_time"] == pytest.approx(float(kept.reps[-1].end or 0), abs=0.01)
    assert (activity["num_sessions"], file["type"]) == (1, "activity")


@pytest.mark.parametrize("variation", Variation)
def test_each_variation_has_a_name_in_the_profile(tmp_path: Path, variation: Variation) -> None:
    kept = record(tmp_path, hurt())
    write_fit(tmp_path / "s.fit", [replace(kept, reps=tuple(replace(rep, variation=variation) for rep in kept.reps))])
    (only,) = messages(tmp_path / "s.fit", "set")
    assert only["category"] == ("hip_stability" if variation is Variation("dead_bug") else "leg_raise")
    assert only["category_subtype"] is not None


def test_a_session_that_was_gone_on_with_keeps_its_sets_in_order(tmp_path: Path) -> None:
    first = keep(tmp_path, arched(), lines=len(arched().turns) // 2)
    second = Story(standing=session_at_end(read_journal(first)).standing).finish()
    path = keep_as(new_journal(tmp_path, FIRST_DAY, continues=first), second, FIRST_DAY + timedelta(hours=1))
    kept = record_of([read_journal(first), read_journal(path)])
    write_fit(tmp_path / "s.fit", [kept])
    sets = [each for each in messages(tmp_path / "s.fit", "set") if each["set_type"] == "active"]
    assert [each["repetitions"] for each in sets] == [done.perfect for done in session_done(kept).sets]
    starts = [each["start_time"] for each in sets]
    assert starts == sorted(starts)


def test_a_history_without_a_rep_has_no_activity(tmp_path: Path) -> None:
    with pytest.raises(ExportBroken, match="no session came to a rep"):
        write_fit(tmp_path / "s.fit", [record(tmp_path, arched(), lines=3)])
    assert not (tmp_path / "s.fit").exists()


@pytest.mark.parametrize("fit", ["leg_raise.no_such_raise", "no_such_category.dead_bug", "unknown.dead_bug"])
def test_a_name_that_the_profile_lacks_is_refused(fit: str) -> None:
    with pytest.raises(ExportBroken, match=f"fit is '{fit}'; allowed: category and name of the FIT profile, as in "):
        exercise(fit)
