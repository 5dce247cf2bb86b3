import pytest

from voicecoach.core.units import Decibels, Samples, samples
from voicecoach.hearing.utterance import Verdict
from voicecoach.hearing.veto import REMEMBERED, Veto
from voicecoach.hearing.word import Word


def said(phrase: str, at: float, excess: float, *, over_coach: bool = True) -> tuple[Word, ...]:
    start = samples(at)
    return tuple(
        Word(
            text=text,
            start=Samples(start + 3_200 * i),
            end=Samples(start + 3_200 * (i + 1)),
            confidence=1.0,
            over_coach=over_coach,
            excess=Decibels(excess),
        )
        for i, text in enumerate(phrase.split())
    )


def veto_with(text: str, start: float = 10.0, end: float = 12.0) -> Veto:
    veto = Veto()
    veto.note_playing(text, samples(start), samples(end))
    return veto


@pytest.mark.parametrize(
    ("cue", "phrase", "at", "excess", "is_forbidden"),
    [
        pytest.param("This is your stop point.", "stop", 11.0, 6.0, True, id="the coach says it"),
        pytest.param("This is your stop point.", "stop", 12.3, 6.0, True, id="its tail still sounds"),
        pytest.param("This is your stop point.", "stop", 12.5, 6.0, False, id="the tail is over"),
        pytest.param("This is your stop point.", "stop", 9.0, 6.0, False, id="before the cue"),
        pytest.param("This is your stop point.", "stop", 11.0, 12.0, False, id="a person far over the echo"),
        pytest.param("Lower slowly.", "stop", 11.0, 6.0, False, id="another cue, a person over the echo"),
        pytest.param("Lower slowly.", "stop", 11.0, 1.0, True, id="no louder than the echo"),
        pytest.param("Stopping is fine.", "stop", 11.0, 6.0, False, id="only whole words count"),
        pytest.param("Skip-this, or rest?", "skip this", 11.0, 6.0, True, id="punctuation does not matter"),
        pytest.param("Skip all of this.", "skip this", 11.0, 6.0, False, id="the words must stand together"),
    ],
)
def test_the_coach_cannot_command_itself(cue: str, phrase: str, at: float, excess: float, is_forbidden: bool) -> None:
    fault = veto_with(cue).fault(said(phrase, at, excess), is_urgent=True)
    assert fault is (Verdict.COACH if is_forbidden else None)


@pytest.mark.parametrize(
    ("excess", "over_coach", "is_urgent", "fault"),
    [
        pytest.param(6.0, True, True, None, id="a stop may be faint"),
        pytest.param(6.0, True, False, Verdict.FAINT, id="anything else may not"),
        pytest.param(8.9, True, False, Verdict.FAINT, id="a person just not well over the echo"),
        pytest.param(9.0, True, False, None, id="a person well over the echo"),
        pytest.param(6.0, False, False, None, id="no coach to be heard"),
        pytest.param(2.9, True, False, Verdict.COACH, id="no louder than the echo"),
    ],
)
def test_what_is_not_urgent_must_rise_far_over_the_coach(
    excess: float, over_coach: bool, is_urgent: bool, fault: Verdict | None
) -> None:
    phrase = said("easier", 11.0, excess, over_coach=over_coach)
    assert veto_with("Lower slowly.").fault(phrase, is_urgent=is_urgent) is fault


@pytest.mark.parametrize(("over_coach", "fault"), [(True, Verdict.FAINT), (False, None)])
def test_a_phrase_is_as_faint_as_its_faintest_word_over_the_coach(over_coach: bool, fault: Verdict | None) -> None:
    loud, faint = said("back", 11.0, 20.0), said("arched", 11.2, 6.0, over_coach=over_coach)
    assert Veto().fault(loud + faint, is_urgent=False) is fault


def test_nothing_is_forbidden_while_the_coach_is_silent() -> None:
    assert not Veto().fault(said("stop", 11.0, 0.0, over_coach=False), is_urgent=True)


def test_a_hush_ends_the_cues_that_play_and_drops_later_ones() -> None:
    veto = veto_with("stop point")
    veto.note_playing("stop point", samples(13.0), samples(14.0))
    veto.forget_after(samples(10.5))
    assert [bool(veto.fault(said("stop", at, 6.0), is_urgent=True)) for at in (10.2, 10.8, 11.0, 13.5)] == [
        True,
        True,
        False,
        False,
    ]


def test_old_cues_make_room_for_new_ones() -> None:
    veto = veto_with("stop point")
    for _ in range(REMEMBERED):
        veto.note_playing("lower", samples(11.0), samples(12.0))
    assert not veto.fault(said("stop", 11.0, 6.0), is_urgent=True)
