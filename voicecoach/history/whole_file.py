"""Files that are written whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from voicecoach.core.errors import StorageFull


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a place to write to, which takes the file's name once all is written, or goes. Raises StorageFull."""
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise StorageFull(f"{path} cannot be written: {error.strerror}; choose another file") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
