"""How the people of a home say who they are: "this is", and a name whose every word the model knows."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from voicecoach.core.commands import Command, Meaning

Knows = Callable[[str], bool]
"""Says whether a model's lexicon holds a word."""


def introductions(people: Iterable[str], knows: Knows = lambda word: True) -> Mapping[str, Meaning]:
    """Return with which words each person says who they are; whoever cannot be named is left out."""
    return {
        introduction_of(person): Meaning(command=Command.PERSON, topic=person)
        for person in people
        if _words(person) and not unknown_words(person, knows)
    }


def introduction_of(person: str) -> str:
    """Return with which words a person says who they are; a hyphen parts words."""
    return " ".join(("this is", *_words(person)))


def unknown_words(person: str, knows: Knows) -> tuple[str, ...]:
    """Return the words of a name that a model does not know, so that the person cannot be named."""
    return tuple(word for word in _words(person) if not knows(word))


def naming_of(person: str, missing: Sequence[str]) -> str:
    """Tell how a person chooses themselves by voice, or why they cannot."""
    if missing:
        lacks = ", ".join(missing)
        return f"{person} cannot be named: the model does not know {lacks}; start with --person {person}"
    return f'{person} says "{introduction_of(person)}" at the beginning'


def _words(person: str) -> list[str]:
    return re.split(r"[-_]+", person.lower().strip("-_")) if person.strip("-_") else []
