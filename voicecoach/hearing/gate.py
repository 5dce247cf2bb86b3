"""When somebody may be speaking: an energy gate over the room's noise and the coach's echo."""

from dataclasses import dataclass
from enum import Enum

from voicecoach.core.units import Decibels
from voicecoach.hearing.echo import EchoLevel
from voicecoach.hearing.floor import NoiseFloor
from voicecoach.hearing.level import SILENCE

OPEN_MARGIN = 9.0
"""Decibels over the floor at which a frame counts as loud."""

ECHO_MARGIN = 6.0
"""Decibels over the expected echo at which a frame counts as loud."""

HYSTERESIS = 3.0
"""Decibels by which an open gate is easier to keep open."""

ATTACK = 3
"""Loud frames in a row that open the gate: 60 ms."""

RELEASE = 19
"""Quiet frames in a row that close it: 380 ms, longer than the stop gap in "rep failed"."""

LONGEST = 400
"""Frames after which an open gate is cut: 8 s."""


class Edge(Enum):
    """What a frame did to the gate."""

    NONE = "none"
    OPENED = "opened"
    CLOSED = "closed"
    CUT = "cut"
    """The segment is too long: it ends here, and another begins with the next frame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """What the gate saw in one frame."""

    edge: Edge
    level: Decibels
    floor: Decibels
    echo: Decibels
    """Where the coach's own voice is expected."""
    is_echo_known: bool
    """The coach has spoken long enough for that to be more than a first guess."""
    is_loud: bool
    quiet: int
    """Frames in a row, up to this one, that were not loud."""

    @property
    def has_echo(self) -> bool:
        """Say whether the coach could be heard in this frame."""
        return self.echo > max(SILENCE, self.floor)


class Gate:
    """Open on somebody's voice, and stay shut on steady noise and on the coach."""

    def __init__(self) -> None:
        self._floor = NoiseFloor()
        self._echo = EchoLevel()
        self._is_open = False
        self._loud = 0
        self._quiet = 0
        self._length = 0

    @property
    def leak(self) -> Decibels:
        """Return the estimated leak from speaker to microphone."""
        return self._echo.leak

    def step(self, mic: Decibels, reference: Decibels) -> Gauge:
        """Take the levels of the next 20 ms frame."""
        floor = self._floor.step(mic)
        echo = self._echo.step(mic, reference, is_open=self._is_open)
        bar = max(floor + OPEN_MARGIN, echo + ECHO_MARGIN) - (HYSTERESIS if self._is_open else 0.0)
        is_loud = mic > bar
        self._loud = self._loud + 1 if is_loud else 0
        self._quiet = 0 if is_loud else self._quiet + 1
        edge = self._move()
        return Gauge(
            edge=edge,
            level=mic,
            floor=floor,
            echo=echo,
            is_echo_known=self._echo.is_known,
            is_loud=is_loud,
            quiet=self._quiet,
        )

    def _move(self) -> Edge:
        if not self._is_open:
            if self._loud < ATTACK:
                return Edge.NONE
            self._is_open, self._length = True, 0
            return Edge.OPENED
        self._length += 1
        if self._quiet >= RELEASE:
            self._is_open = False
            return Edge.CLOSED
        if self._length >= LONGEST:
            self._length = 0
            return Edge.CUT
        return Edge.NONE
