"""Files that are there whole or as they were before, whatever happens while they are written."""

from pathlib import Path

from voicecoach.core.errors import StorageFull


def write_whole(file: Path, text: str) -> None:
    """Write a file in place of any before it, its folder too; raises StorageFull."""
    part = file.with_suffix(".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(file)
    except OSError as failure:
        raise StorageFull(f"cannot write {file}: {failure.strerror or failure}") from failure
