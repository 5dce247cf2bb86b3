"""Where cues become sound: each at its own sample, every change of level a ramp."""

from bisect import insort
from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from voicecoach.audio.gain import Fader, Gains, factor, ramp
from voicecoach.audio.interpolation import REACH, between
from voicecoach.audio.sounding import FADE_OUT, Sounding
from voicecoach.audio.tape import Tape
from voicecoach.core.effects import Duck, Effect, Hush, Priority, Say, SetVolume, Unduck
from voicecoach.core.units import BLOCK, RATE, CueId, Decibels, Samples, samples
from voicecoach.ports import Frame, OutputPcm

EARCON = "earcon."
"""How the id of a cue begins that is a sound, not speech; it mixes with everything."""

DUCKED = factor(Decibels(-18))
DUCK_RAMP = RATE * 30 // 1000
UNDUCK_RAMP = RATE * 150 // 1000
VOLUME_RAMP = RATE * 20 // 1000

LATEST_COUNT = RATE // 4
"""A count that comes later than this, in samples, would contradict the next one: it is left out."""

LATEST_CHATTER = RATE // 10
"""Chatter that comes later than this, in samples, has lost its moment."""

KNEE = 0.95
"""Amplitude above which the limiter bends; a cue bank stays below it, so only overlaps are bent."""

REMEMBERED = BLOCK * 512
"""Samples that `played` can give back: 10.24 s, longer than any command and its reverberation."""

SOONEST = max(DUCK_RAMP, FADE_OUT)
"""Samples that must not have been heard yet for an order to be hastened: its whole ramp lies in them."""

_RANKS = {priority: rank for rank, priority in enumerate(Priority)}
_SILENCE: OutputPcm = np.zeros(BLOCK, np.float32)
_SILENCE.setflags(write=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MixerCounts:
    """What came too late to be played as planned."""

    late_counts: int = 0
    """Counts that lost their beginning, or all of it, to stay on the beat."""
    dropped_chatter: int = 0


class Mixer:
    """Render the session block by block; not thread-safe, never waits, never fails but for unknown cues."""

    def __init__(self, pcm: Mapping[CueId, OutputPcm]) -> None:
        self._pcm = pcm
        self._clock = 0
        self._waiting: list[Sounding] = []
        self._sounding: list[Sounding] = []
        self._duck = Fader()
        self._volume = Fader()
        self._tape = Tape(REMEMBERED)
        self._late_counts = 0
        self._dropped_chatter = 0

    @property
    def clock(self) -> Samples:
        """Return the index of the next sample to be rendered."""
        return Samples(self._clock)

    @property
    def counts(self) -> MixerCounts:
        """Return what came too late so far."""
        return MixerCounts(late_counts=self._late_counts, dropped_chatter=self._dropped_chatter)

    @property
    def busy_until(self) -> Samples:
        """Return the first sample at which no cue sounds or waits, the clock when that is so now."""
        return Samples(max((self._clock, *(cue.end for cue in (*self._sounding, *self._waiting)))))

    def carry_out(self, effect: Effect) -> None:
        """Obey an order about sound; leave every other effect alone.

        What should have begun before the clock begins at the clock. Raises KeyError for an unknown cue, a bug.
        """
        match effect:
            case Say():
                self._say(effect)
            case Hush(at=at):
                self._hush(self._not_before_clock(at))
            case Duck(at=at):
                self._duck.move(DUCKED, begin=self._not_before_clock(at), frames=DUCK_RAMP)
            case Unduck(at=at):
                self._duck.move(1.0, begin=self._not_before_clock(at), frames=UNDUCK_RAMP)
            case SetVolume(at=at, gain=gain):
                self._volume.move(factor(gain), begin=self._not_before_clock(at), frames=VOLUME_RAMP)
            case _:
                pass

    def hasten(self, order: Hush | Duck, frames: int) -> Gains:
        """Obey an order for now already `frames` samples ago, SOONEST or more, which nobody has heard yet.

        Return by what to multiply them, float32, (frames,); what `played` returns of them has been.
        """
        begin = self._clock - frames
        if isinstance(order, Hush):
            self._hush(begin)
            gains = 1 - ramp(begin, self._clock, origin=begin, frames=FADE_OUT)
        else:
            level = float(self._duck.gains(self._clock, self._clock + 1)[0])
            self._duck.jump(DUCKED)
            gains = 1 - (1 - DUCKED / level) * ramp(begin, self._clock, origin=begin, frames=DUCK_RAMP)
        gains = gains.astype(np.float32)
        self._tape.scale(gains)
        return gains

    def render(self) -> OutputPcm:
        """Return the next block, float32, (320,), and move the clock past it."""
        block = self._mixed() if self._is_sound_due() else _SILENCE
        self._tape.append(block)
        self._clock += BLOCK
        return block

    def played(self, start: Samples, frames: int) -> OutputPcm:
        """Return what was rendered at these samples, float32, (frames,); silence where nothing was or is known."""
        return self._tape.read(start, frames)

    def during(self, frame: Frame) -> OutputPcm:
        """Return what sounded while a frame was recorded, float32, (320,); between samples where it began there."""
        if not frame.fraction:
            return self.played(frame.start, BLOCK)
        around = self.played(Samples(frame.start - REACH), BLOCK + 2 * REACH)
        return between(around, frame.fraction)

    def _not_before_clock(self, at: float) -> int:
        return max(samples(at), self._clock)

    def _say(self, say: Say) -> None:
        pcm = self._pcm[say.cue]
        start = samples(say.at)
        late = self._clock - start
        if late <= 0:
            self._place(say, pcm, start=start, first=start)
        elif say.priority is Priority.COUNT:
            self._late_counts += 1
            if late < LATEST_COUNT:
                self._place(say, pcm, start=start, first=self._clock)
        elif say.priority is Priority.CHATTER and late > LATEST_CHATTER:
            self._dropped_chatter += 1
        else:
            self._place(say, pcm, start=self._clock, first=self._clock)

    def _place(self, say: Say, pcm: OutputPcm, *, start: int, first: int) -> None:
        cue = Sounding(
            pcm=pcm,
            start=start,
            first=first,
            rank=_RANKS[say.priority],
            is_earcon=say.cue.startswith(EARCON),
            stop=start + len(pcm),
        )
        insort(self._waiting, cue, key=attrgetter("first"))

    def _hush(self, sample: int) -> None:
        for cue in (*self._sounding, *self._waiting):
            cue.stop_at(sample)
        self._waiting = [cue for cue in self._waiting if cue.end > cue.first]

    def _is_sound_due(self) -> bool:
        return bool(self._sounding) or bool(self._waiting and self._waiting[0].first < self._clock + BLOCK)

    def _mixed(self) -> OutputPcm:
        end = self._clock + BLOCK
        while self._waiting and self._waiting[0].first < end:
            self._begin(self._waiting.pop(0))
        block: OutputPcm = np.zeros(BLOCK, np.float32)
        for cue in self._sounding:
            cue.add_to(block, self._clock)
        self._sounding = [cue for cue in self._sounding if cue.end > end]
        block *= self._duck.gains(self._clock, end)
        block *= self._volume.gains(self._clock, end)
        return _limited(block)

    def _begin(self, cue: Sounding) -> None:
        for other in self._sounding:
            other.give_way(cue)
            cue.give_way(other)
        self._sounding.append(cue)


def _limited(block: OutputPcm) -> OutputPcm:
    """Bend what exceeds the knee towards 1 sample by sample, so that nothing moves in time."""
    size = np.abs(block)
    if size.max() <= KNEE:
        return block
    room = 1 - KNEE
    bent = KNEE + room * np.tanh((size - KNEE) / room)
    return np.where(size > KNEE, np.copysign(bent, block), block).astype(np.float32)
