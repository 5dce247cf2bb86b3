"""A model vendor on the loopback interface."""

import json
import stat
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import md5
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from voicecoach.hearing.models import OFFICIAL_NAME

ZIP = f"{OFFICIAL_NAME}.zip"


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder and give its URL."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def pack(model: Path, archive: Path, leave_out: str = "") -> Path:
    """Zip a model as the vendor does: one folder with everything in it."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for file in sorted(model.rglob("*")):
            name = file.relative_to(model).as_posix()
            if file.is_file() and name != leave_out:
                packed.write(file, f"{OFFICIAL_NAME}/{name}")
    return archive


def pack_names(archive: Path, *names: str, link: bool = False) -> Path:
    """Zip tiny files under the given names, as they stand."""
    with zipfile.ZipFile(archive, "w") as packed:
        for name in names:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = ((stat.S_IFLNK if link else stat.S_IFREG) | 0o777) << 16
            packed.writestr(entry, "/etc/passwd")
    return archive


def publish(folder: Path, checksum: str | None = None) -> None:
    """Write the vendor's list for the archive in a folder."""
    archive = (folder / ZIP).read_bytes()
    entry = {
        "name": OFFICIAL_NAME,
        "url": f"https://example.org/{ZIP}",
        "md5": checksum or md5(archive, usedforsecurity=False).hexdigest(),
        "size": len(archive),
    }
    other = {"name": "vosk-model-other", "md5": "0" * 32, "size": 1}
    (folder / "model-list.json").write_text(json.dumps([other, entry]))
