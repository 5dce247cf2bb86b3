"""Which models there are on this machine, and which one a session takes."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from platformdirs import user_data_path

from voicecoach import shipped
from voicecoach.core.errors import ModelBroken, ModelMissing
from voicecoach.hearing.layout import check_model

AUTO = "auto"
"""The choice that leaves the model to the program."""

OFFICIAL_NAME = "vosk-model-small-en-us-0.15"
"""The vendor's small English model, which `models get` fetches."""

VARIABLE = "VOSK_MODEL_PATH"
"""The environment variable that names a model folder."""

_WHOLE = 64 * 2**20  # bytes; of a bigger file only both ends and the size enter the hash
_TELLS_OF_IT = frozenset(("README", "README.md", "manifest.json"))
_END = 2**20  # bytes


class Origin(StrEnum):
    """Where a model comes from, in the order in which they are tried."""

    GIVEN = "given"
    ENVIRONMENT = "environment"
    DOWNLOADED = "downloaded"
    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPlace:
    """A folder that should hold a model."""

    folder: Path
    origin: Origin

    @property
    def fault(self) -> str | None:
        """Return what is wrong with the folder, in one line, or None."""
        try:
            check_model(self.folder)
        except (ModelMissing, ModelBroken) as failure:
            return str(failure)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where models are looked for."""

    environment: Path | None
    downloaded: Path
    shipped: Path

    @classmethod
    def here(cls) -> "Places":
        """Return the places of this machine and user."""
        named = os.environ.get(VARIABLE)
        return cls(
            environment=Path(named).expanduser() if named else None,
            downloaded=models_folder() / OFFICIAL_NAME,
            shipped=shipped.compact_model(),
        )

    def candidates(self, choice: str = AUTO) -> tuple[ModelPlace, ...]:
        """Return the places that a choice allows, best first; what was named by the user is there even if absent."""
        if choice != AUTO:
            return (ModelPlace(folder=Path(choice).expanduser(), origin=Origin.GIVEN),)
        named = () if self.environment is None else (_place(self.environment, Origin.ENVIRONMENT),)
        found = (_place(self.downloaded, Origin.DOWNLOADED), _place(self.shipped, Origin.SHIPPED))
        return (*named, *(place for place in found if place.folder.exists()))


def models_folder() -> Path:
    """Return where downloaded models are kept, whether or not it exists."""
    return Path(user_data_path("voicecoach")) / "models"


def find_model(choice: str, places: Places | None = None) -> Path:
    """Return the model folder that a `--model` choice means, `auto` or a path, among this machine's places.

    A folder that the user named, by option or environment, is never passed over.
    Raises ModelMissing when there is none, ModelBroken when the first one lacks a file.
    """
    candidates = (places or Places.here()).candidates(choice)
    if not candidates:
        raise ModelMissing("no recogniser model was found; fetch one: voicecoach models get")
    best = candidates[0]
    try:
        check_model(best.folder)
    except (ModelMissing, ModelBroken) as failure:
        if best.origin is Origin.ENVIRONMENT:
            raise type(failure)(f"{VARIABLE}: {failure}") from failure
        raise
    return best.folder


def model_hash(folder: Path) -> str:
    """Return the SHA-256 over every file's name and bytes, for the journal's header; what tells of it does not count.

    Of files over 64 MiB only the size and the first and last MiB count, so that a big model costs no seconds.
    """
    digest = sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in _TELLS_OF_IT):
        name = file.relative_to(folder).as_posix()
        digest.update(f"{name}\0{file.stat().st_size}\0".encode())
        for piece in _pieces(file):
            digest.update(piece)
    return digest.hexdigest()


def _place(folder: Path, origin: Origin) -> ModelPlace:
    return ModelPlace(folder=folder, origin=origin)


def _pieces(file: Path) -> Iterator[bytes]:
    size = file.stat().st_size
    with file.open("rb") as stream:
        if size > _WHOLE:
            yield stream.read(_END)
            stream.seek(size - _END)
        while piece := stream.read(_END):
            yield piece
