"""The contract of ports.SpeechEngine, kept by the fake and by the real engines."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.core.errors import RenderingFailed, SpeechEngineMissing
from voicecoach.core.units import RATE, Seconds
from voicecoach.ports import SpeechEngine, Voice
from voicecoach.speech.engine import COACH_VOICE, EspeakEngine, PyttsxEngine
from voicecoach.speech.silence import LEAD
from voicecoach.speech.verify import flaw

from .fake_engine import ToneEngine, spoken

pytestmark = pytest.mark.product
needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")

ENGINES = [
    pytest.param(ToneEngine(), COACH_VOICE, id="fake"),
    pytest.param(PyttsxEngine(), COACH_VOICE, id="pyttsx3", marks=needs_espeak),
    pytest.param(EspeakEngine(), Voice(name="en-us+f3", words_a_minute=170), id="espeak-ng", marks=needs_espeak),
]
TEXTS = ("Breathe out slowly, and press the floor.", "Up.", "one-one-thousand")


@pytest.mark.parametrize(("engine", "voice"), ENGINES)
def test_an_engine_returns_the_trimmed_sound_of_each_text_in_order(engine: SpeechEngine, voice: Voice) -> None:
    sounds = list(engine.render(TEXTS, voice))
    assert [flaw(sound, text, voice.words_a_minute) for sound, text in zip(sounds, TEXTS, strict=True)] == [None] * 3
    for sound in sounds:
        assert sound.dtype == np.float32
        loud = np.flatnonzero(np.abs(sound) > np.max(np.abs(sound)) / 100)
        assert loud[0] < LEAD + RATE // 20
        assert len(sound) - loud[-1] < RATE // 20
    assert len(sounds[1]) < len(sounds[2]) < len(sounds[0])


@pytest.mark.parametrize(("engine", "voice"), ENGINES)
def test_an_engine_speaks_faster_at_a_higher_rate(engine: SpeechEngine, voice: Voice) -> None:
    (slow,) = engine.render(TEXTS[:1], voice)
    (fast,) = engine.render(TEXTS[:1], Voice(name=voice.name, words_a_minute=300))
    assert len(fast) < 0.7 * len(slow)


@needs_espeak
def test_a_long_text_is_waited_for_though_it_comes_first() -> None:
    long = " ".join([TEXTS[0]] * 12)
    sounds = list(PyttsxEngine().render([long, "Up."], COACH_VOICE))
    assert [flaw(sounds[0], long, 160), flaw(sounds[1], "Up.", 160)] == [None, None]


@needs_espeak
@pytest.mark.parametrize("engine", [PyttsxEngine(), EspeakEngine()], ids=["pyttsx3", "espeak-ng"])
def test_a_voice_that_does_not_exist_is_named(engine: SpeechEngine) -> None:
    with pytest.raises(RenderingFailed, match="'martian'"):
        list(engine.render(TEXTS, Voice(name="martian", words_a_minute=160)))


def test_a_missing_espeak_is_told_with_the_line_to_type() -> None:
    with pytest.raises(SpeechEngineMissing, match=r"no speech engine is installed; type: .*"):
        list(EspeakEngine(program="no-such-espeak").render(TEXTS, COACH_VOICE))


def test_a_worker_without_an_engine_is_told_with_the_line_to_type() -> None:
    worker = (sys.executable, "-c", "raise SystemExit(3)")
    with pytest.raises(SpeechEngineMissing, match=r"no speech engine is installed; type: .*"):
        list(PyttsxEngine(worker=worker).render(TEXTS, COACH_VOICE))


@pytest.mark.parametrize(
    ("worker", "end"),
    [
        pytest.param(("sleep", "60"), r"hung for 0\.2 s", id="hangs"),
        pytest.param((sys.executable, "-c", "raise SystemExit('no memory')"), "exit code 1 no memory", id="crashes"),
    ],
)
def test_a_worker_that_gives_nothing_is_given_up_and_its_end_told(worker: tuple[str, ...], end: str) -> None:
    engine = PyttsxEngine(worker=worker, patience=Seconds(0.0))
    with pytest.raises(RenderingFailed, match=rf"pyttsx3 cannot say 'Up\.': the sound is missing, .*{end}"):
        list(engine.render(["Up."], COACH_VOICE))


FLAKY = """
import json, pathlib, shutil, sys
started = pathlib.Path(sys.argv[1])
is_first = not started.exists()
started.touch()
for _text, path in json.load(sys.stdin)["files"]:
    pathlib.Path(path).touch() if is_first else shutil.copy(sys.argv[2], path)
"""


def test_a_bad_file_is_rendered_once_more_in_a_fresh_process(tmp_path: Path) -> None:
    good = tmp_path / "good.wav"
    soundfile.write(good, spoken("Up."), RATE)
    worker = (sys.executable, "-c", FLAKY, str(tmp_path / "started"), str(good))
    (sound,) = PyttsxEngine(worker=worker).render(["Up."], COACH_VOICE)
    assert flaw(sound, "Up.", COACH_VOICE.words_a_minute) is None


def test_a_truncated_file_is_not_taken_for_speech(tmp_path: Path) -> None:
    cut = tmp_path / "cut.wav"
    soundfile.write(cut, spoken(TEXTS[0])[:-2000], RATE)
    worker = (sys.executable, "-c", FLAKY, str(tmp_path), str(cut))
    with pytest.raises(RenderingFailed, match="cut off at its end"):
        list(PyttsxEngine(worker=worker).render(TEXTS[:1], COACH_VOICE))
