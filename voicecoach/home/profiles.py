"""Profiles on disk: what was learnt of each person's voice, as TOML, and nothing else of them unless they said so."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import platformdirs
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from voicecoach.core.commands import Cost, vocabulary
from voicecoach.core.errors import PersonUnknown, SettingsBroken, StorageFull
from voicecoach.core.person import MOST_LOOSENED, Profile
from voicecoach.home.toml_files import read_toml, write_toml

DEFAULT = "me"
"""The person who is coached where nobody is named."""

FILE = "profile.toml"

MOST_DECOYS = 20

_NAME = re.compile(r"[\w-]{1,40}")

_HEAD = """\
# How this person is understood; written by `voicecoach tune`, removed by `voicecoach forget`.
"""


def _is_no_command_word(word: str) -> str:
    if word in vocabulary():
        raise ValueError(f"{word!r} is a word of a command, which would not be heard any more; take it out")
    return word


Correction = Annotated[float, Field(ge=-MOST_LOOSENED, le=0)]
Decoy = Annotated[str, Field(pattern=r"^[a-z']+$"), AfterValidator(_is_no_command_word)]


class _Corrections(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    safety: Correction = 0.0
    flow: Correction = 0.0
    answer: Correction = 0.0
    verdict: Correction = 0.0


class ProfileFile(BaseModel):
    """What a profile's TOML file may hold; grave commands have no key, they are believed of nobody more easily."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str
    decoys: Annotated[tuple[Decoy, ...], Field(max_length=MOST_DECOYS)] = ()
    corrections: _Corrections = _Corrections()


def people_folder() -> Path:
    """Return where people's folders are kept."""
    return platformdirs.user_data_path("voicecoach") / "people"


def folder_of(name: str, people: Path) -> Path:
    """Return a person's folder, whether or not it exists; raises SettingsBroken for what is no name."""
    if not _NAME.fullmatch(name):
        raise SettingsBroken(f"{name!r} is no name for a person; take letters, digits, - and _, 40 at most")
    return people / name


def names(people: Path) -> tuple[str, ...]:
    """Return everybody who is known, sorted."""
    return tuple(sorted(folder.name for folder in people.iterdir() if folder.is_dir())) if people.is_dir() else ()


def find_profile(name: str | None, people: Path) -> Profile | None:
    """Return the profile of a person, or that of `me` where nobody is named; nothing when there is none of `me`.

    Raises PersonUnknown for a name without a profile, SettingsBroken naming file and key for a broken one.
    """
    file = folder_of(name or DEFAULT, people) / FILE
    if name is None and not file.is_file():
        return None
    if not file.is_file() and file.parent.is_dir():
        person = file.parent.name
        raise PersonUnknown(f"the voice of {person} was never learnt; learn it: voicecoach tune --person {person}")
    if not file.is_file():
        raise _unknown(file.parent.name, people)
    return read_profile(file)


def read_profile(file: Path) -> Profile:
    """Return the profile in a file; raises SettingsBroken naming file, key and what is allowed."""
    read = read_toml(file, ProfileFile)
    corrections = {Cost(cost): amount for cost, amount in read.corrections.model_dump().items()}
    return Profile(name=file.parent.name, model=read.model, corrections=corrections, decoys=read.decoys)


def write_profile(profile: Profile, people: Path) -> Path:
    """Write a profile in place of any before it and return its file; raises StorageFull."""
    file = folder_of(profile.name, people) / FILE
    write_toml(file, _lines(profile))
    return file


def forget_all(folder: Path) -> tuple[Path, ...]:
    """Remove a person's folder with everything in it and return the files that there were.

    Raises StorageFull when something cannot be removed.
    """
    files = files_of(folder)
    try:
        shutil.rmtree(folder)
    except OSError as failure:
        raise StorageFull(f"cannot remove {failure.filename or folder}: {failure.strerror or failure}") from failure
    return files


def known_folder(name: str, people: Path) -> Path:
    """Return a person's folder; raises PersonUnknown when there is none."""
    folder = folder_of(name, people)
    if not folder.is_dir():
        raise _unknown(name, people)
    return folder


def files_of(folder: Path) -> tuple[Path, ...]:
    """Return every file in a person's folder, none where there is no folder."""
    return tuple(sorted(path for path in folder.rglob("*") if not path.is_dir()))


def _unknown(name: str, people: Path) -> PersonUnknown:
    known = ", ".join(names(people)) or "nobody yet"
    return PersonUnknown(f"no person {name!r}; there is {known}; `voicecoach tune --person {name}` makes one")


def _lines(profile: Profile) -> Iterator[str]:
    yield _HEAD
    yield f'model = "{profile.model}"\n'
    yield f"decoys = {json.dumps(profile.decoys)}\n"
    yield "\n[corrections]\n"
    for cost in _Corrections.model_fields:
        yield f"{cost} = {profile.corrections.get(Cost(cost), 0.0)}\n"
