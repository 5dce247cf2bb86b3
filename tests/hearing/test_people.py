"""How people say who they are: with a name that the model knows, and with nothing else."""

import json

import pytest

from voicecoach.core.commands import MEANING_OF, Command, Meaning
from voicecoach.hearing.grammar import session_grammar
from voicecoach.hearing.parse import may_become_another, meanings_in
from voicecoach.hearing.people import introduction_of, introductions, unknown_words
from voicecoach.hearing.recogniser import VoskRecogniser

SAM = Meaning(command=Command.PERSON, topic="sam")


def knows(word: str) -> bool:
    return word in {"this", "is", "sam", "anna", "maria", *(word for phrase in MEANING_OF for word in phrase.split())}


def test_everybody_whose_name_is_known_can_be_named() -> None:
    grammar = session_grammar(knows, "any", people=("sam", "anna-maria", "xyzzy"))
    said = {phrase: meant.topic for phrase, meant in grammar.meanings.items() if meant.command is Command.PERSON}
    assert said == {"this is sam": "sam", "this is anna maria": "anna-maria"}
    assert {*MEANING_OF, *said} <= set(json.loads(grammar.json))


def test_without_people_the_grammar_is_what_it_was() -> None:
    assert session_grammar(knows, "any").meanings == MEANING_OF


def test_the_words_that_are_missing_are_told() -> None:
    assert unknown_words("sam", knows) == ()
    assert unknown_words("Anna_Xyzzy", knows) == ("xyzzy",)


@pytest.mark.parametrize("name", ["-", "_", "--"])
def test_a_name_without_a_word_cannot_be_said(name: str) -> None:
    assert introductions((name,)) == {}


def test_only_the_whole_introduction_counts() -> None:
    meanings = {**MEANING_OF, **introductions(("sam", "sam-lee"))}
    assert meanings_in(("this", "is", "sam"), meanings) == (SAM,)
    assert meanings_in(("this", "is"), meanings) == ()
    assert meanings_in(("sam",), meanings) == ()
    assert meanings_in(("this", "is", "sam")) == ()
    assert may_become_another(introduction_of("sam"), meanings)
    assert not may_become_another(introduction_of("sam-lee"), meanings)


@pytest.mark.product
def test_the_shipped_model_knows_common_names_and_not_any_word(recogniser: VoskRecogniser) -> None:
    assert unknown_words("sam-anna-tom-maria", recogniser.knows) == ()
    assert unknown_words("xyzzyx", recogniser.knows) == ("xyzzyx",)


@pytest.mark.product
def test_a_recogniser_turns_to_another_person_with_the_same_people(recogniser: VoskRecogniser) -> None:
    other = recogniser.in_the_way_of(recogniser.thresholds, ("ladder",))
    assert "ladder" in other.grammar.decoys
    assert "ladder" not in recogniser.grammar.decoys
    assert other.grammar.meanings == recogniser.grammar.meanings
