"""Recorded people, when their folder is given with --speech; skipped without it."""

import json
from pathlib import Path

import pytest

from tests.product.program import voicecoach

pytestmark = [pytest.mark.product, pytest.mark.recorded]

CLIPS = 60
UNDERSTOOD = 0.8
"""Share that must be understood; a guard against breaking, the figures themselves are a benchmark's."""

MISTAKEN = 3
"""False accepts in those clips of reading, about eleven minutes, that are not yet a step back."""


@pytest.fixture
def speech(request: pytest.FixtureRequest) -> Path:
    folder = request.config.getoption("--speech")
    if not isinstance(folder, Path):
        pytest.skip("needs recorded people: pytest --speech FOLDER")
    return folder


def heard(*files: Path) -> list[dict[str, object]]:
    done = voicecoach("hear", "--json", *files)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("word", ["stop", "yes"])
def test_recorded_people_are_mostly_understood(speech: Path, word: str) -> None:
    clips = sorted((speech / "words" / word).glob("*.flac"))[:CLIPS]
    accepted = {each["file"] for each in heard(*clips) if each["accepted"] and each["command"] == word}
    assert len(accepted) / len(clips) >= UNDERSTOOD


def test_people_reading_aloud_command_next_to_nothing(speech: Path) -> None:
    clips = sorted((speech / "reading").glob("*.flac"))[:CLIPS]
    assert len([each for each in heard(*clips) if each["accepted"]]) <= MISTAKEN
