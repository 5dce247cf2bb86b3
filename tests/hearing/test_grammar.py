import json

import pytest

from voicecoach.core.commands import COMMAND_OF, vocabulary
from voicecoach.core.errors import ModelBroken
from voicecoach.hearing.grammar import ALONE_WEIGHT, session_grammar, shipped_decoys
from voicecoach.hearing.recogniser import VoskRecogniser


def test_it_holds_every_phrasing_and_the_unknown() -> None:
    phrases = json.loads(session_grammar(lambda word: True, "any").json)
    assert {*COMMAND_OF, "[unk]"} <= set(phrases)


def test_a_phrasing_of_one_word_is_listed_thrice() -> None:
    phrases = json.loads(session_grammar(lambda word: True, "any").json)
    assert (phrases.count("no"), phrases.count("not yet")) == (ALONE_WEIGHT, 1)


def test_a_word_that_the_model_lacks_is_named_with_the_model() -> None:
    with pytest.raises(ModelBroken, match=r"model tiny does not know 'dizzy'"):
        session_grammar(lambda word: word != "dizzy", "tiny")


def test_a_decoy_that_the_model_lacks_is_left_out() -> None:
    lacking = shipped_decoys()[0]
    assert lacking not in session_grammar(lambda word: word != lacking, "tiny").decoys


def test_no_decoy_is_a_word_of_a_command_but_down_which_says_nothing_alone() -> None:
    assert set(shipped_decoys()) & set(vocabulary()) == {"down"}
    assert "down" not in COMMAND_OF


@pytest.mark.product
def test_the_shipped_model_knows_every_command(recogniser: VoskRecogniser) -> None:
    assert recogniser.grammar.phrases == tuple(COMMAND_OF)
