"""Work on several processes, with the results in the order of the work."""

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TypeVar

Work = TypeVar("Work")
Done = TypeVar("Done")


def spread(act: Callable[[Work], Done], work: Iterable[Work], *, processes: int, at_a_time: int = 8) -> Iterator[Done]:
    """Return what comes of each piece of work; fresh processes do it, the same way on every platform.

    What is not yet begun is dropped when a piece fails or the caller stops listening. Ctrl-C is the caller's alone;
    when the caller is killed, its processes end too.
    """
    workers = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_begin)
    try:
        yield from workers.map(act, work, chunksize=at_a_time)
    finally:
        workers.shutdown(cancel_futures=True)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_caller, daemon=True).start()


def _end_with_caller() -> None:
    caller = parent_process()
    if caller is not None:
        caller.join()
        os._exit(1)
