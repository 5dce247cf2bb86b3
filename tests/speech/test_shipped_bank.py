"""The bank that travels with the program is whole, up to date, small, and cannot command the coach."""

import pytest

from voicecoach.core.units import RATE
from voicecoach.shipped import cue_folder
from voicecoach.speech.catalogue import load_catalogue
from voicecoach.speech.lint import lint
from voicecoach.speech.manifest import digest, read_manifest

FOLDER = cue_folder("en")


@pytest.mark.product
def test_no_shipped_cue_sounds_like_a_command() -> None:
    assert lint(load_catalogue(FOLDER)) == ()


def test_every_shipped_cue_is_rendered_with_the_words_it_has_now() -> None:
    manifest = read_manifest(FOLDER)
    assert manifest is not None
    stale = [
        cue
        for cue, line in load_catalogue(FOLDER).items()
        if not (track := manifest.cues.get(cue)) or not track.says(line)
    ]
    assert stale == []


def test_every_shipped_file_is_the_one_in_the_manifest_and_no_other_lies_there() -> None:
    manifest = read_manifest(FOLDER)
    assert manifest is not None
    held = {path.name: digest(path.read_bytes()) for path in FOLDER.glob("*.opus")}
    assert held == {track.file: track.sha256 for track in manifest.cues.values()}


def test_the_shipped_bank_is_at_the_target_level_and_small() -> None:
    manifest = read_manifest(FOLDER)
    assert manifest is not None
    assert all(abs(track.rms - manifest.target) <= 2 and track.peak <= -1 for track in manifest.cues.values())
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 6_000_000


@pytest.mark.parametrize(
    ("kind", "longest"), [("answer.", 12), ("remedy.", 8), ("remind.", 3), ("beat.", 1), ("count.", 1)]
)
def test_what_is_said_in_passing_is_short(kind: str, longest: int) -> None:
    manifest = read_manifest(FOLDER)
    assert manifest is not None
    lengths = {cue: track.samples for cue, track in manifest.cues.items() if cue.startswith(kind)}
    assert max(lengths.values()) <= longest * RATE
