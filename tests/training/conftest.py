"""The training package is no part of the product: it lies under scripts/ and is found only here."""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"

Load = Callable[[str], ModuleType]


@pytest.fixture(name="load")
def _load(monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Import a module of the training package by its short name; skip where what it needs is not installed."""
    monkeypatch.syspath_prepend(str(SCRIPTS))

    def load(name: str) -> ModuleType:
        try:
            return import_module(f"training.{name}")
        except ModuleNotFoundError as missing:
            if missing.name is None or missing.name.startswith("training"):
                raise
            pytest.skip(f"{missing.name} is missing; install it: .venv/bin/pip install -e '.[training]'")

    yield load
    for name in [name for name in sys.modules if name.split(".")[0] == "training"]:
        del sys.modules[name]
