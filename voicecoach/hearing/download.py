"""The official model fetched from its vendor: whole and checked, or not at all."""

import http.client
import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel, TypeAdapter, ValidationError

from voicecoach.core.errors import DownloadFailed, StorageFull
from voicecoach.hearing.archive import MOST_BYTES, unpack
from voicecoach.hearing.layout import missing_file
from voicecoach.hearing.models import OFFICIAL_NAME

VENDOR = "https://alphacephei.com/vosk/models"
"""Where the makers of Vosk keep their models and the list of their checksums."""

LIST = "model-list.json"

_TIMEOUT_S = 30.0  # without a byte
_PIECE = 2**16  # bytes

Progress = Callable[[int, int], None]
"""Told the bytes so far and in all."""


class Listed(BaseModel):
    """A model in the vendor's list."""

    name: str
    md5: str
    """Of the zip file, in hexadecimal."""
    size: int
    """Of the zip file, in bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Got:
    """How a fetch ended."""

    folder: Path
    was_there: bool


def download_model(folder: Path, url_base: str, progress: Progress) -> Got:
    """Fetch the official model into `folder`, unless a whole one lies there.

    The zip file is `{url_base}/vosk-model-small-en-us-0.15.zip`; its MD5 comes from `{url_base}/model-list.json`.
    Raises DownloadFailed or StorageFull and then leaves nothing behind.
    """
    if missing_file(folder) is None:
        return Got(folder=folder, was_there=True)
    with _workshop(folder) as workshop:
        listed = _listed(url_base)
        archive = workshop / f"{OFFICIAL_NAME}.zip"
        _fetch(f"{url_base.rstrip('/')}/{archive.name}", archive, listed, progress)
        _install(archive, workshop, folder)
    return Got(folder=folder, was_there=False)


def unpack_model(archive: Path, folder: Path) -> Got:
    """Install a model from a zip file on disk into `folder`, unless a whole one lies there; needs no network.

    Raises DownloadFailed or StorageFull and then leaves nothing behind.
    """
    if missing_file(folder) is None:
        return Got(folder=folder, was_there=True)
    if not archive.is_file():
        raise DownloadFailed(f"there is no file {archive}; --from takes the path of a model's zip file")
    with _workshop(folder) as workshop:
        _install(archive, workshop, folder)
    return Got(folder=folder, was_there=False)


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """Lend a folder beside the target, on the same disk, that is gone afterwards."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".fetching-", dir=folder.parent) as workshop:
            yield Path(workshop)
    except OSError as failure:
        raise StorageFull(f"cannot write a model to {folder.parent}: {failure.strerror or failure}") from failure


def _install(archive: Path, workshop: Path, folder: Path) -> None:
    unpacked = workshop / "unpacked"
    unpacked.mkdir()
    unpack(archive, unpacked)
    model = _model_in(unpacked, archive)
    if folder.exists():
        shutil.rmtree(folder)
    model.replace(folder)


def _model_in(unpacked: Path, archive: Path) -> Path:
    folders = [path for path in unpacked.iterdir() if path.is_dir()]
    model = folders[0] if len(folders) == 1 else unpacked
    missing = missing_file(model)
    if missing:
        raise DownloadFailed(f"{archive.name} holds no whole model: it lacks {missing}; fetch it again")
    return model


def _listed(url_base: str) -> Listed:
    url = f"{url_base.rstrip('/')}/{LIST}"
    with _opened(url) as answer:
        text = answer.read(MOST_BYTES)
    try:
        entries = json.loads(text)
        found = [entry for entry in entries if entry["name"] == OFFICIAL_NAME]
        return TypeAdapter(list[Listed]).validate_python(found)[0]
    except (ValueError, TypeError, KeyError, IndexError, ValidationError) as failure:
        raise DownloadFailed(f"{url} has no checksum for {OFFICIAL_NAME}; try again later, or use --from") from failure


def _fetch(url: str, archive: Path, listed: Listed, progress: Progress) -> None:
    digest, size = md5(usedforsecurity=False), 0
    with _opened(url) as answer, archive.open("wb") as sink:
        while piece := answer.read(_PIECE):
            sink.write(piece)
            digest.update(piece)
            size += len(piece)
            progress(size, listed.size)
            if size > MOST_BYTES:
                raise DownloadFailed(f"{url} is far bigger than the {listed.size} bytes that were promised")
    if digest.hexdigest() != listed.md5.lower():
        raise DownloadFailed(
            f"{url} arrived damaged: {size} bytes with MD5 {digest.hexdigest()}, "
            f"not {listed.size} bytes with {listed.md5}; try again"
        )


@contextmanager
def _opened(url: str) -> Iterator[http.client.HTTPResponse]:
    if not url.startswith(("https://", "http://")):
        raise DownloadFailed(f"cannot fetch {url}: only http and https; a file on disk goes with --from")
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT_S) as answer:  # noqa: S310 - the scheme is checked above
            yield answer
    except urllib.error.HTTPError as failure:
        failure.close()
        raise DownloadFailed(f"cannot fetch {url}: the server answered {failure.code} {failure.reason}") from failure
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as failure:
        reason = getattr(failure, "reason", failure)
        raise DownloadFailed(f"cannot fetch {url}: {reason}; check the network, or use --from FILE.zip") from failure
    except ValueError as failure:
        raise DownloadFailed(f"cannot fetch {url!r}: it is no address of the web ({failure})") from failure
