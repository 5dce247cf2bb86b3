"""A microphone in a quiet room with somebody who says after the coach, or something else."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.audition import EventOfAudition
from voicecoach.core.effects import Effect, Say
from voicecoach.core.units import BLOCK, CueId, Samples, samples
from voicecoach.ports import Frame, InputPcm, OutputPcm

REACTION = samples(0.5)
QUIET = 10 ** (-65 / 20)


class Parrot:
    """Answer each cue of which it knows the answer, half a second after its end; each saying in turn."""

    is_lost = False
    is_exhausted = False

    def __init__(self, answers: Mapping[CueId, Sequence[OutputPcm]], lengths: Mapping[CueId, Samples]) -> None:
        self._answers = {cue: list(sounds) for cue, sounds in answers.items()}
        self._lengths = lengths
        self._noise = np.random.default_rng(7)
        self._ahead: NDArray[np.float64] = np.zeros(0)
        self._clock = 0
        self._is_closed = False
        self.heard: list[InputPcm] = []
        """Every frame that was given."""

    def observe(self, _event: EventOfAudition, effects: Sequence[Effect]) -> None:
        for effect in effects:
            if isinstance(effect, Say) and self._answers.get(effect.cue):
                sounds = self._answers[effect.cue]
                sound = sounds.pop(0) if len(sounds) > 1 else sounds[0]
                self._plan(samples(effect.at) + self._lengths[effect.cue] + REACTION, sound)

    def read(self) -> Sequence[Frame]:
        assert not self._is_closed, "read after close"
        sound = self._noise.normal(0.0, QUIET, BLOCK)
        said, self._ahead = self._ahead[:BLOCK], self._ahead[BLOCK:]
        sound[: said.size] += said
        pcm = np.clip(np.rint(sound * 32_768), -32_768, 32_767).astype(np.int16)
        self.heard.append(pcm)
        frame = Frame(pcm=pcm, start=Samples(self._clock))
        self._clock += BLOCK
        return (frame,)

    def close(self) -> None:
        self._is_closed = True

    def _plan(self, start: int, sound: OutputPcm) -> None:
        offset = start - self._clock
        assert offset >= 0, "the answer would have to begin in the past"
        longer = np.zeros(max(self._ahead.size, offset + sound.size))
        longer[: self._ahead.size] += self._ahead
        longer[offset : offset + sound.size] += sound
        self._ahead = longer
