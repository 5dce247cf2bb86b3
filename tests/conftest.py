"""Options of the whole test suite."""

import os
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # how long an example takes is the machine's affair
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden transcripts anew")
    parser.addoption("--speech", type=Path, default=None, help="a folder with recorded people, noise and rooms")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each process begin with a lengthy test: one that begins late is waited for alone.

    Processes that take tests from one another (`--dist=worksteal`) begin with an even stretch of the list each.
    """
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    lengthy = [item for item in items if item.get_closest_marker("lengthy")]
    brief = iter([item for item in items if not item.get_closest_marker("lengthy")])
    if not lengthy:
        return
    left, ordered = len(items), list[pytest.Item]()
    for k in range(processes):
        share = left // (processes - k)
        first = lengthy[k::processes]
        ordered += (*first, *islice(brief, max(0, share - len(first))))
        left = len(items) - len(ordered)
    items[:] = [*ordered, *brief]
