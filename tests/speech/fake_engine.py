"""A small working speech engine: each word is a burst of tone, as long as speech would be."""

from collections.abc import Iterable, Iterator

import numpy as np

from voicecoach.core.errors import RenderingFailed, SpeechEngineMissing
from voicecoach.core.units import RATE
from voicecoach.ports import OutputPcm, Voice
from voicecoach.speech.verify import expected_seconds


def spoken(text: str, words_a_minute: int = 160) -> OutputPcm:
    count = round(expected_seconds(text, words_a_minute) * RATE)
    at = np.arange(count) / RATE
    voice = np.sin(2 * np.pi * 180 * at) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * at))
    fade = np.minimum(1, np.minimum(np.arange(count), np.arange(count)[::-1]) / 200)
    return np.concatenate([np.zeros(80), 0.5 * voice * fade, np.zeros(480)]).astype(np.float32)


class ToneEngine:
    """Fulfil ports.SpeechEngine; refuse the texts in `unspeakable`, remember what was asked for."""

    def __init__(self, *, unspeakable: Iterable[str] = ()) -> None:
        self.unspeakable = frozenset(unspeakable)
        self.asked: list[tuple[str, int]] = []

    def render(self, texts: Iterable[str], voice: Voice) -> Iterator[OutputPcm]:
        for text in texts:
            self.asked.append((text, voice.words_a_minute))
            if text in self.unspeakable:
                raise RenderingFailed(f"cannot say {text!r}")
            yield spoken(text, voice.words_a_minute)


class NoEngine:
    """Fulfil ports.SpeechEngine on a machine that has none."""

    def __init__(self) -> None:
        self.calls = 0

    def render(self, texts: Iterable[str], voice: Voice) -> Iterable[OutputPcm]:
        self.calls += 1
        raise SpeechEngineMissing("no speech engine is installed")


class WordlessEngine:
    """Return one given sound for every text."""

    def __init__(self, sound: OutputPcm) -> None:
        self.sound = sound

    def render(self, texts: Iterable[str], voice: Voice) -> Iterator[OutputPcm]:
        for _text in texts:
            yield self.sound
