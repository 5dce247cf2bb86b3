import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.core.units import RATE
from voicecoach.ports import OutputPcm
from voicecoach.speech.silence import LEAD, TAIL, trimmed
from voicecoach.speech.verify import flaw

from .fake_engine import spoken

TEXT = "Breathe out slowly, and press the floor."
GOOD = spoken(TEXT)
NOTHING = np.zeros(0, dtype=np.float32)


def with_nan() -> OutputPcm:
    sound = GOOD.copy()
    sound[1000] = np.nan
    return sound


def test_a_whole_sound_has_no_flaw() -> None:
    assert flaw(GOOD, TEXT, 160) is None


@pytest.mark.parametrize(
    ("sound", "complaint"),
    [
        pytest.param(NOTHING, "holds no sound", id="empty"),
        pytest.param(with_nan(), "no numbers", id="no numbers"),
        pytest.param(np.zeros(RATE, dtype=np.float32), "is silent", id="silence"),
        pytest.param(GOOD * np.float32(0.005), "is silent", id="faint"),
        pytest.param(trimmed(GOOD[:-2000]), "cut off at its end", id="last tenth of a second lost"),
        pytest.param(spoken("Breathe."), "lasts", id="most words lost"),
        pytest.param(np.concatenate([GOOD, GOOD, GOOD]), "lasts", id="said three times"),
    ],
)
def test_an_unusable_sound_is_told_by_its_flaw(sound: OutputPcm, complaint: str) -> None:
    found = flaw(sound, TEXT, 160)
    assert found is not None
    assert complaint in found


@pytest.mark.parametrize(("length", "is_usable"), [(0.63, True), (1.2, False), (0.1, False)])
def test_one_short_word_may_be_drawn_out_but_is_not_half_or_four_times_as_long(length: float, is_usable: bool) -> None:
    drawn_out = np.concatenate([np.full(round((length - 0.05) * RATE), 0.5), np.zeros(RATE // 20)]).astype(np.float32)
    assert (flaw(drawn_out, "no", 155) is None) == is_usable


def test_a_rate_that_was_ignored_is_noticed() -> None:
    assert flaw(spoken(TEXT, 400), TEXT, 160) is not None


@settings(max_examples=10)
@given(before=st.integers(0, RATE), after=st.integers(TAIL, RATE))
def test_trimming_leaves_a_quiet_end_and_an_early_start(before: int, after: int) -> None:
    word = np.full(RATE, 0.5, dtype=np.float32)
    sound = trimmed(np.concatenate([np.zeros(before), word, np.zeros(after)]).astype(np.float32))
    assert len(sound) == LEAD + len(word) + TAIL
    assert np.flatnonzero(sound)[0] == LEAD


def test_a_sound_cut_off_gets_no_quiet_end() -> None:
    assert trimmed(np.full(RATE, 0.5, dtype=np.float32))[-1] == 0.5


def test_silence_is_trimmed_to_nothing() -> None:
    assert len(trimmed(np.zeros(RATE, dtype=np.float32))) == 0
