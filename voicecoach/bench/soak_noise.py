"""Hours of noise that nobody made: hiss, hum, breath, clicks and babble, each for a while, at changing levels."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.units import BLOCK, RATE
from voicecoach.ports import InputPcm, OutputPcm, SpeechEngine, Voice
from voicecoach.rehearsal.acoustics import gain
from voicecoach.rehearsal.noise import LOOP, noise_loop
from voicecoach.rehearsal.persona import Noise, NoiseKind

QUIETEST, LOUDEST = -75.0, -12.0
"""dBFS between which the level of a stretch is drawn."""

SHORTEST, LONGEST = 2.0, 24.0
"""Seconds between which the length of a stretch is drawn."""

MOST_CLICKS = 8.0
"""Clicks a second at most; each dies away within 2 to 40 ms."""

BABBLE_VOICES = ("en-us+m3", "en-gb+f2", "en-gb-scotland+m1", "en-us+f4")
"""Voices of espeak-ng that speak all at once."""

BABBLE = (
    "the neighbours are painting their kitchen in a pale shade of green",
    "we thought of driving to the lake with the children on sunday",
    "a letter from the library came this morning, it lies on the table",
    "she bought two pounds of apples and a loaf of dark bread",
    "in the evening they listened to the news about the election",
    "his brother plays the violin in an orchestra in vienna",
)
"""What they say: no phrasing of a command is in it."""

_KINDS: tuple[NoiseKind, ...] = ("white", "pink", "fan", "breath")
_MAINS = (50.0, 60.0)  # hertz
_SOUND = NDArray[np.float64]


def frames(seed: int, count: int, voices: Sequence[OutputPcm] = ()) -> Iterator[InputPcm]:
    """Return so many blocks: int16, (320,), 16 kHz; the same seed and voices give the same sound.

    It needs the memory of some loops of 24 s, whatever the count.
    """
    chance = np.random.default_rng(seed)
    loops = _loops(chance, voices)
    given = 0
    while given < count:
        for block in _stretch(loops, chance):
            yield block
            given += 1
            if given == count:
                return


def babble(engine: SpeechEngine) -> tuple[OutputPcm, ...]:
    """Return what each voice says, float32, 16 kHz; raises SpeechEngineMissing and RenderingFailed."""
    return tuple(
        np.concatenate(list(engine.render(BABBLE, Voice(name=name, words_a_minute=160)))) for name in BABBLE_VOICES
    )


def _loops(chance: np.random.Generator, voices: Sequence[OutputPcm]) -> tuple[_SOUND, ...]:
    """Return every kind of noise with RMS 1, each 24 s."""
    coloured = (noise_loop(Noise(kind=kind, level=-20.0), chance) for kind in _KINDS)
    sounds: Iterable[_SOUND] = chain(
        (loop.astype(np.float64) for loop in coloured if loop is not None),
        (_hum(hertz) for hertz in _MAINS),
        (_clicks(chance),),
        (_together(voices),) if voices else (),
    )
    return tuple(sound / np.sqrt(np.mean(sound**2)) for sound in sounds)


def _stretch(loops: Sequence[_SOUND], chance: np.random.Generator) -> Iterator[InputPcm]:
    """Return the blocks of one stretch: one or two kinds at a level, beginning anywhere in their loops."""
    blocks = round(chance.uniform(SHORTEST, LONGEST) * RATE / BLOCK)
    chosen = [loops[index] for index in chance.integers(0, len(loops), chance.integers(1, 3))]
    places = chance.integers(0, LOOP // BLOCK, len(chosen))
    levels = [gain(level) for level in chance.uniform(QUIETEST, LOUDEST, len(chosen))]
    for number in range(blocks):
        sound = np.zeros(BLOCK)
        for loop, place, level in zip(chosen, places, levels, strict=True):
            start = (int(place) + number) % (LOOP // BLOCK) * BLOCK
            sound += level * loop[start : start + BLOCK]
        yield np.clip(np.rint(sound * 32_768), -32_768, 32_767).astype(np.int16)


def _hum(hertz: float) -> _SOUND:
    at = np.arange(LOOP) / RATE
    return np.asarray(sum(np.sin(2 * np.pi * hertz * part * at) / part for part in (1, 2, 3, 5)))


def _clicks(chance: np.random.Generator) -> _SOUND:
    sound = np.zeros(LOOP)
    for start in chance.integers(0, LOOP, round(MOST_CLICKS * LOOP / RATE)):
        length = round(chance.uniform(0.002, 0.04) * RATE)
        click = chance.standard_normal(length) * np.exp(-5 * np.arange(length) / length) * chance.uniform(0.1, 1)
        sound[start : start + length] += click[: LOOP - start]
    return sound


def _together(voices: Sequence[OutputPcm]) -> _SOUND:
    """Let every voice speak at once, each over and over from its own beginning."""
    return np.asarray(np.sum([np.resize(voice, LOOP) for voice in voices], axis=0, dtype=np.float64))
