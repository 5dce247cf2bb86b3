"""What the port promises, of the scripted recogniser and of the real one."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from voicecoach.bench.soak import resident
from voicecoach.core.commands import Command
from voicecoach.core.events import Event, Heard, Misheard, SpeechBegan, SpeechEnded
from voicecoach.core.units import RATE, Samples, Seconds, seconds
from voicecoach.hearing.pipeline import Hearing, open_hearing
from voicecoach.hearing.recogniser import Recogniser, VoskRecogniser
from voicecoach.hearing.voice import Anything
from voicecoach.ports import Ears, Frame, InputPcm
from voicecoach.shipped import compact_model

from .fake_recogniser import FakeRecogniser, spoken, voice_for
from .sounds import SILENT_REFERENCE, Sound, frames, placed, recorded


@pytest.fixture(params=["fake", pytest.param("vosk", marks=pytest.mark.product)])
def either(request: pytest.FixtureRequest) -> Recogniser:
    if request.param == "fake":
        return FakeRecogniser(spoken("stop", start=5_760))
    vosk: VoskRecogniser = request.getfixturevalue("recogniser")
    return vosk


def hear(ears: Ears, sound: Sound, start: int = 0) -> list[Event]:
    return [
        event
        for frame in frames(sound, start)
        for event in ears.hear(frame, SILENT_REFERENCE, seconds(frame.start + 320))
    ]


def test_a_spoken_stop_becomes_three_events(either: Recogniser) -> None:
    began, heard, ended = hear(Hearing(either, voice_for(either)), placed(recorded("stop-espeak"), RATE, 3 * RATE))
    assert isinstance(began, SpeechBegan)
    assert isinstance(heard, Heard)
    assert (heard.command, heard.text) == (Command.STOP, "stop")
    assert heard.spoken_at == pytest.approx(1.0, abs=0.06)
    assert isinstance(ended, SpeechEnded)
    assert began.at <= heard.at <= ended.at


def test_silence_is_nothing(either: Recogniser) -> None:
    assert hear(Hearing(either, voice_for(either)), np.zeros(RATE)) == []


def test_the_clock_may_start_anywhere(either: Recogniser) -> None:
    sound = placed(recorded("stop-espeak"), RATE, 3 * RATE)
    (heard,) = [
        event for event in hear(Hearing(either, voice_for(either)), sound, 7_777_777) if isinstance(event, Heard)
    ]
    assert heard.spoken_at == pytest.approx(seconds(7_777_777 + RATE), abs=0.06)


def test_two_ears_share_nothing(either: Recogniser) -> None:
    sound = placed(recorded("stop-espeak"), RATE, 3 * RATE)
    first, second = Hearing(either, voice_for(either)), Hearing(either, voice_for(either))
    assert hear(first, sound) == hear(second, sound)


@pytest.mark.product
def test_what_is_no_command_is_misheard(recogniser: VoskRecogniser) -> None:
    events = hear(Hearing(recogniser), placed(recorded("other-words-flite"), RATE, 5 * RATE))
    assert [type(event) for event in events] == [SpeechBegan, Misheard, SpeechEnded]


@pytest.mark.product
def test_the_coachs_own_echo_is_not_misheard(recogniser: VoskRecogniser) -> None:
    coach = np.tile(recorded("other-words-flite"), 2)
    ears = Hearing(recogniser)
    reference = coach.astype(np.float32)
    events = [
        event
        for frame in frames(coach * 0.5)
        for event in ears.hear(frame, reference[frame.start : frame.start + 320], seconds(frame.start))
    ]
    assert events == []


@pytest.mark.product
def test_a_model_folder_is_all_it_takes() -> None:
    assert isinstance(
        open_hearing(compact_model()).hear(next(frames(np.zeros(320))), SILENT_REFERENCE, Seconds(0)), tuple
    )


Make = Callable[[np.random.Generator, int], NDArray[np.generic]]

KINDS: dict[str, Make] = {
    "bytes": lambda rng, size: rng.integers(-32_768, 32_768, size),
    "square": lambda rng, size: np.where(rng.random(size) < 0.5, -32_768, 32_767),
    "dc": lambda rng, size: np.full(size, rng.integers(-32_768, 32_768)),
    "silence": lambda rng, size: np.zeros(size),
}


@pytest.mark.product
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.integers(0, 700), st.integers(1, 25)), max_size=8),
    st.integers(0, 2**32 - 1),
)
def test_no_sound_breaks_it(recogniser: VoskRecogniser, blocks: list[tuple[str, int, int]], seed: int) -> None:
    ears, rng, at = Hearing(recogniser), np.random.default_rng(seed), 0
    for kind, size, count in blocks:
        for _ in range(count):
            block: InputPcm = KINDS[kind](rng, size).astype(np.int16)
            ears.hear(Frame(pcm=block, start=Samples(at)), rng.random(size, np.float32), seconds(at + size))
            at += size


@pytest.mark.product
def test_minutes_of_noise_that_is_decoded_keep_the_memory_flat(recogniser: VoskRecogniser) -> None:
    if resident() is None:
        pytest.skip("this platform does not tell a process's memory")
    ears, rng, at = Hearing(recogniser, Anything()), np.random.default_rng(0), 0
    openings = 0
    memory: list[float] = []
    for _ in range(4):
        for _ in range(60 * 50):
            level = 3_000 if at // RATE % 3 == 0 else 30  # a second of loud noise in three
            block: InputPcm = np.clip(rng.normal(0, level, 320), -32_768, 32_767).astype(np.int16)
            events = ears.hear(Frame(pcm=block, start=Samples(at)), SILENT_REFERENCE, seconds(at + 320))
            openings += sum(isinstance(event, SpeechBegan) for event in events)
            at += 320
        memory.append(resident() or 0.0)
    assert openings >= 75
    assert memory[-1] - memory[0] < 4
