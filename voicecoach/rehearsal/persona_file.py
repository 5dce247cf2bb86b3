"""Personas on disk: the shipped ones and a user's own."""

from pathlib import Path

from voicecoach.core.errors import SettingsBroken
from voicecoach.home.toml_files import read_toml
from voicecoach.rehearsal.persona import Persona

SHELF = Path(__file__).parent / "personas"


def shipped_personas() -> tuple[str, ...]:
    """Return the names of the personas that travel with the program, sorted."""
    return tuple(sorted(path.stem for path in SHELF.glob("*.toml")))


def find_persona(name_or_path: str) -> Persona:
    """Load a shipped persona by name, or any persona by the path of its TOML file.

    Raises SettingsBroken when there is none, or when a key or a value is wrong.
    """
    if name_or_path in shipped_personas():
        return read_toml(SHELF / f"{name_or_path}.toml", Persona)
    path = Path(name_or_path)
    if path.is_file():
        return read_toml(path, Persona)
    raise SettingsBroken(
        f"no persona is called {name_or_path!r} and no such file exists; shipped: {', '.join(shipped_personas())}"
    )
