"""Where the session clock stands on the device's clock, and so where recorded sound falls on it."""

from collections import deque
from statistics import median

from voicecoach.core.units import BLOCK, RATE, Samples

_WINDOW = 51
"""Frames whose place is compared before a slip is believed: a second outlasts the jitter of device times."""

_TOLERANCE = RATE // 100
"""Samples by which frames may be off their place: 10 ms, far below the length of any word."""

_STILL = RATE // 1000
"""Samples by which frames may seem off for the mere jitter of the median: 1 ms."""

_CATCH_UP = 500
"""Frames in which an error would be gone: so slowly that jitter is averaged, and that 200 ppm leave 3 ms at most."""

_FASTEST = BLOCK * 400e-6
"""Samples a frame by which frames follow: twice the drift that two sound cards have."""


class SessionClock:
    """Turn the time of a device into a sample of the session; written by one thread, read by any."""

    def __init__(self) -> None:
        self._anchor: tuple[float, float] | None = None

    @property
    def is_anchored(self) -> bool:
        """Say whether anything was played yet."""
        return self._anchor is not None

    def anchor(self, sample: float, time: float) -> None:
        """Note that `sample` of the session is heard at `time`, in seconds of PortAudio's clock."""
        self._anchor = (sample, time)

    def sample_at(self, time: float) -> Samples | None:
        """Return which sample is heard at `time`, or None before anything was played."""
        anchor = self._anchor
        if anchor is None:
            return None
        sample, then = anchor
        return Samples(round(sample + (time - then) * RATE))


class FrameCounter:
    """Number frames one after the other, follow the drift of two devices slowly, and jump only after a slip."""

    def __init__(self) -> None:
        self._next: Samples | None = None
        self._last: Samples | None = None
        self._errors: deque[int] = deque(maxlen=_WINDOW)
        self._is_settled = False
        self._pace = self._owed = 0.0
        self.slips = 0
        """How often the numbering had to move, the first correction aside."""

    def restart(self) -> None:
        """Take the next frame's place from the clock again, as after a gap."""
        self._next = None
        self._errors.clear()
        self._is_settled = False
        self._pace = self._owed = 0.0

    def place(self, measured: Samples) -> Samples | None:
        """Return the start of the next frame, whose place was measured as `measured`.

        Starts are 320 apart but after a slip, give or take one sample now and then where the microphone's clock runs
        slower or faster than the speaker's; they always rise: None says that the frame must be dropped.
        """
        if self._next is None:
            self._next = measured
        self._errors.append(measured - self._next)
        self._correct()
        self._follow()
        start = self._next
        self._next = Samples(start + BLOCK)
        if start < 0 or (self._last is not None and start <= self._last):
            return None
        self._last = start
        return start

    def _correct(self) -> None:
        if len(self._errors) < _WINDOW or self._next is None:
            return
        error = round(median(self._errors))
        if abs(error) > _TOLERANCE:
            self._next = Samples(self._next + error)
            self._errors.clear()
            self.slips += self._is_settled
        else:
            self._pace = _pace_against(error)
        self._is_settled = True

    def _follow(self) -> None:
        """Move by a sample whenever a whole one is owed."""
        self._owed += self._pace
        moved = int(self._owed)
        self._owed -= moved
        if self._next is not None:
            self._next = Samples(self._next + moved)


def _pace_against(error: int) -> float:
    """Return by how many samples a frame an error is followed."""
    if abs(error) < _STILL:
        return 0.0
    return max(-_FASTEST, min(_FASTEST, error / _CATCH_UP))
