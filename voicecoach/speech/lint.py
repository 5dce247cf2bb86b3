"""The first wall against a coach that commands itself: no cue sounds like a command."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache

from voicecoach.core.commands import COMMAND_OF
from voicecoach.core.exercise import LADDER
from voicecoach.core.script import needed_by
from voicecoach.core.units import CueId
from voicecoach.speech.catalogue import CueText

RESEMBLANCE = 0.85
"""Least similarity of spelling, 0 to 1 as `difflib` measures it, at which words resemble a command."""

WORD_RESEMBLANCE = 0.75
"""Least similarity of each single word: "tell me when" is no "tell me why", but "hold one" is a "hold on"."""

LEAST_LETTERS = 4
"""Shorter phrases resemble too much to be compared by spelling."""


class Kind(StrEnum):
    """What is wrong with a cue's words."""

    CONTAINS = "contains"
    RESEMBLES = "resembles"
    SOUNDS_LIKE = "sounds like"
    UNPRONOUNCED = "is a word whose sound is not known; add it to pronunciations.txt"
    NAMES_ABSENT = "names a phrase that its text lacks"
    NAMES_UNKNOWN = "names what is no command phrase"
    LACKING = "is a variation that needs this cue; write it into catalogue.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One cue that could be taken for a command."""

    cue: CueId
    phrase: str
    kind: Kind
    words: str
    """The words of the cue at fault; for a wrong name, the name."""


Words = tuple[str, ...]


def lint(cues: Mapping[CueId, CueText], phrases: Sequence[str] = tuple(COMMAND_OF)) -> tuple[Finding, ...]:
    """Return every place where a cue contains or resembles a command phrase that it does not name on purpose."""
    commands = [words_of(phrase) for phrase in phrases]
    return tuple(finding for cue, line in cues.items() for finding in _findings(cue, line, commands))


def lacking(cues: Container[CueId]) -> tuple[Finding, ...]:
    """Return every cue that a variation needs and that is not there."""
    needed = ((variation.value, cue) for variation in LADDER for cue in sorted(needed_by(variation)))
    return tuple(
        Finding(cue=cue, phrase=word, kind=Kind.LACKING, words=word) for word, cue in needed if cue not in cues
    )


def words_of(text: str) -> Words:
    """Split a text into words as a recogniser would: small letters, no punctuation, hyphens part words."""
    return tuple(re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.lower().replace("’", "'")))  # noqa: RUF001 - a typist's apostrophe


def _findings(cue: CueId, line: CueText, commands: Sequence[Words]) -> Iterator[Finding]:
    text = words_of(line.text)
    named = [words_of(name) for name in line.names]
    yield from _wrong_names(cue, text, named, commands)
    meant = meant_places(text, line)
    for command in (one for one in commands if any(_resembles(word, one[0]) for word in text)):
        for start, run in _runs(text, len(command)):
            kind = _likeness(run, command)
            if kind and not is_meant(range(start, start + len(run)), meant):
                yield Finding(cue=cue, phrase=" ".join(command), kind=kind, words=" ".join(run))


def meant_places(text: Words, line: CueText) -> list[range]:
    """Return where a text names commands on purpose."""
    named = [words_of(name) for name in line.names]
    return [range(start, start + len(name)) for name in named for start in _places(text, name)]


def is_meant(run: range, meant: Sequence[range]) -> bool:
    """Say whether all words of a run belong to one command that is named on purpose."""
    return any(run[0] in span and run[-1] in span for span in meant)


def _wrong_names(cue: CueId, text: Words, named: Sequence[Words], commands: Sequence[Words]) -> Iterator[Finding]:
    for name in named:
        said = " ".join(name)
        if name not in commands:
            yield Finding(cue=cue, phrase=said, kind=Kind.NAMES_UNKNOWN, words=said)
        elif not _places(text, name):
            yield Finding(cue=cue, phrase=said, kind=Kind.NAMES_ABSENT, words=said)


def _runs(text: Words, length: int) -> Iterator[tuple[int, Words]]:
    for start in range(len(text) - length + 1):
        yield start, text[start : start + length]


def _places(text: Words, phrase: Words) -> list[int]:
    return [start for start, run in _runs(text, len(phrase)) if run == phrase]


def _likeness(run: Words, command: Words) -> Kind | None:
    if run == command:
        return Kind.CONTAINS
    if sum(map(len, command)) < LEAST_LETTERS:
        return None
    words_resemble = all(map(_resembles, run, command))
    return Kind.RESEMBLES if words_resemble and _ratio(" ".join(run), " ".join(command)) >= RESEMBLANCE else None


@cache  # the same pairs of words meet again and again
def _resembles(said: str, meant: str) -> bool:
    return _ratio(said, meant) >= WORD_RESEMBLANCE


@cache
def _ratio(said: str, meant: str) -> float:
    return 1.0 if said == meant else SequenceMatcher(None, said, meant, autojunk=False).ratio()
