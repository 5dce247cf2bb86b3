"""`voicecoach hear` on files and folders, in real processes."""

import json
from pathlib import Path

import pytest

from tests.product.program import voicecoach

RECORDINGS = Path(__file__).parents[1] / "hearing" / "recordings"

pytestmark = pytest.mark.product


def test_however_many_processes_hear_the_lines_are_the_same_and_in_the_order_of_the_files() -> None:
    alone, together = (voicecoach("hear", RECORDINGS, "--jobs", str(jobs)) for jobs in (1, 2))
    assert (alone.returncode, together.returncode) == (0, 0)
    assert alone.stdout == together.stdout
    files = [json.loads(line)["file"] for line in alone.stdout.splitlines()]
    assert files == sorted(files)
    assert len(set(files)) > 3


def test_a_line_tells_the_evidence_for_a_command_and_none_for_other_words() -> None:
    done = voicecoach("hear", RECORDINGS)
    lines = {Path(line["file"]).stem: line for line in map(json.loads, done.stdout.splitlines())}
    assert lines["stop-espeak"]["evidence"]["margin"] > 0
    assert (lines["other-words-flite"]["evidence"], lines["other-words-flite"]["score"]) == ({}, None)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_is_no_sound_is_named_and_the_others_are_heard(tmp_path: Path, jobs: int) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"no sound")
    done = voicecoach("hear", broken, RECORDINGS, "--jobs", str(jobs))
    assert done.returncode == 1
    assert str(broken) in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert len(done.stdout.splitlines()) > 3
