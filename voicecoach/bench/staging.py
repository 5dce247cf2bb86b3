"""A take as sound: the recording in its room, with noise before, under and behind it."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voicecoach.bench.clip import Clip
from voicecoach.bench.condition import Condition, Take
from voicecoach.bench.sound_level import Sound, mixed
from voicecoach.core.units import samples
from voicecoach.hearing.recording import read_sound
from voicecoach.ports import InputPcm
from voicecoach.rehearsal.acoustics import Response, voice_response
from voicecoach.rehearsal.persona import Room
from voicecoach.speech.loudness import active_rms

LEAD = samples(2.4)
"""Noise before the recording: a steady one has become the gate's floor by then, as it has in a session."""

TRAIL = samples(0.6)
"""Noise behind it."""

RT60 = 0.5
"""Seconds of reverberation in the simulated room: a furnished living room."""

_FULL_SCALE = 32_768


def staged(take: Take) -> InputPcm:
    """Return what the microphone gets: int16, (frames,), 16 kHz; raises SoundFileBroken."""
    dry = clip_sound(take.clip)
    if take.condition.is_clean:
        return dry
    wet = _in_room(_as_float(dry), take.condition)
    chance = np.random.default_rng(int.from_bytes(sha256(take.key.encode()).digest()[:8]))
    return _as_pcm(_in_noise(wet, take.condition, chance))


def clip_sound(clip: Clip) -> InputPcm:
    """Return the part of the clip's file that is heard: int16, (frames,), 16 kHz; raises SoundFileBroken."""
    whole = read_sound(clip.file)
    if clip.excerpt is None:
        return whole
    return whole[samples(clip.excerpt.start) : samples(clip.excerpt.end)]


def reverberated(dry: Sound, response: Response) -> Sound:
    """Return a sound with its tail as a room makes it: float32, (frames + tail,)."""
    size = dry.size + response.size - 1
    spectrum = np.fft.rfft(dry, size) * np.fft.rfft(response, size)
    return np.asarray(np.fft.irfft(spectrum, size), np.float32)


def _in_room(dry: Sound, condition: Condition) -> Sound:
    if condition.room:
        return reverberated(dry, _room_response(condition.room))
    return reverberated(dry, _simulated_response(condition.distance)) if condition.distance else dry


def _in_noise(speech: Sound, condition: Condition, chance: np.random.Generator) -> Sound:
    if condition.noise is None or condition.snr is None:
        return speech
    padded = np.pad(speech, (LEAD, TRAIL))
    noise = _piece(_second_half(condition.noise), padded.size, chance)
    return mixed(padded, noise, condition.snr, active_rms(speech))


def _piece(noise: Sound, length: int, chance: np.random.Generator) -> Sound:
    start = int(chance.integers(max(1, noise.size - length)))
    return np.resize(noise[start:], length)


@cache
def _second_half(file: Path) -> Sound:
    whole = _as_float(read_sound(file))
    return whole[whole.size // 2 :]


@cache
def _room_response(file: Path) -> Response:
    return voice_response(Room(impulse_response=file), np.random.default_rng(0))


@cache
def _simulated_response(distance: float) -> Response:
    return voice_response(Room(distance=distance, rt60=RT60), np.random.default_rng(0))


def _as_float(pcm: InputPcm) -> Sound:
    return np.asarray(pcm / np.float32(_FULL_SCALE), np.float32)


def _as_pcm(sound: NDArray[np.float32]) -> InputPcm:
    return np.clip(np.rint(sound * _FULL_SCALE), -_FULL_SCALE, _FULL_SCALE - 1).astype(np.int16)
