"""The ears on recorded people, against the report that was kept."""

from pathlib import Path

import pytest

from .program import voicecoach

pytestmark = [pytest.mark.product, pytest.mark.recorded]

KEPT = Path(__file__).parents[2] / "reports" / "hearing-quick" / "report.json"
EVERY = "6"
"""Each so manieth recording, so that it takes a minute or two."""


def test_recorded_people_are_understood_no_worse_than_the_kept_report_says(request: pytest.FixtureRequest) -> None:
    speech: Path | None = request.config.getoption("--speech")
    if speech is None:
        pytest.skip("needs recorded people: give their folder with --speech=FOLDER")
    done = voicecoach("bench", "hearing", speech, "--every", EVERY, "--no-sphinx", "--against", KEPT)
    assert done.returncode == 0, done.stderr
    assert f"no figure is worse than in {KEPT}" in done.stderr.replace("\n", "")
