"""One turn of the loop, from a fact to its orders: in the making, and as it stands in the journal."""

from dataclasses import dataclass

from voicecoach.core.effects import Effect
from voicecoach.core.events import Event
from voicecoach.core.machine import Phase
from voicecoach.core.units import Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One turn of the loop: what happened, where it led and what it caused."""

    event: Event
    phase: Phase
    """The phase after the event."""
    effects: tuple[Effect, ...]


class Moment:
    """A turn in the making: when it is, and what was ordered in it so far."""

    def __init__(self) -> None:
        self.now = Seconds(0.0)
        self.spoken_at: Seconds | None = None
        """When the person began to say the command that is being obeyed; nothing where it is none."""
        self.effects: list[Effect] = []

    def begin(self, at: Seconds) -> None:
        """Take the time of the next event, of which nothing was ordered yet."""
        self.now, self.spoken_at, self.effects = at, None, []

    def emit(self, *effects: Effect) -> None:
        """Order something."""
        self.effects.extend(effects)
