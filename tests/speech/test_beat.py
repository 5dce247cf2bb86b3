"""The beat of a cue is where its first vowel rises, whatever stands before it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.core.calls import COUNTED
from voicecoach.core.units import RATE
from voicecoach.ports import OutputPcm
from voicecoach.shipped import cue_folder
from voicecoach.speech.beat import beat_of
from voicecoach.speech.manifest import read_manifest
from voicecoach.speech.opus import decoded

MS = RATE // 1000


def vowel(rise: int = 40, pitch: float = 120.0) -> OutputPcm:
    """A voiced sound with its energy around 500 Hz that rises over so many milliseconds, 300 in all."""
    times = np.arange(300 * MS) / RATE
    tones = sum(np.sin(2 * np.pi * pitch * n * times) / (1 + ((pitch * n - 500) / 200) ** 2) for n in range(1, 25))
    swell = np.clip(np.arange(len(times)) / (rise * MS), 0, 1) * np.clip((300 * MS - np.arange(len(times))) / 800, 0, 1)
    return np.asarray(0.2 * tones * swell, np.float32)


def hiss(length: int, level: float = 0.2) -> OutputPcm:
    """A fricative: noise above 4 kHz."""
    if not length:
        return np.zeros(0, np.float32)
    spectrum = np.fft.rfft(np.random.default_rng(3).normal(size=length * MS))
    spectrum[np.fft.rfftfreq(length * MS, 1 / RATE) < 4000] = 0
    return np.asarray(level * np.fft.irfft(spectrum, length * MS), np.float32)


@pytest.mark.parametrize("rise", [10, 40, 80])
@pytest.mark.parametrize("before", [0, 60, 180])
def test_the_beat_is_half_way_up_the_first_vowel(rise: int, before: int) -> None:
    sound = np.concatenate([hiss(before), vowel(rise), np.zeros(100 * MS, np.float32), vowel(10)])
    assert beat_of(sound) / MS == pytest.approx(before + rise / 2, abs=15)


@given(st.integers(0, 400))
def test_silence_before_a_word_moves_its_beat_by_as_much(silence: int) -> None:
    late = np.concatenate([np.zeros(silence * MS, np.float32), vowel()])
    assert (beat_of(late) - beat_of(vowel())) / MS == pytest.approx(silence, abs=1)


@given(st.floats(0.001, 1.0))
def test_the_level_moves_nothing(level: float) -> None:
    assert beat_of(np.float32(level) * vowel()) == pytest.approx(beat_of(vowel()), abs=1)


@pytest.mark.parametrize("sound", [np.zeros(0, np.float32), np.zeros(RATE, np.float32)])
def test_silence_has_its_beat_at_its_start(sound: OutputPcm) -> None:
    assert beat_of(sound) == 0


def test_every_shipped_count_has_its_beat_in_the_manifest() -> None:
    folder = cue_folder("en")
    manifest = read_manifest(folder)
    assert manifest is not None
    counts = {cue: track for cue, track in manifest.cues.items() if cue.startswith(COUNTED)}
    found = {cue: beat_of(decoded((folder / track.file).read_bytes())) for cue, track in counts.items()}
    assert {cue: track.beat for cue, track in counts.items()} == found
    assert len(found) > 20


def test_shipped_counts_a_second_apart_do_not_overlap() -> None:
    manifest = read_manifest(cue_folder("en"))
    assert manifest is not None
    counts = [track for cue, track in sorted(manifest.cues.items()) if cue.startswith("count.")]
    rests = [RATE + after.beat - before.beat - before.samples for before in counts for after in counts]
    assert counts
    assert min(rests) >= 0
