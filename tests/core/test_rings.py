"""The rings of the architecture: who may import whom."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "voicecoach"
CLOCKS = {"time", "datetime", "random", "threading", "asyncio", "logging", "os", "sys", "pathlib", "io", "secrets"}
ALLOWED = {
    "core": {"core"},
    "ports.py": {"core"},
    "audio": {"audio", "ports", "core"},
    "speech": {"speech", "ports", "core", "shipped"},
    "hearing": {"hearing", "ports", "core", "shipped"},
    "history": {"history", "core"},
    "home": {"home", "ports", "core"},
    "bench": {"app", "audio", "wiring", "bench", "rehearsal", "hearing", "speech", "ports", "core", "shipped"},
}


def modules(ring: str) -> list[Path]:
    place = PACKAGE / ring
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""


def calls(path: Path) -> set[str]:
    """Return the names of all that is called in a module."""
    called = (node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return {function.attr if isinstance(function, ast.Attribute) else ast.unparse(function) for function in called}


@pytest.mark.parametrize("path", modules("core"), ids=lambda path: path.stem)
def test_core_imports_only_itself_the_standard_library_and_the_state_machine(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(path)} - {"voicecoach"}
    foreign = roots - set(sys.stdlib_module_names)
    assert foreign <= ({"transitions"} if path.stem == "machine" else set())
    assert roots & CLOCKS <= ({"logging"} if path.stem == "machine" else set()), "core reads no clock and does no I/O"


def test_core_reads_no_file_but_that_of_the_variations() -> None:
    readers = {path.stem for path in modules("core") if "importlib" in {name.split(".")[0] for name in imports(path)}}
    assert readers == {"exercise"}
    opened = {path.stem for path in modules("core") if {"open", "read_text", "read_bytes"} & calls(path)}
    assert opened == {"exercise"}


@pytest.mark.parametrize("ring", ALLOWED)
def test_an_inner_ring_never_imports_an_outer_one(ring: str) -> None:
    for path in modules(ring):
        inner = {name.split(".")[1] for name in imports(path) if name.startswith("voicecoach.")}
        assert inner <= ALLOWED[ring], path
