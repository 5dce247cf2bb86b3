"""When somebody may be speaking: what is louder than the room and the coach's echo, and sounds like a voice."""

from dataclasses import dataclass
from enum import Enum

from voicecoach.core.units import Decibels
from voicecoach.hearing.echo import EchoLevel
from voicecoach.hearing.floor import NoiseFloor
from voicecoach.hearing.level import SILENCE

OPEN_MARGIN = 5.0
"""Decibels over the floor at which a frame counts as loud.

With 9 of them, as a gate without `VOICE` needs, 29 of 124 recorded words 6 dB over a noise opened nothing; with 5, 8.
"""

ECHO_MARGIN = 6.0
"""Decibels over the expected echo at which a frame counts as loud.

With 3 of them, 83 % instead of 69 % of recorded "stop" were obeyed that were 12 dB quieter than the coach, but his own
echo opened the gate 89 times instead of 6 an hour, and was taken for a command 25 times in 1.1 hours instead of never.
"""

SOUND_MARGIN = 3.0
"""Decibels over room and echo at which a frame is worth asking whether it is a voice.

A detector that also listens to what the canceller leaves of the coach believes in no voice any more: in two rooms that
ring 0.7 s, 22 of 32 "stop" as loud as the echo were obeyed then, 7 over a speaker that clips; with this 28 and 19.
"""

VOICE = 0.3
"""Probability of a voice from which on a frame counts as loud."""

VOICE_STAYS = 0.1
"""The same while the gate is open."""

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
    """Somebody may be speaking in it."""
    quiet: int
    """Frames in a row, up to this one, that were not loud."""
    faint: int
    """Frames in a row, up to this one, that did not rise over room and echo, voice or not: an "s" is no voice."""

    @property
    def has_echo(self) -> bool:
        """Say whether the coach could be heard in this frame."""
        return self.echo > max(SILENCE, self.floor)


class Gate:
    """Open on somebody's voice, and stay shut on steady noise and on the coach."""

    def __init__(self, noise: Decibels | None = None, leak: Decibels | None = None) -> None:
        """Stay shut; `noise` and `leak` are what was measured on another day, if anything was."""
        self._floor = NoiseFloor(noise)
        self._echo = EchoLevel(leak)
        self._noise: Decibels | None = None
        self._is_open = False
        self._loud = 0
        self._quiet = 0
        self._faint = 0
        self._length = 0

    @property
    def leak(self) -> Decibels:
        """Return the estimated leak from speaker to microphone."""
        return self._echo.leak

    def is_sound(self, mic: Decibels) -> bool:
        """Say whether the next frame, of this level, rises over room and coach, so far as they are known."""
        return self._noise is None or mic > self._noise + SOUND_MARGIN

    @property
    def is_open(self) -> bool:
        """Say whether somebody may be speaking."""
        return self._is_open

    def step(self, mic: Decibels, reference: Decibels, voice: float = 1.0, *, is_sibilant: bool = False) -> Gauge:
        """Take the levels of the next 20 ms frame, how probable a voice in it is, and whether it is an "s".

        An "s" opens the gate over the coach, as it is no voice yet; the voice after it keeps it open.
        """
        floor = self._floor.step(mic)
        echo = self._echo.step(mic, reference, floor, is_open=self._is_open)
        self._noise = max(floor, echo)
        bar = max(floor + OPEN_MARGIN, echo + ECHO_MARGIN) - (HYSTERESIS if self._is_open else 0.0)
        self._faint = 0 if mic > bar or is_sibilant else self._faint + 1
        is_voice = mic > bar and voice >= (VOICE_STAYS if self._is_open else VOICE)
        is_loud = is_voice or (is_sibilant and not self._is_open and echo > SILENCE)
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
            faint=self._faint,
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
