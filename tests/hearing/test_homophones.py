"""Words that sound the same."""

from collections import defaultdict

import pytest

from voicecoach.core.commands import vocabulary
from voicecoach.hearing.homophones import homophones, sounds_like
from voicecoach.hearing.lexicon import read_lexicon
from voicecoach.shipped import compact_model


@pytest.mark.parametrize(
    ("text", "phrase", "is_same"),
    [
        ("know", "no", True),
        ("no", "no", True),
        ("go to set to", "go to set two", True),
        ("now", "no", False),
        ("", "no", False),
        ("no no", "no", False),
    ],
)
def test_a_reading_sounds_like_a_phrase_word_by_word(text: str, phrase: str, is_same: bool) -> None:
    assert sounds_like(text, phrase) is is_same


def test_every_word_is_listed_that_sounds_like_one_of_a_command_in_the_shipped_model() -> None:
    lexicon = read_lexicon(compact_model())
    words_of = defaultdict(set)
    for word, ways in lexicon.items():
        for way in ways:
            words_of[way].add(word)
    for word in vocabulary():
        for other in {other for way in lexicon[word] for other in words_of[way]} - {word}:
            assert sounds_like(other, word), f"{other} sounds like {word}: add it to homophones.txt"


def test_what_is_listed_is_a_word_of_a_command() -> None:
    assert set(homophones().values()) <= set(vocabulary())
