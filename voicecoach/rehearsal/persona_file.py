"""Personas on disk: the shipped ones and a user's own."""

import tomllib
from difflib import get_close_matches
from pathlib import Path

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from voicecoach.core.errors import SettingsBroken
from voicecoach.rehearsal.persona import Leak, Noise, Persona, PersonVoice, Room, Saying

SHELF = Path(__file__).parent / "personas"

_TABLES: dict[str, type[BaseModel]] = {
    "voice": PersonVoice,
    "room": Room,
    "noise": Noise,
    "leak": Leak,
    "says": Saying,
}


def shipped_personas() -> tuple[str, ...]:
    """Return the names of the personas that travel with the program, sorted."""
    return tuple(sorted(path.stem for path in SHELF.glob("*.toml")))


def find_persona(name_or_path: str) -> Persona:
    """Load a shipped persona by name, or any persona by the path of its TOML file.

    Raises SettingsBroken when there is none, or when a key or a value is wrong.
    """
    if name_or_path in shipped_personas():
        return load_persona(SHELF / f"{name_or_path}.toml")
    path = Path(name_or_path)
    if path.is_file():
        return load_persona(path)
    raise SettingsBroken(
        f"no persona is called {name_or_path!r} and no such file exists; shipped: {', '.join(shipped_personas())}"
    )


def load_persona(path: Path) -> Persona:
    """Read a persona; raises SettingsBroken with the file, the key, its value and what is allowed."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as failure:
        raise SettingsBroken(f"persona {path} cannot be read: {failure.strerror}") from failure
    except ValueError as failure:  # bad TOML, or bytes that are no UTF-8
        raise SettingsBroken(f"persona {path} is no valid TOML: {failure}") from failure
    try:
        return Persona.model_validate(raw, context={"folder": path.parent})
    except ValidationError as failure:
        raise SettingsBroken(f"persona {path}: {_problem(failure.errors()[0])}") from failure


def _problem(error: ErrorDetails) -> str:
    location = error["loc"]
    key = _key(location)
    match error["type"]:
        case "extra_forbidden":
            return f"unknown key {key}; {_allowed_keys(location)}"
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


def _allowed_keys(location: tuple[int | str, ...]) -> str:
    table = Persona if len(location) == 1 else _TABLES[str(location[0])]
    allowed = tuple(table.model_fields)
    near = get_close_matches(str(location[-1]), allowed, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    return f"{hint}allowed: {', '.join(allowed)}"
