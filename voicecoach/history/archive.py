"""Everything of everybody in one file: the history as JSON, and the folders of journals and of people as they are."""

import os
import time
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from voicecoach.core.errors import ExportBroken, StorageFull
from voicecoach.history.exchange import read_json, write_json
from voicecoach.history.record import SessionRecord
from voicecoach.history.whole_file import whole_file

HISTORY = "history.json"
Folders = Mapping[str, Path]
"""Folders that are taken along whole, by the name that each has in the archive."""


def write_archive(path: Path, records: Iterable[SessionRecord], folders: Folders) -> int:
    """Write sessions and folders, whole or not at all; return how many sessions. Raises StorageFull."""
    with (
        whole_file(path) as part,
        TemporaryDirectory() as name,
        zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        count = write_json(Path(name) / HISTORY, records)
        archive.write(Path(name) / HISTORY, HISTORY)
        for folder_name, folder in folders.items():
            for file in sorted(file for file in folder.rglob("*") if file.is_file()):
                archive.write(file, str(PurePosixPath(folder_name, *file.relative_to(folder).parts)))
    return count


def read_archive(path: Path, folders: Folders) -> tuple[SessionRecord, ...]:
    """Put the files of an archive into their folders and return its sessions; a file that is there already stays.

    Raises ExportBroken for what is no archive, before anything is written, and StorageFull.
    """
    with _opened(path) as archive:
        places = dict(_places(path, archive, folders))
        with TemporaryDirectory() as name:
            archive.extract(HISTORY, name)
            records = read_json(Path(name) / HISTORY)
        try:
            for member, place in places.items():
                if not place.exists():
                    _put(archive, member, place)
        except OSError as error:
            raise StorageFull(f"{error.filename or path} cannot be written: {error.strerror}") from error
    return records


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            if HISTORY not in archive.namelist():
                raise ExportBroken(f"{path} holds no {HISTORY}; write one with: voicecoach export --all FILE.zip")
            if damaged := archive.testzip():
                raise ExportBroken(f"{path}: {damaged} is damaged; export anew")
            yield archive
    except zipfile.BadZipFile as error:
        raise ExportBroken(
            f"{path} is no archive: {error}; write one with: voicecoach export --all FILE.zip"
        ) from error
    except OSError as error:
        raise ExportBroken(f"{path} cannot be read: {error.strerror}") from error


def _places(path: Path, archive: zipfile.ZipFile, folders: Folders) -> Iterator[tuple[str, Path]]:
    """Return where each file goes; raises ExportBroken for one that would go anywhere else."""
    for member in archive.namelist():
        first, *rest = PurePosixPath(member).parts
        if member == HISTORY or member.endswith("/"):
            continue
        if first not in folders or not rest or ".." in rest or "\\" in member or ":" in member:
            raise ExportBroken(f"{path}: {member!r} has no place in an export; write one with: voicecoach export --all")
        yield member, folders[first].joinpath(*rest)


def _put(archive: zipfile.ZipFile, member: str, place: Path) -> None:
    """Write a file with the time that it had: an old session must not look like one that broke off just now."""
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.part")
    part.write_bytes(archive.read(member))
    written = time.mktime((*archive.getinfo(member).date_time, 0, 0, -1))
    os.utime(part, (written, written))
    part.replace(place)
