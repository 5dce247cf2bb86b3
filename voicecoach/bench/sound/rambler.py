"""A person who says anything at any time, so that the coach says everything that it can."""

from collections.abc import Callable, Sequence

import numpy as np

from voicecoach.app import Listening
from voicecoach.audio.mixer import Mixer
from voicecoach.core.commands import MEANING_OF, Command
from voicecoach.core.events import Event, Heard, Interrupted, SpeechBegan, SpeechEnded
from voicecoach.core.turn import Turn
from voicecoach.core.units import Seconds, seconds

PAUSES = (1.0, 14.0)
"""Seconds between two things that are said."""

ANSWERS = 0.45
"""Share of them that is "yes" or "ready", without which no session gets anywhere."""

_RARE = frozenset((Command.END_WORKOUT,))  # a session that is ended at once holds little speech

OnHeard = Callable[[Heard], None]


class Rambler:
    """Fulfil `app.CommandSource`: give commands by chance, and listen to the room all the time.

    What the ears make of the room is told to `on_heard` and goes no further, but that somebody speaks: that ducks.
    """

    is_lost = False
    is_exhausted = False

    def __init__(self, listening: Listening, chance: np.random.Generator, on_heard: OnHeard, *, until: Seconds) -> None:
        """Ramble on, and end the session when it has not ended by a time."""
        self._until = until
        self._listening = listening
        self._chance = chance
        self._on_heard = on_heard
        self._phrases = [phrase for phrase, meaning in MEANING_OF.items() if meaning.command not in _RARE]
        self._next = self._later(Seconds(0.0))

    def poll(self, mixer: Mixer) -> Sequence[Event]:
        """Listen, and say something when its time has come."""
        now = seconds(mixer.clock)
        events: list[Event] = []
        for event in self._listening.poll(mixer):
            if isinstance(event, Heard):
                self._on_heard(event)
            elif isinstance(event, SpeechBegan | SpeechEnded):
                events.append(event)
        if now >= self._until:
            events.append(Interrupted(at=now))
        elif now >= self._next:
            self._next = self._later(now)
            events.append(self._anything(now))
        return events

    def observe(self, turn: Turn) -> None:
        """Tell the ears what the coach says."""
        self._listening.observe(turn)

    def close(self) -> None:
        """Release the room."""
        self._listening.close()

    def _anything(self, now: Seconds) -> Heard:
        sensible = ("yes", "i'm ready")
        phrases = sensible if self._chance.random() < ANSWERS else self._phrases
        phrase = phrases[int(self._chance.integers(len(phrases)))]
        return Heard.saying(MEANING_OF[phrase], phrase, at=now, spoken_at=now)

    def _later(self, now: Seconds) -> Seconds:
        return Seconds(now + float(self._chance.uniform(*PAUSES)))
