"""The simulated person's mind: what they say, beginning at which sample."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from voicecoach.core.effects import Hush
from voicecoach.core.turn import Turn
from voicecoach.core.units import CueId, Samples, Seconds, samples
from voicecoach.rehearsal.onlooker import Moment, Onlooker
from voicecoach.rehearsal.persona import Persona

BREATH = samples(0.3)
"""Samples of silence that the person leaves between two utterances of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """A sentence of the person on the session clock."""

    text: str
    start: Samples


@dataclass(frozen=True, slots=True, kw_only=True)
class _Intent:
    """A saying that has been triggered and not begun."""

    start: Samples
    place: int
    """Index in the persona's list; the order of sayings that fall on one sample."""
    moment: Moment


class SimulatedPerson:
    """Decide from the coach's turns what the person says; the same turns give the same utterances."""

    def __init__(
        self, persona: Persona, cue_lengths: Mapping[CueId, Samples], speech_lengths: Mapping[str, Samples]
    ) -> None:
        self._says = persona.says
        self._seed = persona.seed
        self._speech_lengths = speech_lengths
        self._seen = Onlooker(cue_lengths)
        self._fired = [0] * len(self._says)
        self._clock = Samples(0)
        self._free_at = Samples(0)
        self._intents: list[_Intent] = []
        for place, saying in enumerate(self._says):
            if saying.at is not None:
                self._intend(place, Moment(at=Seconds(saying.at)))

    def observe(self, turn: Turn) -> None:
        """Take in what the coach did, drop what has become pointless and prepare answers."""
        self._seen.follow(turn)
        self._drop_pointless(turn)
        for place, saying in enumerate(self._says):
            for moment in self._seen.moments(saying):
                self._intend(place, moment)

    def begin(self, until: Samples) -> Sequence[Utterance]:
        """Return the utterances that begin before `until`, in order; each is returned once.

        None begins before the `until` of the last call, nor within 0.3 s of the person's own last word.
        """
        begun = []
        while self._intents and (start := self._start(self._intents[0])) < until:
            text = self._says[self._intents.pop(0).place].text
            begun.append(Utterance(text=text, start=start))
            self._free_at = Samples(start + self._speech_lengths[text] + BREATH)
        self._clock = until
        return begun

    def _start(self, intent: _Intent) -> Samples:
        return Samples(max(intent.start, self._clock, self._free_at))

    def _intend(self, place: int, moment: Moment) -> None:
        saying = self._says[place]
        if saying.limit is not None and self._fired[place] >= saying.limit:
            return
        self._fired[place] += 1
        start = samples(moment.at + self._reaction(place)) if saying.at is None else samples(moment.at)
        self._intents.append(_Intent(start=start, place=place, moment=moment))
        self._intents.sort(key=lambda intent: (intent.start, intent.place))

    def _reaction(self, place: int) -> float:
        saying = self._says[place]
        chance = np.random.default_rng((self._seed, place, self._fired[place]))
        return saying.delay + saying.reaction_jitter * float(chance.random())

    def _drop_pointless(self, turn: Turn) -> None:
        hushes = [effect.at for effect in turn.effects if isinstance(effect, Hush)]
        kept = []
        for intent in self._intents:
            if self._is_pointless(intent.moment, hushes):
                self._fired[intent.place] -= 1
            else:
                kept.append(intent)
        self._intents = kept

    def _is_pointless(self, moment: Moment, hushes: Sequence[Seconds]) -> bool:
        has_left = moment.needs_entry not in (None, self._seen.entry)
        needed = moment.needs_speech_until
        return has_left or (needed is not None and any(hush < needed for hush in hushes))
