"""Whether a sound is a voice: breath, clatter and fans are loud too."""

from collections import deque
from typing import Protocol

import numpy as np

from voicecoach.hearing.silero import CHUNK, Silero
from voicecoach.ports import InputPcm

BACKLOG = 10
"""Frames from before a sound that are listened to first: 200 ms, so that the detector knows the room."""

AWAKE = 50
"""Frames for which it goes on listening after a sound: 1 s.

Then it is reset: its state sticks low after residual echo, and "stop" behind it is missed. What the gate expects of the
coach is no sound for it.
"""

_FULL_SCALE = np.float32(32_768)


class VoiceDetector(Protocol):
    """What tells a voice from other sounds."""

    def step(self, pcm: InputPcm, *, is_sound: bool) -> float:
        """Take the next frame and return how probable a voice is, 0 to 1; `is_sound` is what wakes the detector."""


class SileroVoice:
    """Fulfil `VoiceDetector` by Silero's model; it sleeps while the room is quiet."""

    def __init__(self) -> None:
        """Sleep; raises ModelBroken where the model is missing."""
        self._detector = Silero()
        self._before: deque[InputPcm] = deque(maxlen=BACKLOG)
        self._pending: InputPcm = np.zeros(0, np.int16)
        self._awake_for = 0
        self._probability = 0.0

    def step(self, pcm: InputPcm, *, is_sound: bool) -> float:
        """Take the next frame, as the protocol says."""
        if is_sound and not self._awake_for:
            self._wake()
        self._awake_for = AWAKE if is_sound else max(0, self._awake_for - 1)
        if not self._awake_for:
            self._before.append(pcm)
            return 0.0
        self._listen(pcm)
        return self._probability

    def _wake(self) -> None:
        self._detector.reset()
        self._pending, self._probability = np.zeros(0, np.int16), 0.0
        for frame in self._before:
            self._listen(frame)
        self._before.clear()

    def _listen(self, pcm: InputPcm) -> None:
        self._pending = np.concatenate([self._pending, pcm])
        while self._pending.size >= CHUNK:
            chunk, self._pending = self._pending[:CHUNK], self._pending[CHUNK:]
            self._probability = self._detector.judge(np.asarray(chunk / _FULL_SCALE, np.float32))


class Anything:
    """Take every sound for a voice, for whoever has another way to tell."""

    def step(self, pcm: InputPcm, *, is_sound: bool) -> float:
        """Return 1 for a sound."""
        return float(is_sound)
