import numpy as np
import pytest

from voicecoach.core.units import RATE
from voicecoach.hearing.recogniser import VoskRecogniser
from voicecoach.hearing.word import Spoken

from .sounds import pcm, placed, recorded

pytestmark = pytest.mark.product

FRAME = 0.06  # seconds: two of the model's own frames


def decode(recogniser: VoskRecogniser, name: str, at: int, chunk: int = 1_600) -> tuple[Spoken, ...]:
    sound = pcm(placed(recorded(name), at, at + 2 * RATE))
    decoding = recogniser.begin()
    for start in range(0, sound.size, chunk):
        words = decoding.accept(sound[start : start + chunk])
        if words:
            return words
    return decoding.finish()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("stop-espeak", "stop"),
        ("it-hurts-espeak", "it hurts"),
        ("back-arched-flite", "back arched"),
        ("pause-flite", "pause"),
        ("that-one-was-good-espeak", "that one was good"),
    ],
)
@pytest.mark.parametrize("at", [6_000, 21_111])
def test_words_are_found_where_they_were_put(recogniser: VoskRecogniser, name: str, text: str, at: int) -> None:
    words = decode(recogniser, name, at)
    assert " ".join(word.text for word in words) == text
    assert words[0].start / RATE == pytest.approx(at / RATE, abs=FRAME)


def test_a_second_stretch_counts_from_its_own_start(recogniser: VoskRecogniser) -> None:
    assert decode(recogniser, "stop-espeak", 8_000) == decode(recogniser, "stop-espeak", 8_000)


@pytest.mark.parametrize("chunk", [320, 777, 8_000])
def test_the_size_of_the_pieces_does_not_matter(recogniser: VoskRecogniser, chunk: int) -> None:
    assert decode(recogniser, "it-hurts-espeak", 8_000, chunk) == decode(recogniser, "it-hurts-espeak", 8_000)


def test_silence_has_no_words(recogniser: VoskRecogniser) -> None:
    decoding = recogniser.begin()
    decoding.accept(np.zeros(RATE, np.int16))
    assert (decoding.partial(), decoding.finish()) == ("", ())
