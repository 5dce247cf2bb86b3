import numpy as np
import pytest

from voicecoach.core.errors import RenderingFailed
from voicecoach.core.units import RATE, CueId, Seconds
from voicecoach.ports import Voice
from voicecoach.speech.catalogue import CueText
from voicecoach.speech.loudness import active_rms
from voicecoach.speech.studio import record

from .fake_engine import ToneEngine, WordlessEngine, spoken

VOICE = Voice(name="tone", words_a_minute=160)
COUNT = CueText(text="one-one-thousand", fit=Seconds(0.8))


def test_a_cue_that_must_fit_is_spoken_faster_until_it_does() -> None:
    (take,) = record({CueId("count"): COUNT}, ToneEngine(), VOICE)
    assert 0.7 < len(take.pcm) / RATE <= 0.8
    assert take.words_a_minute > 160


def test_only_the_cue_that_must_fit_is_spoken_faster() -> None:
    lines = {CueId("count"): COUNT, CueId("greet"): CueText(text="Good evening.")}
    rates = {take.cue: take.words_a_minute for take in record(lines, ToneEngine(), VOICE)}
    assert rates[CueId("greet")] == 160
    assert rates[CueId("count")] > 160


def test_a_cue_that_cannot_fit_is_named() -> None:
    with pytest.raises(RenderingFailed, match=r"cue 'count' does not fit 0\.1 s"):
        list(record({CueId("count"): CueText(text="one-one-thousand", fit=Seconds(0.1))}, ToneEngine(), VOICE))


def test_a_take_is_levelled_and_begins_and_ends_in_nothing() -> None:
    (take,) = record({CueId("greet"): CueText(text="Good evening.")}, ToneEngine(), VOICE)
    assert active_rms(take.pcm) == pytest.approx(-20, abs=0.1)
    assert take.pcm[0] == take.pcm[-1] == 0


def test_an_engine_that_gives_another_sound_than_asked_is_refused() -> None:
    engine = WordlessEngine(spoken("A whole long sentence in the place of one word, and more."))
    with pytest.raises(RenderingFailed, match="cue 'up' is unusable: it lasts"):
        list(record({CueId("up"): CueText(text="Up.")}, engine, VOICE))


def test_an_engine_that_gives_silence_is_refused() -> None:
    with pytest.raises(RenderingFailed, match="cue 'up' is unusable: it is silent"):
        list(record({CueId("up"): CueText(text="Up.")}, WordlessEngine(np.zeros(5000, dtype=np.float32)), VOICE))
