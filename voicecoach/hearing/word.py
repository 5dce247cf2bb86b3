"""Words as the recogniser heard them, before and after they are placed on the session clock."""

from collections.abc import Iterable
from dataclasses import dataclass

from voicecoach.core.units import Decibels, Samples, Seconds, seconds

UNKNOWN = "[unk]"
"""What the recogniser writes for speech that is none of the grammar's words."""

LEAST_EXCESS = Decibels(3.0)
"""A word said over the coach must rise this far over the expected echo to be a person's at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A word within the stretch of sound that was decoded."""

    text: str
    start: int
    """Samples from the start of the stretch."""
    end: int
    confidence: float
    """0 to 1; near 1 for many wrong words too, so it can only ever rule a word out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word on the session clock, with the evidence that a person said it."""

    text: str
    start: Samples
    end: Samples
    confidence: float
    over_coach: bool
    """The coach could be heard meanwhile."""
    excess: Decibels
    """How far it rises over the coach's expected echo."""

    @property
    def duration(self) -> Seconds:
        """Return how long the word lasts."""
        return seconds(self.end - self.start)

    @property
    def is_echo(self) -> bool:
        """Say whether it is as loud as the coach's echo should be just then, and no louder."""
        return self.over_coach and self.excess < LEAST_EXCESS


def text_of(words: Iterable[Word]) -> str:
    """Return the words as one line."""
    return " ".join(word.text for word in words)
