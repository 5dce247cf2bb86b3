"""One turn of the loop, from a fact to its orders."""

from dataclasses import dataclass

from voicecoach.core.effects import Effect
from voicecoach.core.events import Event
from voicecoach.core.machine import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of the loop: what happened, where it led and what it caused."""

    event: Event
    phase: Phase
    """The phase after the event."""
    effects: tuple[Effect, ...]
