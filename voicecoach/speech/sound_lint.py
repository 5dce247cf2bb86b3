"""The first wall by ear: no cue sounds like a command, whatever its spelling and wherever its words are parted."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

from voicecoach.core.commands import COMMAND_OF
from voicecoach.core.units import CueId
from voicecoach.speech.catalogue import CueText
from voicecoach.speech.lint import Finding, Kind, Words, is_meant, meant_places, words_of
from voicecoach.speech.phones import LOST, Pronunciation, Pronunciations, Row, after, before

SOUNDS_LIKE = 0.12
"""Most distance, per phone of a command, at which words sound like it.

Two phones of which one differs in its voice alone are just beyond; a word that is spelled otherwise and sounds the
same, an ending that is hardly heard, or one vowel a step away in a longer phrase are within.
"""

MORE_WORDS = 1
"""How many words more than a command has may sound like it together."""

MOST_WAYS = 8
"""Ways of saying a whole command that are compared."""


@dataclass(frozen=True)
class _Spoken:
    """One way of saying a command."""

    words: Words
    phones: Pronunciation

    @cached_property
    def start(self) -> Row:
        """Return the row of which nothing has been said."""
        return before(self.phones)

    @property
    def limit(self) -> float:
        """Return the most distance at which something sounds like it."""
        return SOUNDS_LIKE * len(self.phones) + 1e-9


def _first(ways: Sequence[Pronunciation], command: _Spoken) -> Row:
    """Return the row after a first word; only as much of the command is looked at as it can have reached."""
    reach = max(map(len, ways)) + int(command.limit / min(LOST.values())) + 1
    row = after(command.start[: reach + 1], ways, command.phones[:reach], command.limit)
    return (*row, *(math.inf for _ in command.phones[reach:]))


class SoundLint:
    """Cues compared with command phrases by the phones of their words."""

    def __init__(self, pronunciations: Pronunciations, phrases: Sequence[str] = tuple(COMMAND_OF)) -> None:
        """Prepare; raises KeyError for a phrase with a word whose pronunciation is not known."""
        self._ways = pronunciations
        self._commands = tuple(way for phrase in phrases for way in self._spoken(words_of(phrase)))
        self._begun: dict[Words, tuple[tuple[_Spoken, Row], ...]] = {}

    def findings(self, cues: Mapping[CueId, CueText]) -> tuple[Finding, ...]:
        """Return every place where a cue sounds like a command that it does not name on purpose."""
        return tuple(finding for cue, line in cues.items() for finding in self._of_cue(cue, line))

    def _spoken(self, words: Words) -> Iterator[_Spoken]:
        ways = product(*(self._ways[word] for word in words))
        for way in islice(ways, MOST_WAYS):
            yield _Spoken(words=words, phones=tuple(phone for word in way for phone in word))

    def _of_cue(self, cue: CueId, line: CueText) -> Iterator[Finding]:
        text = words_of(line.text)
        meant = meant_places(text, line)
        for word in dict.fromkeys(word for word in text if word not in self._ways):
            yield Finding(cue=cue, phrase=word, kind=Kind.UNPRONOUNCED, words=word)
        seen = set()
        for start, end, command in self._alike(text):
            run = text[start:end]
            is_known = is_meant(range(start, end), meant) or self._is_part(command, run, line)
            if not is_known and (command, start) not in seen:
                seen.add((command, start))
                yield Finding(cue=cue, phrase=" ".join(command), kind=Kind.SOUNDS_LIKE, words=" ".join(run))

    @staticmethod
    def _is_part(command: Words, run: Words, line: CueText) -> bool:
        """Say whether a run holds the phrase, which `lint` finds, or its command in a wording named on purpose."""
        asked = COMMAND_OF.get(" ".join(command))
        named = [words_of(name) for name in line.names if COMMAND_OF.get(name) is asked]
        return any(run[at : at + len(name)] == name for name in (command, *named) for at in range(len(run)))

    def _alike(self, text: Words) -> Iterator[tuple[int, int, Words]]:
        """Return from where to where a text sounds like which command."""
        for start in range(len(text)):
            end = start + 1
            while end <= len(text) and (begun := self._begun_by(text[start:end])):
                yield from ((start, end, command.words) for command, row in begun if row[-1] <= command.limit)
                end += 1

    def _begun_by(self, words: Words) -> tuple[tuple[_Spoken, Row], ...]:
        """Return the commands that words sound like, or may yet with more; the same words meet them again and again."""
        if words not in self._begun:
            ways, before_it = self._ways.get(words[-1], ()), words[:-1]
            rows = (
                (command, after(row, ways, command.phones, command.limit))
                for command, row in (self._begun_by(before_it) if before_it and ways else ())
                if len(before_it) < len(command.words) + MORE_WORDS
            )
            if ways and not before_it:
                rows = ((command, _first(ways, command)) for command in self._commands)
            self._begun[words] = tuple((command, row) for command, row in rows if min(row) <= command.limit)
        return self._begun[words]
