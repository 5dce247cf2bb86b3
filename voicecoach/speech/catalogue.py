"""The words of every cue: the text catalogue of a language, checked when it is read."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError

from voicecoach.core.errors import CatalogueBroken, CuesMissing
from voicecoach.core.units import CueId, Seconds

CATALOGUE_FILE = "catalogue.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class CueText:
    """What the catalogue says of one cue."""

    __pydantic_config__ = ConfigDict(extra="forbid", str_strip_whitespace=True)

    text: Annotated[str, Field(min_length=1)]
    names: tuple[str, ...] = ()
    """Command phrases that the text contains on purpose, to teach them."""
    source: str = ""
    """Section of the article that the fact comes from."""
    fit: Annotated[Seconds, Field(gt=0, le=10, strict=True)] | None = None
    """Seconds the trimmed cue may last at most; it is spoken faster until it fits."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Catalogue(Mapping[CueId, CueText]):
    """The cues of one language, in the order of the file."""

    language: str
    path: Path
    cues: Mapping[CueId, CueText]

    def __getitem__(self, cue: CueId) -> CueText:
        return self.cues[cue]

    def __iter__(self) -> Iterator[CueId]:
        return iter(self.cues)

    def __len__(self) -> int:
        return len(self.cues)


def load_catalogue(folder: Path) -> Catalogue:
    """Read `catalogue.toml` of a language's folder, whose name is the language.

    Raises CuesMissing where there is no such file, CatalogueBroken with file, cue and key where it is wrong.
    """
    path = folder / CATALOGUE_FILE
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as failure:
        raise CuesMissing(f"no cue catalogue at {path}; choose another language or reinstall voicecoach") from failure
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as failure:
        raise CatalogueBroken(f"{path} is no TOML: {failure}") from failure
    try:
        cues = _adapter().validate_python(tables)
    except ValidationError as failure:
        raise CatalogueBroken(f"{path}: {_first_fault(failure)}") from failure
    return Catalogue(language=folder.name, path=path, cues=cues)


def _is_spoken(cue: CueId) -> CueId:
    if cue.startswith("earcon."):
        raise ValueError
    return cue


_Id = Annotated[CueId, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$"), AfterValidator(_is_spoken)]
"""Small letters, digits and dots: an id is also the name of a file."""


@cache
def _adapter() -> TypeAdapter[dict[CueId, CueText]]:
    return TypeAdapter(dict[_Id, CueText])


_UNKNOWN_KEY = "unexpected_keyword_argument"  # pydantic's name of it

_ALLOWED = ", ".join(field.name for field in fields(CueText))


def _first_fault(failure: ValidationError) -> str:
    faults = failure.errors(include_url=False, include_context=False, include_input=False)
    fault = next((fault for fault in faults if fault["type"] == _UNKNOWN_KEY), faults[0])
    cue, *keys = fault["loc"]
    if "[key]" in keys:
        return f"cue id {cue!r} is not allowed; an id is small letters, digits and dots, and no earcon: 'count.one'"
    if not keys:
        return f"{cue!r} is no cue; write [{str(cue)!r}] with the keys {_ALLOWED}"
    if fault["type"] == _UNKNOWN_KEY:
        return f"cue {cue!r}: unknown key {keys[0]!r}; allowed: {_ALLOWED}"
    return f"cue {cue!r}: key {keys[0]!r}: {fault['msg']}"
