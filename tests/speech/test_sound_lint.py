"""The lint by ear, with the pronunciations of the recogniser's own model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.core.commands import vocabulary
from voicecoach.core.units import CueId
from voicecoach.hearing.lexicon import read_lexicon
from voicecoach.shipped import compact_model, cue_folder
from voicecoach.speech.catalogue import CueText, load_catalogue
from voicecoach.speech.lint import Finding, Kind
from voicecoach.speech.phones import CONSONANTS, LOST, VOWELS, Pronunciations, difference, distance
from voicecoach.speech.pronunciations import load_pronunciations
from voicecoach.speech.sound_lint import SoundLint

CUE = CueId("some.cue")
phones = st.lists(st.sampled_from(sorted(LOST)), min_size=1, max_size=6)


@pytest.fixture(scope="module")
def pronunciations() -> Pronunciations:
    return {**load_pronunciations(cue_folder("en")), **read_lexicon(compact_model())}


@pytest.fixture(scope="module")
def ear(pronunciations: Pronunciations) -> SoundLint:
    return SoundLint(pronunciations)


def found(ear: SoundLint, text: str, *names: str) -> set[tuple[str, str]]:
    return {(finding.words, finding.phrase) for finding in ear.findings({CUE: CueText(text=text, names=names)})}


def test_every_word_of_every_command_has_a_pronunciation(pronunciations: Pronunciations) -> None:
    assert set(vocabulary()) <= set(pronunciations)


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        pytest.param("You know it well.", {("know", "no")}, id="the same sound, other letters"),
        pytest.param("Look at their legs.", {("their", "there")}, id="another homophone"),
        pytest.param("Then reppe filed.", {("reppe", "reppe")}, id="a word without a sound"),
        pytest.param("Wreck failed today.", {("wreck failed", "rep failed")}, id="one place of the tongue"),
        pytest.param("The back arch is nice.", {("back arch", "back arched")}, id="a lost ending"),
        pytest.param("They made this key pit now.", set(), id="nothing near"),
        pytest.param("Keep your head and shoulders on the floor.", set(), id="a cue of ours"),
        pytest.param("That sounds dizzy.", set(), id="the phrase itself is the other lint's"),
    ],
)
def test_a_planted_cue_that_sounds_like_a_command_is_found(
    ear: SoundLint, text: str, findings: set[tuple[str, str]]
) -> None:
    assert found(ear, text) == findings


def test_what_is_named_on_purpose_is_allowed_and_what_surrounds_it_too(ear: SoundLint) -> None:
    assert found(ear, "Say rep failed or more.", "rep failed") == set()


def test_a_finding_tells_cue_phrase_kind_and_words(ear: SoundLint) -> None:
    assert ear.findings({CUE: CueText(text="I know.")}) == (
        Finding(cue=CUE, phrase="no", kind=Kind.SOUNDS_LIKE, words="know"),
    )


def test_the_shipped_catalogue_sounds_like_no_command(ear: SoundLint) -> None:
    assert ear.findings(load_catalogue(cue_folder("en"))) == ()


@pytest.mark.parametrize(
    ("near", "far"),
    [(("P", "T"), ("P", "M")), (("IY", "IH"), ("IY", "AA")), (("ER", "R"), ("ER", "T")), (("S", "Z"), ("S", "NG"))],
)
def test_sounds_that_are_made_alike_are_nearer(near: tuple[str, str], far: tuple[str, str]) -> None:
    assert 0 < difference(*near) < difference(*far)


@given(phones, phones, phones)
def test_the_distance_is_one_of_a_space_without_shortcuts_worth_speaking_of(
    one: list[str], other: list[str], third: list[str]
) -> None:
    assert distance(one, one) == 0
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert (distance(one, other) == 0) is (one == other)
    assert distance(one, other) <= sum(LOST[phone] for phone in (*one, *other))
    assert distance([*one, *third], [*other, *third]) <= distance(one, other) + 1e-9


def test_every_phone_is_a_vowel_or_a_consonant() -> None:
    assert set(LOST) == set(VOWELS) | set(CONSONANTS)
    assert len(LOST) == 39
