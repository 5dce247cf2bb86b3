"""How people say who they are: with a name that the model knows, and with nothing else."""

import json

import numpy as np
import pytest

from tests.hearing.sounds import placed
from tests.hearing.test_ears import hear
from voicecoach.core.commands import MEANING_OF, Command, Meaning
from voicecoach.core.events import Heard
from voicecoach.core.units import RATE
from voicecoach.hearing.grammar import session_grammar
from voicecoach.hearing.parse import may_become_another, meanings_in
from voicecoach.hearing.people import introduction_of, introductions, unknown_words
from voicecoach.hearing.pipeline import Hearing
from voicecoach.hearing.recogniser import VoskRecogniser
from voicecoach.ports import OutputPcm, Voice
from voicecoach.shipped import compact_model
from voicecoach.speech.engine import EspeakEngine

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


def test_an_introduction_in_a_row_with_another_command_is_taken_apart() -> None:
    meanings = {**MEANING_OF, **introductions(("sam",))}
    assert meanings_in(("ready", "this", "is", "sam"), meanings) == (MEANING_OF["ready"], SAM)


@pytest.mark.product
@pytest.mark.parametrize("voice", ["en-us", "en-us+f3", "en-gb"])
def test_known_people_are_understood_by_name_and_strangers_are_not(voice: str) -> None:
    home = VoskRecogniser(compact_model(), people=("sam", "anna", "tom"))
    said = ("this is sam", "this is anna", "this is tom", "this is peter", "is this sam", "i'm ready")
    sounds = EspeakEngine().render(said, Voice(name=voice, words_a_minute=150))
    heard = [understood(home, sound) for sound in sounds]
    assert heard == [
        (Command.PERSON, "sam"),
        (Command.PERSON, "anna"),
        (Command.PERSON, "tom"),
        None,
        None,
        (Command.YES, None),
    ]


def understood(recogniser: VoskRecogniser, sound: OutputPcm) -> tuple[Command, str | None] | None:
    events = hear(Hearing(recogniser), placed(sound.astype(np.float64), RATE, sound.size + 3 * RATE))
    return next(((event.command, event.topic) for event in events if isinstance(event, Heard)), None)


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
