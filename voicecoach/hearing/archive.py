"""A model's zip file, unpacked so that nothing lands outside its folder."""

import errno
import shutil
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from voicecoach.core.errors import DownloadFailed

MOST_BYTES = 500 * 2**20
"""Unpacked size that is refused; the official small model has 68 MB."""

MOST_FILES = 1_000

_CLASHES = frozenset((errno.EEXIST, errno.EISDIR, errno.ENOTDIR))  # one name for a file and a folder
_LONGEST_SHOWN = 60  # signs of a name in a message
_BAD_NAMES = frozenset((errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ))


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a zip file into an empty folder.

    Raises DownloadFailed when it is no zip file, is damaged or too big, or holds a path that leaves the folder or
    cannot be a file's.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            _check(packed)
            for entry in packed.infolist():
                _extract(packed, entry, folder)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as failure:
        raise DownloadFailed(f"{archive.name} is no whole zip file ({failure}); fetch it again") from failure


def _check(packed: zipfile.ZipFile) -> None:
    entries = packed.infolist()
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise DownloadFailed(f"{_name(packed)} is too big for a small model; nothing was unpacked")
    for entry in entries:
        if not _is_safe(entry):
            raise DownloadFailed(
                f"{_name(packed)} holds {entry.filename!r}, which leads out of its folder; nothing was unpacked"
            )


def _is_safe(entry: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    is_inside = not path.is_absolute() and ".." not in path.parts and ":" not in entry.filename
    return is_inside and not stat.S_ISLNK(entry.external_attr >> 16)


def _extract(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> None:
    try:
        _write(packed, entry, folder)
    except OSError as failure:
        if failure.errno not in _CLASHES | _BAD_NAMES:
            raise
        fault = "which is a file and a folder at once" if failure.errno in _CLASHES else "which can be no file's name"
        raise DownloadFailed(
            f"{_name(packed)} holds {_shortened(entry.filename)!r}, {fault}; take another archive"
        ) from failure


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…"


def _write(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path) -> None:
    target = folder.joinpath(*PurePosixPath(entry.filename).parts)
    if entry.is_dir():
        target.mkdir(parents=True, exist_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with packed.open(entry) as source, target.open("wb") as sink:
        shutil.copyfileobj(source, sink)


def _name(packed: zipfile.ZipFile) -> str:
    return Path(packed.filename or "archive").name
