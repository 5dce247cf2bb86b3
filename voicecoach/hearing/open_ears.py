"""Ears for learning a voice: every threshold open, each utterance told with its score, and its sound kept."""

from collections import deque
from collections.abc import Iterator, Sequence

import numpy as np

from voicecoach.core.audition import EventOfAudition
from voicecoach.core.commands import RULE_OF
from voicecoach.core.events import SpeechBegan, SpeechEnded
from voicecoach.core.tryout import Answered
from voicecoach.core.units import BLOCK, RATE, Samples, Seconds, samples, seconds
from voicecoach.hearing.listener import Closed, Listener, Observation, Opened
from voicecoach.hearing.recogniser import Recogniser
from voicecoach.hearing.thresholds import Thresholds
from voicecoach.hearing.utterance import Utterance
from voicecoach.ports import Frame, InputPcm, OutputPcm

CONTEXT = samples(0.3)
"""Sound on both sides of an utterance that is kept with it, as far as it has been heard."""

REMEMBERED = 12 * RATE // BLOCK
"""Frames from which an utterance's sound is taken: 12 s, longer than the gate stays open."""


class OpenEars:
    """Turn frames into what an audition takes; not for more than one thread."""

    def __init__(self, recogniser: Recogniser, thresholds: Thresholds) -> None:
        """Listen with a recogniser that lets all pass; `thresholds` say what a session would have believed."""
        self._listener = Listener(recogniser)
        self._thresholds = thresholds
        self._frames: deque[Frame] = deque(maxlen=REMEMBERED)
        self.sounds: list[InputPcm] = []
        """The sound of each answer, by its number: int16, (frames,), 16 kHz."""

    def hear(self, frame: Frame, reference: OutputPcm, now: Seconds) -> Sequence[EventOfAudition]:
        """Return what happened up to this frame, as events at `now`; raises HearingFailed."""
        self._frames.append(frame)
        observations = self._listener.step(frame, reference)
        return tuple(event for observation in observations for event in self._events(observation, now))

    def note_playing(self, text: str, start: Samples, end: Samples) -> None:
        """Learn that the coach says this from `start` to `end`."""
        self._listener.veto.note_playing(text, start, end)

    def _events(self, observation: Observation, now: Seconds) -> Iterator[EventOfAudition]:
        match observation:
            case Opened():
                yield SpeechBegan(at=now)
            case Closed():
                yield SpeechEnded(at=now)
            case Utterance(is_speech=True):
                self.sounds.append(self._sound(observation))
                yield answer(observation, self._thresholds, now, len(self.sounds) - 1)
            case Utterance():
                return

    def _sound(self, utterance: Utterance) -> InputPcm:
        first, last = utterance.start - CONTEXT, utterance.end + CONTEXT
        kept = [frame.pcm for frame in self._frames if first < frame.start + frame.pcm.size and frame.start < last]
        return np.concatenate([np.zeros(0, np.int16), *kept])


def answer(utterance: Utterance, thresholds: Thresholds, now: Seconds, sound: int) -> Answered:
    """Return an utterance that was heard with every threshold open, as a session with these would have judged it."""
    command, evidence = utterance.command, utterance.evidence
    if not utterance.is_accepted or command is None or evidence is None:
        command, score, is_believed = None, None, False
    else:
        score = thresholds.score(evidence) if thresholds.is_plausible(evidence) else None
        is_believed = thresholds.judge(evidence, RULE_OF[command].cost) is None
    return Answered(
        at=now,
        spoken_at=seconds(utterance.start),
        text=utterance.text,
        command=command,
        score=score,
        is_believed=is_believed,
        sound=sound,
    )
