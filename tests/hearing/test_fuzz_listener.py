"""Whatever bytes come in, in blocks of whatever length: the ears never fail, and hear the same in the same sound."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import astuple, is_dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.audio.fake_streams import DEVICE, FakeInput
from tests.hearing.sounds import SILENT_REFERENCE, pcm, recorded
from voicecoach.audio.capture import Capture
from voicecoach.audio.sound_files import WavMicrophone
from voicecoach.core.units import BLOCK, RATE, Samples
from voicecoach.hearing.listener import Listener, Observation
from voicecoach.hearing.recogniser import Recogniser, VoskRecogniser
from voicecoach.hearing.recording import framed
from voicecoach.hearing.thresholds import LET_ALL_PASS
from voicecoach.hearing.voice import Anything, SileroVoice, VoiceDetector
from voicecoach.ports import Frame, InputPcm, OutputPcm
from voicecoach.shipped import compact_model

from .fake_recogniser import FakeRecogniser, spoken

LONGEST = 3 * RATE
"""Samples of one piece of a fuzzed sound."""

WHOLE = (("stop-espeak", -60.0), ("back-arched-flite", 0.0), ("stop-espeak", 20.0), ("other-words-flite", 40.0))
"""Recordings, and the decibels by which they are raised; clipped where that is too much."""


def of_bytes(octets: bytes) -> InputPcm:
    return np.frombuffer(octets[: len(octets) // 2 * 2], "<i2").astype(np.int16)


def noise(level: float, seed: int, samples: int) -> InputPcm:
    sound = np.random.default_rng(seed).normal(0, 10 ** (level / 20) * 32_768, samples)
    return np.clip(sound, -32_768, 32_767).astype(np.int16)


def square(half_period: int, samples: int) -> InputPcm:
    """Clip at full scale, both ways."""
    return np.where(np.arange(samples) // half_period % 2, 32_767, -32_768).astype(np.int16)


LENGTHS = st.integers(0, LONGEST)
VALUES = st.sampled_from([-32_768, -20_000, -1, 0, 1, 5_000, 32_767])
PIECES = st.one_of(
    st.binary(max_size=3_000).map(of_bytes),
    st.builds(lambda octets, times: np.tile(of_bytes(octets), times), st.binary(max_size=600), st.integers(1, 60)),
    st.builds(lambda value, samples: np.full(samples, value, np.int16), VALUES, LENGTHS),
    st.builds(noise, st.floats(-90, 20), st.integers(0, 2**32), LENGTHS),
    st.builds(square, st.integers(1, 400), LENGTHS),
    st.sampled_from(WHOLE).map(lambda each: pcm(recorded(each[0]) * 10 ** (each[1] / 20))),
)
SOUNDS = st.lists(PIECES, max_size=6).map(lambda pieces: np.concatenate([np.zeros(0, np.int16), *pieces]))
CUTS = st.lists(st.integers(1, 6_000), min_size=1, max_size=12)

thorough = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def open_recogniser() -> VoskRecogniser:
    return VoskRecogniser(compact_model(), LET_ALL_PASS)


def cut(sound: InputPcm, lengths: Sequence[int]) -> Iterator[InputPcm]:
    """Cut a sound into blocks of these lengths, over and over."""
    start = number = 0
    while start < sound.size:
        yield sound[start : start + lengths[number % len(lengths)]]
        start, number = start + lengths[number % len(lengths)], number + 1


def from_device(sound: InputPcm, lengths: Sequence[int]) -> Iterator[Frame]:
    """Bring a sound as a device does, in blocks of its own choice, and take it as the live microphone does."""
    device = FakeInput()
    capture = Capture(DEVICE, opened=device)
    start = given = 0
    for block in cut(sound, lengths):
        device.bring(block, adc_time=100.0 + given / RATE)
        given += block.size
        for taken in capture.take():
            yield Frame(pcm=taken.pcm, start=Samples(start))
            start += BLOCK
    capture.close()


def from_file(file: Path) -> Iterator[Frame]:
    microphone = WavMicrophone(file)
    while not microphone.is_exhausted:
        yield from microphone.read()
    microphone.close()


def observed(
    frames: Iterator[Frame],
    recogniser: Recogniser,
    coach: OutputPcm = SILENT_REFERENCE,
    voice: VoiceDetector | None = None,
) -> list[Observation]:
    """Listen as if any sound were a voice unless told otherwise, or nearly nothing here would be decoded."""
    listener = Listener(recogniser, voice or Anything())
    found = [observation for frame in frames for observation in listener.step(frame, coach)]
    return [*found, *listener.finish()]


def numbers(value: object) -> Iterator[float]:
    match value:
        case float() | int():
            yield value
        case tuple() | list():
            for each in value:
                yield from numbers(each)
        case _ if is_dataclass(value) and not isinstance(value, type):
            yield from numbers(astuple(value))


@given(sound=SOUNDS, cuts=CUTS)
@thorough
def test_any_sound_in_any_blocks_is_heard_without_fail_and_every_time_the_same(
    sound: InputPcm, cuts: list[int], recogniser: VoskRecogniser
) -> None:
    whole = observed(framed([sound]), recogniser)
    assert observed(framed(cut(sound, cuts)), recogniser) == whole
    assert all(math.isfinite(number) for number in numbers(whole))


@given(sound=SOUNDS, cuts=CUTS)
@thorough
def test_with_every_threshold_open_it_is_the_same(
    sound: InputPcm, cuts: list[int], open_recogniser: VoskRecogniser
) -> None:
    whole = observed(framed([sound]), open_recogniser)
    assert observed(framed(cut(sound, cuts)), open_recogniser) == whole
    assert not any(math.isnan(number) for number in numbers(whole))


@given(sound=SOUNDS, cuts=CUTS)
@settings(thorough, max_examples=20)
def test_the_detector_of_voices_takes_any_sound_too(sound: InputPcm, cuts: list[int]) -> None:
    whole = observed(framed([sound]), FakeRecogniser(), voice=SileroVoice())
    assert observed(framed(cut(sound, cuts)), FakeRecogniser(), voice=SileroVoice()) == whole


@given(sound=SOUNDS, cuts=CUTS, other_cuts=CUTS)
@thorough
def test_a_device_may_bring_any_blocks(
    sound: InputPcm, cuts: list[int], other_cuts: list[int], recogniser: VoskRecogniser
) -> None:
    found = observed(from_device(sound, cuts), recogniser)
    assert observed(from_device(sound, other_cuts), recogniser) == found
    assert observed(from_device(sound, cuts), recogniser) == found


@given(sound=SOUNDS)
@thorough
def test_a_sound_file_as_a_microphone_gives_the_same_sound_in_frames(
    sound: InputPcm, recogniser: VoskRecogniser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "fuzzed.wav"
    soundfile.write(file, sound, RATE, subtype="PCM_16")
    frames = list(from_file(file))
    given = np.concatenate([np.zeros(0, np.int16), *(frame.pcm for frame in frames)])
    assert np.array_equal(given[: sound.size], sound)
    assert not given[sound.size :].any()
    assert {frame.pcm.size for frame in frames} <= {BLOCK}
    assert observed(iter(frames), recogniser) == observed(from_file(file), recogniser)


@given(sound=SOUNDS, coach=st.sampled_from([0.0, 1e-30, 0.5, 1.0]))
@settings(thorough, max_examples=200)
def test_whatever_the_coach_plays_meanwhile_nothing_fails(sound: InputPcm, coach: float) -> None:
    reference = np.full(BLOCK, coach, np.float32)
    answers = FakeRecogniser(spoken("stop", start=0, word=3_000), pause_at=20_000)
    again = FakeRecogniser(spoken("stop", start=0, word=3_000), pause_at=20_000)
    found = observed(framed([sound]), answers, reference)
    assert observed(framed([sound]), again, reference) == found
    assert all(math.isfinite(number) for number in numbers(found))


@pytest.mark.parametrize("value", [0, 1, -32_768, 32_767])
def test_nobody_is_heard_in_silence_nor_in_a_constant(value: int, recogniser: VoskRecogniser) -> None:
    assert observed(framed([np.full(10 * RATE, value, np.int16)]), recogniser) == []
