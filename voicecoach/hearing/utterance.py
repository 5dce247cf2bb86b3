"""What became of one stretch of speech."""

from dataclasses import dataclass
from enum import StrEnum

from voicecoach.core.commands import Command, Meaning
from voicecoach.core.units import Samples
from voicecoach.hearing.evidence import Evidence


class Verdict(StrEnum):
    """Why an utterance is, or is not, a command."""

    ACCEPTED = "accepted"
    NO_WORDS = "no words"
    NO_COMMAND = "no command"
    MORE_THAN_A_COMMAND = "more than a command"
    TWO_COMMANDS = "two commands"
    UNSURE = "unsure"
    IMPLAUSIBLE_LENGTH = "implausible length"
    COACH = "the coach's own voice"
    FAINT = "too faint over the coach"


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """A stretch of speech, understood or not."""

    start: Samples
    """When its first word began; without words, when the gate saw the first sound."""
    end: Samples
    text: str
    """Every word, `[unk]` for speech outside the grammar."""
    phrase: str
    """The words of the command alone, without what surrounded them; empty without a command."""
    meaning: Meaning | None
    """What it says or resembles, accepted or not."""
    verdict: Verdict
    is_speech: bool
    """Somebody plausibly spoke; false for a cough, a clap or the coach's echo."""
    evidence: Evidence | None = None
    """What the verdict rests on, where the words are a command from end to end."""
    rival: Command | None = None
    """Where it is open which of two commands was said, the other one."""
    score: float | None = None
    """How sure the command is by that evidence; compared with the threshold of its cost."""

    @property
    def command(self) -> Command | None:
        """Return the command that it holds or resembles."""
        return None if self.meaning is None else self.meaning.command

    @property
    def is_accepted(self) -> bool:
        """Say whether the command is to be acted on."""
        return self.verdict is Verdict.ACCEPTED
