"""The coach as it would sound if it never ducked, and so when it did."""

import numpy as np
from numpy.typing import NDArray

from voicecoach.audio.mixer import Mixer
from voicecoach.core.effects import Duck, Unduck
from voicecoach.core.turn import Turn
from voicecoach.core.units import BLOCK, RATE, samples
from voicecoach.ports import OutputPcm

AUDIBLE = 1e-3
"""Amplitude from which a sample shows whether it was lowered."""

LOW = 0.5
"""Share of its amplitude below which a sample was lowered: 6 dB, a third of a duck, halfway down its ramp."""


class Undimmed:
    """Render what a session says a second time, with every order but those to duck."""

    def __init__(self, mixer: Mixer) -> None:
        """Begin at the session's beginning, with a mixer of the same cues."""
        self._mixer = mixer
        self._blocks: list[OutputPcm] = []

    def see(self, turn: Turn) -> None:
        """Take a turn: what came before it is rendered, then its orders are obeyed."""
        self._render(samples(turn.event.at) - BLOCK)
        for effect in turn.effects:
            if not isinstance(effect, Duck | Unduck):
                self._mixer.carry_out(effect)

    def until(self, end: int) -> NDArray[np.float32]:
        """Return the sound up to a sample that is no earlier than the last turn: float32, (frames,)."""
        self._render(end - 1)
        return np.concatenate(self._blocks)[:end]

    def _render(self, last: int) -> None:
        while self._mixer.clock <= last:
            self._blocks.append(self._mixer.render())


def until_low(played: OutputPcm, undimmed: OutputPcm) -> float | None:
    """Return the seconds until the coach's last sample that was not lowered; nothing where none was lowered."""
    audible = np.abs(undimmed) > AUDIBLE
    lowered = audible & (np.abs(played) < LOW * np.abs(undimmed))
    if not lowered.any():
        return None
    loud = np.flatnonzero(audible[: int(np.argmax(lowered))])
    return float(loud[-1] + 1) / RATE if len(loud) else 0.0
