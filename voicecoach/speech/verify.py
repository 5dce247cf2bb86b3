"""Whether a rendered cue can be what its text says."""

import re

import numpy as np

from voicecoach.core.units import RATE, Seconds
from voicecoach.ports import OutputPcm

QUIET_END = RATE * 10 // 1000
"""Samples at the end that must be quiet: 10 ms."""

QUIET = 10 ** (-26 / 20)
"""A quiet end stays below this part of the peak; fast espeak voices with an echo end only so quietly."""

FAINTEST = 10 ** (-40 / 20)
"""A cue with a lower peak than this holds no speech."""

SHORTEST, LONGEST = 0.45, 2.2
"""Least and most of the expected length; espeak's own cues lie between 0.7 and 1.5 of it."""

SLACK = Seconds(0.25)
"""What a voice may add to any text: en-us+f2 draws out a "no" of 0.28 s to 0.63 s at 155 words a minute."""


def expected_seconds(text: str, words_a_minute: int) -> Seconds:
    """Estimate how long a text lasts: letters, and pauses inside it, at 160 words a minute, scaled to the rate.

    Fitted to espeak-ng 1.51 between 80 and 400 words a minute.
    """
    letters = len(re.findall(r"[^\W\d_]", text)) + 5 * len(re.findall(r"\d", text))
    pauses = len(re.findall(r"[,;:.!?](?=\s)", text))
    return Seconds((0.15 + 0.062 * letters + 0.3 * pauses) * 160 / words_a_minute)


def flaw(pcm: OutputPcm, text: str, words_a_minute: int) -> str | None:
    """Say what is wrong with a trimmed sound, or None where it is usable."""
    if not len(pcm):
        return "holds no sound"
    if not np.all(np.isfinite(pcm)):
        return "holds samples that are no numbers"
    size = np.abs(pcm)
    peak = float(np.max(size))
    if peak < FAINTEST:
        return "is silent"
    if float(np.max(size[-QUIET_END:])) > peak * QUIET:
        return "is cut off at its end"
    return _wrong_length(len(pcm) / RATE, expected_seconds(text, words_a_minute))


def _wrong_length(length: float, expected: Seconds) -> str | None:
    if SHORTEST * expected <= length <= LONGEST * expected + SLACK:
        return None
    return f"lasts {length:.2f} s where about {expected:.2f} s are expected"
