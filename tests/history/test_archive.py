"""Everything in one file, and back on another machine: nothing is lost and nothing overwritten."""

import os
import zipfile
from pathlib import Path

import pytest

from tests.history.sessions import FIRST_DAY, arched, keep
from voicecoach.core.errors import ExportBroken
from voicecoach.history.archive import HISTORY, read_archive, write_archive
from voicecoach.history.journals import read_journal
from voicecoach.history.record import SessionRecord, record_of


@pytest.fixture
def here(tmp_path: Path) -> dict[str, Path]:
    folders = folders_in(tmp_path / "here")
    keep(folders["journals"], arched())
    (folders["people"] / "sam" / "recordings").mkdir(parents=True)
    (folders["people"] / "sam" / "recordings" / "00001.flac").write_bytes(bytes(range(256)))
    return folders


def folders_in(place: Path) -> dict[str, Path]:
    for name in ("journals", "people"):
        (place / name).mkdir(parents=True)
    return {"journals": place / "journals", "people": place / "people"}


def records(folders: dict[str, Path]) -> tuple[SessionRecord, ...]:
    return tuple(record_of([read_journal(path)]) for path in sorted(folders["journals"].glob("*")))


def contents(folders: dict[str, Path]) -> dict[str, bytes]:
    place = folders["people"].parent
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_everything_comes_back_as_it_was(here: dict[str, Path], tmp_path: Path) -> None:
    assert write_archive(tmp_path / "all.zip", records(here), here) == 1
    there = folders_in(tmp_path / "there")
    assert read_archive(tmp_path / "all.zip", there) == records(here) == records(there)
    assert contents(there) == contents(here)
    assert len(contents(there)) == 2


def test_an_old_journal_does_not_look_new(here: dict[str, Path], tmp_path: Path) -> None:
    (journal,) = here["journals"].iterdir()
    os.utime(journal, (FIRST_DAY.timestamp(), FIRST_DAY.timestamp()))
    write_archive(tmp_path / "all.zip", (), here)
    there = folders_in(tmp_path / "there")
    read_archive(tmp_path / "all.zip", there)
    assert (there["journals"] / journal.name).stat().st_mtime == FIRST_DAY.timestamp()


def test_what_is_there_already_stays(here: dict[str, Path], tmp_path: Path) -> None:
    write_archive(tmp_path / "all.zip", (), here)
    there = folders_in(tmp_path / "there")
    (there["people"] / "sam" / "recordings").mkdir(parents=True)
    (there["people"] / "sam" / "recordings" / "00001.flac").write_bytes(b"mine")
    read_archive(tmp_path / "all.zip", there)
    assert (there["people"] / "sam" / "recordings" / "00001.flac").read_bytes() == b"mine"


@pytest.mark.parametrize("member", ["../outside", "people/../../outside", "/outside", "other/file", "people"])
def test_a_file_that_would_go_elsewhere_is_refused_before_anything_is_written(
    tmp_path: Path, here: dict[str, Path], member: str
) -> None:
    write_archive(tmp_path / "all.zip", (), here)
    with zipfile.ZipFile(tmp_path / "all.zip", "a") as archive:
        archive.writestr(member, "bad")
    there = folders_in(tmp_path / "there")
    with pytest.raises(ExportBroken, match="has no place"):
        read_archive(tmp_path / "all.zip", there)
    assert contents(there) == {}


def test_what_is_no_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"nothing of the kind")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("other", "x")
    for name, words in (("a.zip", "no archive"), ("b.zip", f"no {HISTORY}"), ("c.zip", "cannot be read")):
        with pytest.raises(ExportBroken, match=words):
            read_archive(tmp_path / name, folders_in(tmp_path / name[0]))


def test_a_damaged_archive_is_refused_before_anything_is_written(here: dict[str, Path], tmp_path: Path) -> None:
    write_archive(tmp_path / "all.zip", records(here), here)
    content = bytearray((tmp_path / "all.zip").read_bytes())
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        place = archive.getinfo("people/sam/recordings/00001.flac").header_offset
    content[place + 100] ^= 0xFF
    (tmp_path / "all.zip").write_bytes(content)
    there = folders_in(tmp_path / "there")
    with pytest.raises(ExportBroken, match=r"00001\.flac is damaged; export anew"):
        read_archive(tmp_path / "all.zip", there)
    assert not contents(there)
