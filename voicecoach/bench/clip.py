"""One recording of a corpus: what is said in it, by whom, and what it ought to lead to."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from voicecoach.core.commands import RULE_OF, Command
from voicecoach.core.units import Seconds

WORDS = "words"
"""The collection of single words; the others that have a name of their own hold people who command nothing."""

NOISE = "noise"
"""The collection of noises, heard alone."""


class Kind(StrEnum):
    """Whose voice it is; the two are never put into one figure."""

    RECORDED = "recorded"
    SYNTHETIC = "synthetic"


_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def words_of(text: str) -> str:
    """Return the words of a text as commands are written: lower case, one space between them, no punctuation."""
    return " ".join(_WORD.findall(text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a file."""

    start: Seconds
    end: Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A recording, or a stretch of one, that is heard as a whole."""

    file: Path
    name: str
    """The file's path within its corpus, for reports."""
    collection: str
    """The folder or manifest that it is from."""
    kind: Kind = Kind.RECORDED
    text: str | None = None
    """The words that are said, as `words_of` writes them; nothing where no transcript tells."""
    meant: Command | None = None
    """The command that it must lead to; nothing where it must lead to none."""
    speaker: str = ""
    voice: str = ""
    excerpt: Span | None = None
    """The stretch of the file that is heard; nothing for all of it."""
    word_end: Seconds | None = None
    """When the words end, from the start of what is heard, where the corpus tells."""

    def really_says(self, command: Command) -> bool:
        """Say whether the transcript holds a phrasing of the command, so that hearing it is no mistake."""
        line = f" {self.text or ''} "
        return any(f" {phrasing} " in line for phrasing in RULE_OF[command].phrasings)
