"""Where the session clock stands on the device's clock, and so where recorded sound falls on it."""

from collections import deque
from collections.abc import Callable
from statistics import median

import numpy as np

from voicecoach.core.units import BLOCK, RATE, Samples

_WINDOW = 51
"""Frames whose place is compared before a slip is believed: a second outlasts the jitter of device times."""

_TOLERANCE = RATE // 100
"""Samples by which frames may be off their place: 10 ms, far below the length of any word."""

_CATCH_UP = 500
"""Frames in which an error would be gone: so slowly that jitter is averaged, and that 200 ppm leave 3 ms at most."""

_FASTEST = BLOCK * 400e-6
"""Samples a frame by which frames follow: twice the drift that two sound cards have."""

_KNOWN = 500
"""Frames after which the drift is known well enough to be followed: with 2 ms of jitter to a third of 60 ppm."""

_MEMORY = 3_000
"""Frames that the drift is learnt from, 60 s: the heat of a sound card changes it more slowly."""

MOST_DRIFT = 200e-6
"""Share by which two sound cards run apart at most; what was measured beyond it is no drift, and is not kept."""


def plausible_drift(measured: float | None) -> float | None:
    """Return a drift, as the share by which the microphone's clock is slow, if two devices can have it."""
    return measured if measured is not None and abs(measured) <= MOST_DRIFT else None


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
    """Number frames one after the other, glide along the drift of two devices, and jump only after a slip.

    Places are fractions of a sample: a filter that has learnt an echo is put out by a jump of one sample, not by a
    millionth of one at a time.
    """

    def __init__(self, known: Callable[[], float] = lambda: 0.0) -> None:
        """Begin with the next frame; `known` tells the drift that was measured of these devices on another day.

        It is asked whenever the drift is yet to be learnt, as the devices may be others by then, and is followed for
        the ten seconds until it is learnt. One that is wrong by 400 ppm has put frames off by 2.5 ms by then, which is
        no slip, and has no part in what is learnt.
        """
        self._known = known
        self._next: float | None = None
        self._last: float | None = None
        self._errors: deque[float] = deque(maxlen=_WINDOW)
        self._is_settled = False
        self._drift = _Drift(known())
        self.slips = 0
        """How often the numbering had to move, the first correction aside."""

    @property
    def drift(self) -> float | None:
        """Return the share by which the microphone's clock is slow, once that was followed for a minute on end."""
        return self._drift.measured

    def learn_anew(self) -> None:
        """Follow the drift of other devices from now on, though frames stay where they are."""
        self._drift = _Drift(self._known())

    def restart(self) -> None:
        """Take the next frame's place from the clock again, as after a gap."""
        self._next = None
        self._errors.clear()
        self._is_settled = False
        self.learn_anew()

    def place(self, measured: Samples) -> float | None:
        """Return the start of the next frame, whose place was measured as `measured`, in samples.

        Starts are 320 apart but after a slip, a little more or less where the microphone's clock runs slower or faster
        than the speaker's; they always rise: None says that the frame must be dropped.
        """
        if self._next is None:
            self._next = float(measured)
        self._errors.append(measured - self._next)
        start = self._next = self._next + self._correction()
        self._next += BLOCK
        if start < 0 or (self._last is not None and start <= self._last):
            return None
        self._last = start
        return start

    def _correction(self) -> float:
        if len(self._errors) < _WINDOW:
            return 0.0
        error = median(self._errors)
        is_first, self._is_settled = not self._is_settled, True
        if is_first or abs(error) > _TOLERANCE:
            self._errors.clear()
            self.learn_anew()
            self.slips += not is_first
            return error
        step = self._drift.step(error)
        self._errors = deque((each - step for each in self._errors), maxlen=_WINDOW)
        return step


class _Drift:
    """Learn how frames run away from their places: a straight line through the errors, the latest counting most."""

    def __init__(self, known: float) -> None:
        """Follow a drift that is known, as a share, until it is measured."""
        self._pace = known * BLOCK
        self._seen = 0
        self._gone = 0.0
        self._sums = np.zeros(5)  # of 1, x, y, xx, xy: x is the frame, 0 the latest one, y how far it has run away

    @property
    def measured(self) -> float | None:
        """Return the drift as a share, once it was followed for a minute."""
        return self._line()[0] / BLOCK if self._seen >= _MEMORY else None

    def step(self, error: float) -> float:
        """Take the error of a frame and return by how many samples it is to be moved."""
        ones, x, y, xx, xy = self._sums * (1 - 1 / _MEMORY)
        away = self._gone + error
        self._sums = np.array([ones + 1, x - ones, y + away, xx - 2 * x + ones, xy - y])
        self._seen += 1
        slope, left = self._line() if self._seen >= _KNOWN else (self._pace, error)
        step = max(-_FASTEST, min(_FASTEST, slope + left / _CATCH_UP))
        self._gone += step
        return step

    def _line(self) -> tuple[float, float]:
        """Return by how many samples a frame they run away, and how far they are off their places now."""
        ones, x, y, xx, xy = self._sums
        slope = (ones * xy - x * y) / (ones * xx - x * x)
        return float(slope), float((y - slope * x) / ones - self._gone)
