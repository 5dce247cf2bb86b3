"""How loud the coach's own voice should be in the microphone."""

import math
from collections import deque

from voicecoach.core.units import Decibels
from voicecoach.hearing.level import SILENCE

SPREAD = 8
"""Frames that the echo may come late: 160 ms of unknown device delay."""

FADE = 1.2
"""Decibels a frame that the tail of a lively room loses: 60 dB in 1 s.

With 2.4, for a room of 0.5 s, what the canceller leaves of a tail of 0.7 s opened the gate 51 times in 200 s.
"""

AUDIBLE = Decibels(-50.0)
"""Below this the reference says nothing about the leak."""

RESTED = 100
"""Frames of the coach's silence after which its next words are doubted: 2 s.

A microphone whose clock is 60 ppm slow has moved by two samples meanwhile, and the canceller, which learns from nothing
but the coach's voice, leaves more of it than before.
"""

DOUBT = 6.0
"""Decibels that the echo of those words may be louder than expected.

Of 240 sessions of the coach alone, 3 had his first word after a silence taken for "up", 6 to 7 dB over the echo.
"""

LEAST_AT_FIRST = Decibels(-20.0)
"""Leak that is begun with at the lowest, however little was measured on another day.

A speaker that is turned up by 12 dB since then, the doubt and the gate's margin, opens nothing.
"""

UNDER_NOISE = 10.0
"""Decibels under the room's noise that an echo counts as which does not rise over it.

What was heard of noise was learnt as leak before, and the gate stayed shut to whoever was less than 6 dB over it. Of 60
recorded "stop" 12 dB over the echo and 7, 10, 13 and 16 dB over pink noise, of which 22, 43, 46 and 52 are obeyed in
the coach's silence, 11, 20, 30 and 39 were over his words, and with this 17, 38, 48 and 51 (speakers who calibrate).
"""

_HEARABLE = 0.5  # decibels over the noise, from which on a sound counts as more than it
_DOUBTED = 50  # frames of the coach's sound until the doubt is gone: 1 s
_QUANTILE = 0.9  # of the echo's frames lie under the leak
_FIRST_STEP = 3.0  # decibels, while nothing is known
_MOST_RISE = 1.0  # decibels a frame, so that a person over the coach's first words does not pass for echo
_LAST_STEP = 0.2  # decibels, once the leak is known
_LEARNING = 200  # frames of coach speech until then: 4 s
_TELLING = 150  # frames until the leak is near enough to tell echo from a person: 3 s, 28 dB under the first guess
_OPEN_SHARE = 0.25  # of a step, while somebody may be speaking
_LEAST_LEAK = Decibels(-60.0)
_MOST_LEAK = Decibels(20.0)


class EchoLevel:
    """Predict the level of the coach's echo from what the speaker plays.

    The leak is the 0.9 quantile of microphone level over reference level while the coach speaks, followed by
    stochastic approximation (Robbins and Monro 1951). It begins at 0 dB, as if the speaker lay on the
    microphone, so that the coach's first sentence opens nothing.
    """

    def __init__(self, leak: Decibels | None = None) -> None:
        """Begin with what was measured on another day, before the canceller; the coach's first words are doubted then.

        Of 48 synthetic "stop" 0.5 to 1.5 s into a session's first sentence, in twelve simulated rooms each of -12 and
        -20 dB, 30 were obeyed instead of 1. A leak that has grown since is learnt at up to 1 dB a frame, 20 dB within
        the coach's first second; of 24 rooms in which up to 20 dB too little was expected, one opened the gate once,
        and nothing was taken for a command.
        """
        self._recent: deque[Decibels] = deque(maxlen=SPREAD)
        self._envelope: float = SILENCE
        self._noise = SILENCE
        self._leak = 0.0 if leak is None else min(0.0, max(LEAST_AT_FIRST, leak))
        self._seen = 0
        self._rested = 0 if leak is None else RESTED
        self._doubt = 0.0

    @property
    def leak(self) -> Decibels:
        """Return how much louder the echo is in the microphone than the reference is at the speaker."""
        return Decibels(self._leak)

    @property
    def is_known(self) -> bool:
        """Say whether the coach has spoken long enough to tell its echo from a person."""
        return self._seen >= _TELLING

    def step(self, mic: Decibels, reference: Decibels, floor: Decibels, *, is_open: bool) -> Decibels:
        """Take the levels of the next 20 ms frame and return the echo's level, `SILENCE` when none is due.

        `floor` is the room's noise, which is believed while the coach is silent and his voice has faded: both can pass
        for one. A microphone that gives zeros is muted, and says nothing about the leak.
        """
        self._recent.append(reference)
        if max(self._recent) <= AUDIBLE and self._envelope + self._leak <= floor:
            self._noise = floor
        self._note_rest(reference)
        if reference <= SILENCE and self._envelope <= SILENCE:
            return SILENCE
        self._envelope = max(SILENCE, *self._recent, self._envelope - FADE)
        if mic > SILENCE and self._envelope > AUDIBLE and max(self._recent) > AUDIBLE:
            self._learn(_over_noise(mic, self._noise) - self._envelope, is_open=is_open)
        return Decibels(max(SILENCE, self._envelope + self._leak + self._doubt))

    def _note_rest(self, reference: Decibels) -> None:
        if reference <= AUDIBLE:
            self._rested += 1
            return
        if self._rested >= RESTED:
            self._doubt = DOUBT
        self._rested = 0
        self._doubt = max(0.0, self._doubt - DOUBT / _DOUBTED)

    def _learn(self, seen: float, *, is_open: bool) -> None:
        self._seen += 1
        step = max(_LAST_STEP, _FIRST_STEP * (1 - self._seen / _LEARNING))
        if is_open:
            step *= _OPEN_SHARE
        self._leak += min(_MOST_RISE, step * _QUANTILE) if seen > self._leak else -step * (1 - _QUANTILE)
        self._leak = min(_MOST_LEAK, max(_LEAST_LEAK, self._leak))


def _over_noise(mic: Decibels, noise: Decibels) -> Decibels:
    """Return the level of what a microphone hears beside the room's noise; the powers of the two add up."""
    over = mic - noise
    if over <= _HEARABLE:
        return Decibels(noise - UNDER_NOISE)
    return Decibels(max(noise - UNDER_NOISE, mic + 10 * math.log10(1 - 10 ** (-over / 10))))
