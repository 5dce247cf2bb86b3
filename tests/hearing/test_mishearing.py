"""Words that a person's commands sound like become decoys where that is measured to help."""

import numpy as np
import pytest

from tests.audition.confusable import Confusable, confusable_word, spoken_by_espeak
from voicecoach.core.commands import COMMAND_OF
from voicecoach.core.tryout import Answered, Prompt, Try
from voicecoach.core.units import Seconds
from voicecoach.hearing.mishearing import candidates, decoys_that_help
from voicecoach.hearing.recogniser import Recogniser, VoskRecogniser
from voicecoach.hearing.thresholds import LET_ALL_PASS
from voicecoach.ports import InputPcm, Recording
from voicecoach.shipped import compact_model


def recording(asked: str, heard: str, sound: InputPcm | None = None) -> Recording:
    answer = Answered(
        at=Seconds(1.0),
        spoken_at=Seconds(0.5),
        text=heard,
        command=COMMAND_OF.get(heard),
        score=5.0,
        is_believed=heard in COMMAND_OF,
        sound=0,
    )
    said = Try(prompt=Prompt(command=COMMAND_OF[asked], phrase=asked), answer=answer)
    return Recording(said=said, sound=np.zeros(320, np.int16) if sound is None else sound)


def test_only_what_was_taken_for_another_command_gives_words() -> None:
    given = [recording("skip", "skip"), recording("why", "[unk]")]
    assert candidates(given, lambda _: ("quarter",)) == ()
    assert candidates([*given, recording("harder", "louder")], lambda _: ("quarter",)) == ("quarter",)


def test_words_of_commands_known_decoys_short_words_and_signs_are_left_out() -> None:
    words = ("my", "stop", "keep", "it's", "quarter", "quarter", "[unk]")
    assert candidates([recording("harder", "louder")], lambda _: words) == ("quarter",)


def test_what_was_meant_for_safety_gives_no_words() -> None:
    assert candidates([recording("stop", "skip")], lambda _: ("stark",)) == ()


@pytest.fixture(scope="module")
def wrong() -> Confusable:
    return confusable_word(VoskRecogniser(compact_model(), LET_ALL_PASS))


def listens(own: tuple[str, ...]) -> Recogniser:
    return VoskRecogniser(compact_model(), LET_ALL_PASS, own_decoys=own)


def test_a_word_that_takes_a_wrong_command_s_place_helps(wrong: Confusable) -> None:
    recogniser = VoskRecogniser(compact_model(), LET_ALL_PASS)
    given = [
        recording("why", wrong.heard, wrong.sound),
        recording(wrong.heard, wrong.heard, spoken_by_espeak(wrong.heard)),
    ]
    words = candidates(given, recogniser.any_words)
    assert words == (wrong.decoy,)
    assert decoys_that_help(given, words, listens, LET_ALL_PASS) == (wrong.decoy,)


def test_a_word_that_changes_nothing_is_no_decoy(wrong: Confusable) -> None:
    given = [recording("why", wrong.heard, wrong.sound)]
    assert decoys_that_help(given, ("afternoon",), listens, LET_ALL_PASS) == ()


def test_a_word_that_costs_a_right_answer_is_no_decoy(wrong: Confusable) -> None:
    given = [recording(asked, wrong.heard, wrong.sound) for asked in ("why", wrong.heard)]
    assert decoys_that_help(given, (wrong.decoy,), listens, LET_ALL_PASS) == ()
