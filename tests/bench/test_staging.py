"""What is heard of a take: the recording, and of a noise the half that is for it."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from voicecoach.bench.clip import Clip
from voicecoach.bench.condition import CLEAN, Condition, Take
from voicecoach.bench.order_taking import OrderTake, sound_of_order
from voicecoach.bench.orders import Order
from voicecoach.bench.staging import LEAD, TRAIL, staged
from voicecoach.bench.thresholds import Hearing, sound_of
from voicecoach.core.units import RATE, Decibels
from voicecoach.ports import InputPcm

FIRST, SECOND = 1_000, 3_000
"""Hz of the two halves of the noise."""


def tone(frequency: int, seconds: float) -> NDArray[np.float64]:
    return 0.1 * np.sin(2 * np.pi * frequency * np.arange(round(seconds * RATE)) / RATE)


@pytest.fixture(name="clip")
def _clip(tmp_path: Path) -> Clip:
    soundfile.write(tmp_path / "word.wav", tone(440, 1.0), RATE)
    return Clip(file=tmp_path / "word.wav", name="word.wav", collection="words", text="stop")


@pytest.fixture(name="noise")
def _noise(tmp_path: Path) -> Path:
    soundfile.write(tmp_path / "fan.wav", np.concatenate([tone(FIRST, 8.0), tone(SECOND, 8.0)]), RATE)
    return tmp_path / "fan.wav"


def loudness(sound: InputPcm, frequency: int) -> float:
    """Return the share of a sound's energy within 50 Hz of a tone."""
    energy = np.abs(np.fft.rfft(sound.astype(np.float64))) ** 2
    near = np.abs(np.fft.rfftfreq(sound.size, 1 / RATE) - frequency) < 50
    return float(energy[near].sum() / max(1e-9, energy.sum()))


def test_a_take_without_noise_is_the_recording(clip: Clip) -> None:
    sound = staged(Take(clip=clip, condition=CLEAN, seed=1))
    assert (sound.size, loudness(sound, 440) > 0.99) == (RATE, True)


@pytest.mark.parametrize("seed", range(3))
def test_takes_are_examined_in_the_second_half_of_a_noise(clip: Clip, noise: Path, seed: int) -> None:
    sound = staged(Take(clip=clip, condition=Condition(noise=noise, snr=Decibels(6.0)), seed=seed))
    assert sound.size == LEAD + RATE + TRAIL
    assert loudness(sound[:LEAD], SECOND) > 0.99
    assert loudness(sound, FIRST) < 0.001
    assert loudness(sound[LEAD : LEAD + RATE], SECOND) == pytest.approx(0.2, abs=0.02)


def test_thresholds_are_measured_in_the_first_half_of_a_noise(clip: Clip, noise: Path) -> None:
    longer = Clip(file=clip.file.with_name("long.wav"), name="long.wav", collection="words")
    soundfile.write(longer.file, tone(440, 12.0), RATE)
    sound = sound_of(Hearing(clip=longer, noise=noise))
    assert loudness(sound, FIRST) > 0.05
    assert loudness(sound, SECOND) < 0.001


@pytest.mark.parametrize("seed", range(6))
def test_orders_are_taken_in_the_second_half_of_a_noise(clip: Clip, noise: Path, seed: int) -> None:
    take = OrderTake(order=Order(file=clip.file, slots={}), noise=noise, snr=6, seed=seed)
    sound = sound_of_order(take)
    assert loudness(sound, SECOND) > 0.05
    assert loudness(sound, FIRST) < 0.001
