"""Options of the whole test suite."""

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden transcripts anew")
    parser.addoption("--speech", type=Path, default=None, help="a folder with recorded people, noise and rooms")
