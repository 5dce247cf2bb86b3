"""One session at a time on the sound devices."""

from pathlib import Path

import pytest

from voicecoach.core.errors import AnotherSession
from voicecoach.history.running import only_session


def test_a_second_session_is_told_of_the_first_and_may_start_after_it(tmp_path: Path) -> None:
    file = tmp_path / "new" / "running.lock"
    with only_session(file), pytest.raises(AnotherSession, match="another session"), only_session(file):
        pytest.fail("the second one began")
    with only_session(file):
        pass


def test_a_session_runs_where_no_lock_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with only_session(tmp_path / "file" / "running.lock"):
        pass
    (tmp_path / "broken.lock").write_bytes(b"no lock" * 1000)
    with only_session(tmp_path / "broken.lock"):
        pass
