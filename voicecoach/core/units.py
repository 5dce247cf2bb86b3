"""Units of the session clock: samples played, and seconds as samples over the rate."""

from typing import NewType

Seconds = NewType("Seconds", float)
Samples = NewType("Samples", int)
Decibels = NewType("Decibels", float)
CueId = NewType("CueId", str)

RATE = 16_000
"""Samples a second of the session clock, whatever rate the devices run at."""

BLOCK = Samples(320)
"""Samples the loop moves at a time: 20 ms."""


def seconds(samples: int) -> Seconds:
    """Return the time of a sample index."""
    return Seconds(samples / RATE)


def samples(at: float) -> Samples:
    """Return the sample index nearest to a time."""
    return Samples(round(at * RATE))


def on_grid(at: float) -> Seconds:
    """Return the time of the sample nearest to `at`, so that sums of times stay exact."""
    return seconds(samples(at))
