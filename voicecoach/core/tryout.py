"""One try at one command: what the person was asked to say, what was heard, and what that tells of the phrasing."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from voicecoach.core.commands import MEANING_OF, RULES, Command, Meaning, Rule
from voicecoach.core.units import Seconds


class Result(StrEnum):
    """How a try went."""

    UNDERSTOOD = "understood"
    UNSURE = "unsure"
    """The right command, with too little evidence to act on it."""
    CONFUSED = "confused"
    """Another command than was asked for, acted on or not."""
    NOT_UNDERSTOOD = "not understood"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What the person is asked to say."""

    command: Command
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Somebody spoke, and this is what it was taken for with every threshold open."""

    at: Seconds
    spoken_at: Seconds
    text: str
    command: Command | None
    score: float | None
    """How sure the command is, in the unit of the thresholds; nothing without one, or for an implausible length."""
    is_believed: bool
    """A session would have acted on it."""
    sound: int
    """Which of the sounds kept beside the dialogue it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """What was asked for, and the answer, if there was one."""

    prompt: Prompt
    answer: Answered | None

    @property
    def result(self) -> Result:
        """Return how it went."""
        if self.answer is None:
            return Result.SILENT
        if self.answer.command is None:
            return Result.NOT_UNDERSTOOD
        if self.answer.command is not self.prompt.command:
            return Result.CONFUSED
        return Result.UNDERSTOOD if self.answer.is_believed else Result.UNSURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the tries tell of one command."""

    command: Command
    phrase: str
    tries: tuple[Try, ...]
    synonyms: tuple[Try, ...] = ()
    """Other phrasings of the same command, said once each."""

    @property
    def is_understood(self) -> bool:
        """Say whether every try was."""
        return all(each.result is Result.UNDERSTOOD for each in self.tries)

    @property
    def confusions(self) -> tuple[Command, ...]:
        """Return the commands that were heard instead, each once."""
        heard = (each.answer.command for each in self.tries if each.answer and each.result is Result.CONFUSED)
        return tuple(dict.fromkeys(command for command in heard if command))

    @property
    def advice(self) -> str | None:
        """Return the phrasing to use instead, or nothing where the first one does or none was understood."""
        if self.is_understood:
            return None
        return next((each.prompt.phrase for each in self.synonyms if each.result is Result.UNDERSTOOD), None)


def plain_phrasings(rule: Rule) -> tuple[str, ...]:
    """Return the phrasings of a command that carry no number and no topic: one more is no other way to say it."""
    plain = Meaning(command=rule.command)
    return tuple(phrase for phrase in rule.phrasings if MEANING_OF[phrase] == plain)


def first_phrasings() -> tuple[Prompt, ...]:
    """Return each command in its first phrasing, in the order of the table."""
    plain = ((rule.command, plain_phrasings(rule)) for rule in RULES)
    return tuple(Prompt(command=command, phrase=phrasings[0]) for command, phrasings in plain if phrasings)


def findings(tries: Iterable[Try]) -> tuple[Finding, ...]:
    """Return what the tries of a whole dialogue tell, command by command in the order in which they were asked for."""
    of: dict[Command, list[Try]] = {}
    for each in tries:
        of.setdefault(each.prompt.command, []).append(each)
    return tuple(_finding(command, tuple(some)) for command, some in of.items())


def _finding(command: Command, tries: tuple[Try, ...]) -> Finding:
    phrase = tries[0].prompt.phrase
    return Finding(
        command=command,
        phrase=phrase,
        tries=tuple(each for each in tries if each.prompt.phrase == phrase),
        synonyms=tuple(each for each in tries if each.prompt.phrase != phrase),
    )
