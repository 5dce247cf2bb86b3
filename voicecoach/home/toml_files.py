"""TOML files checked against a schema, with errors that name file, key, value and what is allowed."""

import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from voicecoach.core.errors import SettingsBroken
from voicecoach.home.whole_files import write_whole

Schema = TypeVar("Schema", bound=BaseModel)


def read_toml(path: Path, schema: type[Schema]) -> Schema:
    """Return a TOML file as an instance of a schema; the schema's validators get the file's folder as context.

    Raises SettingsBroken with one line that names the file, the key, its value and what is allowed.
    """
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as failure:
        raise SettingsBroken(f"no file {path}") from failure
    except OSError as failure:
        raise SettingsBroken(f"{path} cannot be read: {failure.strerror}") from failure
    except ValueError as failure:  # bad TOML, or bytes that are no UTF-8
        raise SettingsBroken(f"{path} is no valid TOML: {failure}") from failure
    return checked(fields, schema, path)


def write_toml(path: Path, lines: Iterable[str]) -> None:
    """Write the lines of a TOML file in place of any before it, whole or not at all; raises StorageFull."""
    write_whole(path, "".join(lines))


def checked(fields: Mapping[str, object], schema: type[Schema], path: Path) -> Schema:
    """Return what a TOML file holds, or is to hold, as an instance of a schema; raises SettingsBroken."""
    try:
        return schema.model_validate(fields, context={"folder": path.parent})
    except ValidationError as failure:
        raise SettingsBroken(f"{path}: {_problem(failure.errors()[0], schema)}") from failure


def _problem(error: ErrorDetails, schema: type[BaseModel]) -> str:
    location = error["loc"]
    key = _key(location)
    match error["type"]:
        case "extra_forbidden":
            return f"unknown key {key}; {_allowed_keys(location, schema)}"
        case "missing":
            return f"{key} is missing"
        case "value_error":
            return f"{key or 'the file'}: {error['ctx']['error']}"
        case _:
            return f"{key} is {error['input']!r}; {error['msg'][0].lower()}{error['msg'][1:]}"


def _key(location: tuple[int | str, ...]) -> str:
    """Write a place as people count: `says[1]` is the first of the list."""
    parts = (f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location)
    return "".join(parts).removeprefix(".")


def _allowed_keys(location: tuple[int | str, ...], schema: type[BaseModel]) -> str:
    for part in location[:-1]:
        if isinstance(part, str):
            schema = _table_in(schema.model_fields[part].annotation) or schema
    allowed = tuple(schema.model_fields)
    near = get_close_matches(str(location[-1]), allowed, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    return f"{hint}allowed: {', '.join(allowed)}"


def _table_in(annotation: object) -> type[BaseModel] | None:
    """Return the schema of the table that a field holds, alone, optional or in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((table for inner in get_args(annotation) if (table := _table_in(inner))), None)
