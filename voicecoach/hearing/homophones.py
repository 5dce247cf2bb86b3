"""Words that sound the same: which of them the recogniser writes down says nothing of what was said."""

from collections.abc import Mapping
from functools import cache
from importlib import resources


def sounds_like(text: str, phrase: str) -> bool:
    """Say whether words sound as a command's phrase does, by the homophones of `homophones.txt`."""
    spelt = homophones()
    return [spelt.get(word, word) for word in text.split()] == [spelt.get(word, word) for word in phrase.split()]


@cache
def homophones() -> Mapping[str, str]:
    """Return how each word is spelt that sounds like one of a command."""
    text = resources.files("voicecoach.hearing").joinpath("homophones.txt").read_text(encoding="utf-8")
    rows = (line.partition("#")[0].split() for line in text.splitlines())
    return {other: word for word, *others in filter(None, rows) for other in others}
