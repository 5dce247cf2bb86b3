import pytest

from voicecoach.core.exercise import LADDER
from voicecoach.core.script import needed_by
from voicecoach.core.units import CueId
from voicecoach.speech.catalogue import CueText
from voicecoach.speech.lint import Finding, Kind, lacking, lint, words_of

CUE = CueId("some.cue")


def found(text: str, *names: str) -> set[tuple[str, str]]:
    return {(finding.kind.name, finding.phrase) for finding in lint({CUE: CueText(text=text, names=names)})}


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        pytest.param("Press your back flat and breathe.", set(), id="harmless"),
        pytest.param("Now STOP, please.", {("CONTAINS", "stop")}, id="a planted phrase in capitals"),
        pytest.param("The rep failed.", {("CONTAINS", "rep failed")}, id="several words"),
        pytest.param(
            "That rep, failed badly.", {("CONTAINS", "rep failed"), ("CONTAINS", "that rep failed")}, id="comma"
        ),
        pytest.param("What’s left?", {("CONTAINS", "what's left")}, id="a curly apostrophe"),  # noqa: RUF001 - on purpose
        pytest.param("Two reps failed.", {("RESEMBLES", "rep failed")}, id="nearly a phrase"),
        pytest.param("She stops.", {("RESEMBLES", "stop")}, id="an ending"),
        pytest.param("Nonstop stopwatch noise.", set(), id="inside other words"),
        pytest.param("Rep one, then rest; it failed once.", set(), id="words of a phrase apart"),
        pytest.param("Tell me when it touches.", set(), id="another last word"),
    ],
)
def test_a_cue_that_sounds_like_a_command_is_found(text: str, findings: set[tuple[str, str]]) -> None:
    assert found(text) == findings


def test_a_phrase_named_on_purpose_is_allowed_with_the_shorter_ones_in_it() -> None:
    assert found("You can say skip this, or say again.", "skip this", "say again") == set()


def test_naming_a_phrase_does_not_allow_it_inside_a_longer_one() -> None:
    assert found("Say I am ready.", "ready") == {("CONTAINS", "i am ready")}


def test_a_name_that_the_text_lacks_is_found() -> None:
    assert found("Breathe.", "stop") == {("NAMES_ABSENT", "stop")}


def test_a_name_at_the_very_start_is_not_taken_for_absent() -> None:
    assert found("Stop?", "stop") == set()


def test_a_name_that_is_no_command_is_found() -> None:
    assert found("Breathe.", "breathe") == {("NAMES_UNKNOWN", "breathe")}


def test_a_finding_tells_cue_phrase_kind_and_words() -> None:
    assert lint({CUE: CueText(text="Two Reps failed")}) == (
        Finding(cue=CUE, phrase="rep failed", kind=Kind.RESEMBLES, words="reps failed"),
    )


def test_hyphens_part_words() -> None:
    assert words_of("one-one-thousand: I'm OK") == ("one", "one", "thousand", "i'm", "ok")


@pytest.mark.parametrize(
    ("cue", "words"),
    [
        pytest.param("setup.hanging", ["hanging"], id="set-up"),
        pytest.param("variation.straight", ["straight"], id="name"),
        pytest.param("lift.to_45_bent", ["bent_knee"], id="what bent legs try"),
        pytest.param("tempo.fastest_2", ["dead_bug"], id="how quick it may be"),
        pytest.param("floor.intro_one", ["single_leg"], id="how one leg looks for the floor"),
    ],
)
def test_a_cue_that_a_variation_lacks_is_found_with_the_variation(cue: str, words: list[str]) -> None:
    needed = {cue for variation in LADDER for cue in needed_by(variation)}
    assert lacking(needed) == ()
    findings = lacking(needed - {CueId(cue)})
    assert [(finding.cue, finding.words) for finding in findings] == [(cue, word) for word in words]
    assert {finding.kind for finding in findings} == {Kind.LACKING}
