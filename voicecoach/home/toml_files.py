"""TOML files checked against a schema, with errors that name file, key and the allowed values."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from voicecoach.core.errors import SettingsBroken

T = TypeVar("T")


def read_toml(path: Path, schema: type[T]) -> T:
    """Return a TOML file as an instance of a pydantic-checked type.

    Raises SettingsBroken with one line that names the file, the key and what is allowed.
    """
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsBroken(f"no file {path}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsBroken(f"{path} cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsBroken(f"{path} is not TOML: {error}") from error
    try:
        return TypeAdapter(schema).validate_python(fields)
    except ValidationError as error:
        raise SettingsBroken(f"{path}: {describe(error.errors()[0], schema)}") from error


def describe(problem: ErrorDetails, schema: type) -> str:
    """Return one problem as key, what is wrong, and what is allowed."""
    key = ".".join(str(part) for part in problem["loc"]) or "the file"
    if problem["type"] in ("extra_forbidden", "unexpected_keyword_argument"):
        allowed = ", ".join(TypeAdapter(schema).json_schema().get("properties", {}))
        return f"unknown key '{key}'; at the top the keys are: {allowed}"
    if problem["type"] == "missing":
        return f"key '{key}' is missing"
    return f"{key} = {problem['input']!r}: {problem['msg'][0].lower()}{problem['msg'][1:]}"
