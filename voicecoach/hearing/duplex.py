"""Whether anybody can be understood while the coach speaks."""

from voicecoach.core.units import Decibels
from voicecoach.ports import OutputPcm

TOO_LOUD = Decibels(-10.0)
"""Leak, behind the canceller, from which nobody is heard over the coach.

The coach plays at about -17 dBFS, so that its rest is as loud as a person at one metre, -27 dBFS; the gate wants 6 dB
more than it, and the veto 9 for all but a stop or an alarm. In simulated rooms the canceller leaves -30 dB of a speaker
that is linear, -13 of one that cuts off, and -8 to 4 where clocks drift too, the room rings long, or the sound comes
later than it can model.
"""

SETTLED = 500
"""Frames of the coach after which the leak is believed: 10 s, in which the canceller has learnt the room."""

LASTING = 250
"""Frames for which it must be too loud from then on: 5 s."""


class Duplex:
    """Find, once, that the coach covers whoever speaks at the same time."""

    def __init__(self) -> None:
        self._frames = 0
        self._too_loud = 0

    def is_lost_now(self, leak: Decibels, reference: OutputPcm) -> bool:
        """Take the leak as it is estimated after a frame; say whether it is this frame that shows it, true only once.

        `reference` is what the mixer played meanwhile: float32, (frames,); silence says nothing.
        """
        if not reference.any():
            return False
        self._frames += 1
        if self._frames > SETTLED and self._too_loud < LASTING:
            self._too_loud = self._too_loud + 1 if leak > TOO_LOUD else 0
            return self._too_loud == LASTING
        return False
