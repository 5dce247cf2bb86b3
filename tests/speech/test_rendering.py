from pathlib import Path

import pytest

from voicecoach.core.errors import RenderingFailed, StorageFull
from voicecoach.core.units import CueId
from voicecoach.speech.bank import BankFolders
from voicecoach.speech.catalogue import load_catalogue
from voicecoach.speech.manifest import manifest_bytes, read_manifest
from voicecoach.speech.rendering import render_bank

from .conftest import SLOW
from .fake_engine import ToneEngine

pytestmark = pytest.mark.product  # writes and reads whole banks of sound files


def quiet(_cue: CueId) -> None:
    pass


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_bank_is_a_manifest_and_one_file_a_cue(shipped: BankFolders) -> None:
    manifest = read_manifest(shipped.shipped)
    assert manifest is not None
    assert (manifest.language, manifest.voice, manifest.words_a_minute) == ("en", "tone", 150)
    assert set(manifest.cues) == {"greet", "breathe", "count.one"}
    files = {track.file for track in manifest.cues.values()}
    assert names(shipped.shipped) == files | {"manifest.json", "catalogue.toml"}


def test_every_track_is_at_the_target_and_below_the_ceiling_when_decoded(shipped: BankFolders) -> None:
    manifest = read_manifest(shipped.shipped)
    assert manifest is not None
    for track in manifest.cues.values():
        assert track.rms == pytest.approx(-20, abs=0.5)
        assert track.peak <= -1


def test_a_manifest_survives_being_written_and_read(shipped: BankFolders) -> None:
    manifest = read_manifest(shipped.shipped)
    assert manifest is not None
    assert (shipped.shipped / "manifest.json").read_bytes() == manifest_bytes(manifest)


@pytest.mark.product
def test_progress_is_told_once_for_each_cue(folders: BankFolders) -> None:
    told: list[CueId] = []
    render_bank(load_catalogue(folders.shipped), ToneEngine(), SLOW, folders.own, told.append)
    assert sorted(told) == ["breathe", "count.one", "greet"]


def test_a_rendering_that_fails_leaves_the_old_bank_as_it_was(shipped: BankFolders) -> None:
    before = {path.name: path.read_bytes() for path in shipped.shipped.iterdir()}
    engine = ToneEngine(unspeakable=["Breathe out."])
    with pytest.raises(RenderingFailed):
        render_bank(load_catalogue(shipped.shipped), engine, SLOW, shipped.shipped, quiet)
    assert {path.name: path.read_bytes() for path in shipped.shipped.iterdir()} == before


@pytest.mark.product
def test_files_of_an_older_rendering_are_removed(shipped: BankFolders) -> None:
    (shipped.shipped / "gone.12345678.opus").write_bytes(b"old")
    manifest = render_bank(load_catalogue(shipped.shipped), ToneEngine(), SLOW, shipped.shipped, quiet)
    files = {track.file for track in manifest.cues.values()}
    assert names(shipped.shipped) == files | {"manifest.json", "catalogue.toml"}


def test_a_folder_that_cannot_be_written_is_named(folders: BankFolders) -> None:
    in_the_way = folders.shipped / "catalogue.toml"
    with pytest.raises(StorageFull, match=r"cannot write the cue bank to .*catalogue\.toml"):
        render_bank(load_catalogue(folders.shipped), ToneEngine(), SLOW, in_the_way, quiet)
