"""Options of the whole test suite."""

import os
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

    Processes that share tests one by one begin with a stretch of the list each.
    """
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    lengthy = [item for item in items if item.get_closest_marker("lengthy")]
    if not lengthy:
        return
    brief = [item for item in items if not item.get_closest_marker("lengthy")]
    ends = [len(brief) * k // processes for k in range(processes + 1)]
    shares = ((*lengthy[k::processes], *brief[ends[k] : ends[k + 1]]) for k in range(processes))
    items[:] = [item for share in shares for item in share]
