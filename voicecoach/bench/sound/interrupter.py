"""A person who says "stop" while the coach is speaking, or while it is silent, over and over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voicecoach.app import Listening
from voicecoach.audio.mixer import Mixer
from voicecoach.bench.sound.scene import EchoRoom
from voicecoach.bench.sound.stream import Stream
from voicecoach.core.commands import MEANING_OF, Command
from voicecoach.core.events import Event, Heard, Interrupted
from voicecoach.core.turn import Turn
from voicecoach.core.units import BLOCK, Samples, samples, seconds

AHEAD = samples(1.0)
"""For how much longer than the word the coach must have something to say when a word over it begins."""

SILENT = samples(0.8)
"""How long the coach must have been silent before a word into the silence."""

WITHIN = samples(2.0)
"""After the end of a word, how long its command may take."""

EARLY = samples(0.3)
"""By how much a command may seem to have begun before its word."""

WARMING_UP = samples(8.0)
"""Speech of the coach before the first word: the canceller and the gate have met the room."""

_PROMPTS = ("help", "why", "repeat", "what's left", "how many", "louder", "quieter", "i'm ready", "resume", "yes")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Word:
    """A "stop" as it sounds at the microphone."""

    speaker: str
    take: str
    """Which recording it is; the same one may be said again."""
    sound: NDArray[np.float64]
    """float64, (frames,), 16 kHz."""
    onset: Samples
    """Of the speech, from the sound's start."""
    end: Samples


@dataclass(slots=True, kw_only=True)
class Trial:
    """A word that was said, and what came of it; all in samples of the session."""

    word: Word
    onset: Samples
    end: Samples
    heard_at: Samples | None = None
    """When the stop was obeyed."""
    other: str = ""
    """What else was understood."""

    @property
    def is_over_at(self) -> Samples:
        """Return after which sample nothing can be due to this word."""
        return Samples(self.end + WITHIN)


@dataclass(slots=True, kw_only=True)
class Interrupter:
    """Fulfil `app.CommandSource`: say one word after the other, and keep the coach talking in between."""

    listening: Listening
    room: EchoRoom
    stream: Stream
    words: Sequence[Word]
    chance: np.random.Generator
    over_speech: bool
    is_lost: bool = False
    is_exhausted: bool = False
    trials: list[Trial] = field(default_factory=list)
    _prompted: int = 0
    _silent_since: int = 0

    def poll(self, mixer: Mixer) -> Sequence[Event]:
        """Listen, begin the next word when the coach is where it should be, else give it something to say."""
        events = [*self._listen(mixer)]
        if mixer.busy_until > mixer.clock:
            self._silent_since = mixer.clock
        if self.trials and mixer.clock < self.trials[-1].is_over_at:
            return events
        if len(self.trials) == len(self.words):
            return (*events, Interrupted(at=seconds(mixer.clock)))
        if self._may_begin(mixer, self.words[len(self.trials)]):
            self._begin(mixer, self.words[len(self.trials)])
        elif self.over_speech or not self.trials:
            events += self._prompt(mixer)
        return events

    def observe(self, turn: Turn) -> None:
        """Tell the ears what the coach says."""
        self.listening.observe(turn)

    def close(self) -> None:
        """Release the room."""
        self.listening.close()

    def _listen(self, mixer: Mixer) -> Iterator[Event]:
        for event in self.listening.poll(mixer):
            if isinstance(event, Heard):
                self.stream.look()
            if self.trials:
                self._note(self.trials[-1], event)
            yield event

    def _note(self, trial: Trial, event: Event) -> None:
        at = samples(event.at)
        if isinstance(event, Heard):
            began = samples(event.spoken_at)
            is_due = trial.onset - EARLY <= began <= trial.end and at <= trial.is_over_at
            if is_due and event.command is Command.STOP:
                trial.heard_at = trial.heard_at or at
            else:
                trial.other = event.text

    def _may_begin(self, mixer: Mixer, word: Word) -> bool:
        if self.room.sounded < WARMING_UP:
            return False
        if not self.over_speech:
            return mixer.clock - self._silent_since >= SILENT
        return bool(mixer.busy_until - mixer.clock >= len(word.sound) + AHEAD)

    def _begin(self, mixer: Mixer, word: Word) -> None:
        start = Samples(mixer.clock + BLOCK)
        self.room.speak(word.sound, start)
        trial = Trial(word=word, onset=Samples(start + word.onset), end=Samples(start + word.end))
        self.trials.append(trial)

    def _prompt(self, mixer: Mixer) -> Iterator[Heard]:
        if mixer.clock < self._prompted or mixer.busy_until > mixer.clock:
            return
        self._prompted = mixer.clock + samples(float(self.chance.uniform(0.2, 1.0)))
        phrase = str(self.chance.choice(_PROMPTS))
        now = seconds(mixer.clock)
        yield Heard.saying(MEANING_OF[phrase], phrase, at=now, spoken_at=now)
