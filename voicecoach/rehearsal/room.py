"""A simulated room: the speaker plays into it, the microphone hears it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.units import BLOCK, Samples, samples
from voicecoach.ports import Frame, InputPcm, OutputPcm
from voicecoach.rehearsal.acoustics import gain, leak_response, voice_response
from voicecoach.rehearsal.convolver import Convolver
from voicecoach.rehearsal.lane import Lane
from voicecoach.rehearsal.noise import noise_loop
from voicecoach.rehearsal.person import Utterance
from voicecoach.rehearsal.persona import Leak, Persona
from voicecoach.rehearsal.track import Track
from voicecoach.speech.loudness import active_rms

FULL_SCALE = 32767


class Talker(Protocol):
    """Whoever speaks in the room."""

    def begin(self, until: Samples) -> Sequence[Utterance]:
        """Return the utterances that begin before `until`, each once."""


class SimulatedRoom:
    """Be speaker and microphone at once: every block that is written can be read back as it sounds there.

    Leaves `coach.wav`, `person.wav` (dry, at 1 m) and `microphone.wav` in the folder. Write one block, then read.
    """

    def __init__(self, persona: Persona, talker: Talker, speech: Mapping[str, OutputPcm], folder: Path) -> None:
        chance = np.random.default_rng(persona.seed)
        self._talker = talker
        self._dry = {text: _at_level(pcm, persona.voice.level) for text, pcm in speech.items()}
        self._wet: dict[str, NDArray[np.float64]] = {}
        self._voice_response = voice_response(persona.room, chance)
        self._leak = _LeakPath(persona.leak, leak_response(persona.room, persona.leak.level, chance))
        self._noise = _Loop(noise_loop(persona.noise, chance))
        self._voice, self._mouth = Lane(), Lane()
        self._longest = samples(persona.minutes_at_most * 60)
        self._clock = Samples(0)
        self._frames: list[Frame] = []
        self._tracks = tuple(Track(folder / f"{track}.wav") for track in ("coach", "person", "microphone"))

    @property
    def clock(self) -> Samples:
        """Return how much has been written."""
        return self._clock

    @property
    def is_exhausted(self) -> bool:
        """Say whether the person has lost patience."""
        return self._clock >= self._longest

    @property
    def is_lost(self) -> bool:
        """Say no: a simulated device never goes away."""
        return False

    def write(self, block: OutputPcm) -> None:
        """Play a block of the coach, float32, (320,), into the room; raises StorageFull when a track cannot grow."""
        start, self._clock = self._clock, Samples(self._clock + BLOCK)
        self._speak()
        dry = self._mouth.take()
        heard = to_int16(self._voice.take() + self._leak.hear(block) + self._noise.take())
        coach, person, microphone = self._tracks
        coach.write(block.copy())
        person.write(dry)
        microphone.write(heard / np.float32(FULL_SCALE))
        self._frames.append(Frame(pcm=heard, start=start))

    def read(self) -> Sequence[Frame]:
        """Return the frames written since the last call; each starts at the sample that was played with it."""
        frames, self._frames = self._frames, []
        return frames

    def close(self) -> None:
        """Finish the three files; safe to call twice."""
        for track in self._tracks:
            track.close()

    def _speak(self) -> None:
        for utterance in self._talker.begin(self._clock):
            dry = self._dry[utterance.text]
            self._mouth.add(utterance.start, dry)
            self._voice.add(utterance.start, self._in_room(utterance.text))

    def _in_room(self, text: str) -> NDArray[np.float64]:
        if text not in self._wet:
            self._wet[text] = _convolved(self._dry[text], self._voice_response)
        return self._wet[text]


class _LeakPath:
    """The coach's way from the speaker to the microphone."""

    def __init__(self, leak: Leak, response: NDArray[np.float64]) -> None:
        self._limit = leak.clip
        self._convolver = Convolver(np.concatenate([np.zeros(samples(leak.delay)), response]))

    def hear(self, block: OutputPcm) -> NDArray[np.float64]:
        """Return what the microphone hears of the coach during the block that is being played."""
        played = block if self._limit is None else np.clip(block, -self._limit, self._limit)
        return self._convolver.convolve(played)


class _Loop:
    """A noise that never ends."""

    def __init__(self, loop: OutputPcm | None) -> None:
        self._loop = np.zeros(BLOCK, dtype=np.float32) if loop is None else loop
        self._place = 0

    def take(self) -> OutputPcm:
        """Return the next block."""
        start, self._place = self._place, (self._place + BLOCK) % len(self._loop)
        return self._loop[start : start + BLOCK]


def to_int16(sound: NDArray[np.floating]) -> InputPcm:
    """Round sound in [-1, 1] to 16 bits; what is beyond is clipped."""
    return np.asarray(np.rint(np.minimum(np.maximum(sound, -1), 1) * FULL_SCALE), dtype=np.int16)


def _at_level(pcm: OutputPcm, level: float) -> NDArray[np.float64]:
    return np.asarray(pcm.astype(np.float64) * gain(level - active_rms(pcm)))


def _convolved(sound: NDArray[np.float64], response: NDArray[np.float64]) -> NDArray[np.float64]:
    frames = len(sound) + len(response) - 1
    size = 1 << (frames - 1).bit_length()
    return np.asarray(np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(response, size), size)[:frames])
