"""What the recogniser listens for: every phrasing, decoys that are no commands, and anything else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from json import dumps

from voicecoach.core.commands import MEANING_OF, Meaning, vocabulary
from voicecoach.core.errors import ModelBroken
from voicecoach.hearing.people import Knows, introductions
from voicecoach.hearing.word import UNKNOWN

ALONE_WEIGHT = 9
"""How often a phrasing of one word is listed: Vosk counts listings as likelihood.

Words of recorded speakers who calibrate that are found before the second look: listed thrice 90.3 % as they are,
77.4 % over noise at 12 dB and 59.7 % at 6 dB; listed nine times 91.9, 81.5 and 65.3 %, with 3.6 and 4.8 % wrong in
noise instead of 3.2 and 4.0 %.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """The phrases of one session; it never changes while the session runs."""

    phrases: tuple[str, ...]
    decoys: frozenset[str]
    """Words that sound like part of a command and mean nothing.

    Few: with every word one phone away from a command listed too, of the words of speakers who calibrate 95.8 % were
    right and 96.1 % without, and the false accepts were as many. The second look weighs all words of the model.
    """
    meanings: Mapping[str, Meaning] = field(default_factory=lambda: MEANING_OF, hash=False)
    """What each phrasing says that is a command, those with which people say who they are too."""

    @property
    def json(self) -> str:
        """Return it as Vosk takes it, an array of phrases."""
        alone = [phrase for phrase in self.phrases if " " not in phrase] * (ALONE_WEIGHT - 1)
        return dumps([*self.phrases, *alone, *sorted(self.decoys), UNKNOWN])


def session_grammar(
    knows: Knows, model_name: str, own_decoys: Iterable[str] = (), people: Iterable[str] = ()
) -> Grammar:
    """Build the grammar of a session, with a person's own decoys and the people who may say that it is them.

    Raises ModelBroken when a command holds a word that the model lacks.
    """
    for word in vocabulary():
        if not knows(word):
            raise ModelBroken(
                f"model {model_name} does not know {word!r}, which a command needs; take another: voicecoach models get"
            )
    meanings = {**MEANING_OF, **introductions(people, knows)}
    return Grammar(
        phrases=tuple(meanings),
        meanings=meanings,
        decoys=frozenset(word for word in (*shipped_decoys(), *own_decoys) if knows(word)),
    )


def shipped_decoys() -> tuple[str, ...]:
    """Return the words of `decoys.txt`, which were misheard: one a line, `#` begins a comment."""
    text = resources.files("voicecoach.hearing").joinpath("decoys.txt").read_text(encoding="utf-8")
    words = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(word for word in words if word)
