"""From words to a command: only an utterance that is a command from end to end counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voicecoach.core.commands import MEANING_OF, RULE_OF, Command, Cost, Meaning
from voicecoach.core.units import RATE, Seconds
from voicecoach.hearing.utterance import Verdict
from voicecoach.hearing.word import UNKNOWN, Word, text_of

SHORTEST_WORD = Seconds(0.06)
"""Less is a click that the search squeezed a word into."""

LONGEST_WORD = Seconds(1.5)
"""More is a groan or a hum."""

PAUSE = Seconds(0.3)
"""Silence that parts a command from other speech."""

Meanings = Mapping[str, Meaning]
"""What each phrasing says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What the words amount to."""

    verdict: Verdict
    meaning: Meaning | None = None
    words: tuple[Word, ...] = ()
    """The words of the command, without what was set aside."""
    ends_talk: bool = False
    """Whether it is the end of other speech, with no pause before it; it must be surer then."""

    @property
    def command(self) -> Command | None:
        """Return the command alone."""
        return None if self.meaning is None else self.meaning.command


def parse(words: Sequence[Word], decoys: frozenset[str], meanings: Meanings = MEANING_OF) -> Parsed:
    """Return the command that the words are, or why they are none."""
    if not words:
        return Parsed(verdict=Verdict.NO_WORDS)
    cores = (tuple(words), _without_surroundings(words, decoys))
    said = ((meanings_in(tuple(word.text for word in core), meanings), core) for core in cores)
    found = [_judged(meant, core) for meant, core in said if meant]
    parsed = next((parsed for parsed in found if parsed.meaning), found[0] if found else None)
    return parsed or _last_cry(words, meanings) or _explain(words, meanings)


def _last_cry(words: Sequence[Word], meanings: Meanings) -> Parsed | None:
    """Return the stop or alarm that other speech ends in: whoever needs it makes no pause before it."""
    for first in range(1, len(words)):
        core = tuple(words[first:])
        meaning = meanings.get(text_of(core))
        if meaning is not None and RULE_OF[meaning.command].cost is Cost.SAFETY:
            return Parsed(verdict=_plausibility(core), meaning=meaning, words=core, ends_talk=True)
    return None


def meanings_in(texts: tuple[str, ...], meanings: Meanings = MEANING_OF) -> tuple[Meaning, ...]:
    """Return what the fewest phrasings say that make up the words without a rest, () when none do."""
    if not texts:
        return ()
    for length in range(len(texts), 0, -1):
        meaning = meanings.get(" ".join(texts[:length]))
        if meaning is None:
            continue
        rest = meanings_in(texts[length:], meanings)
        if rest or length == len(texts):
            return (meaning, *rest)
    return ()


def may_become_another(phrase: str, meanings: Meanings = MEANING_OF) -> bool:
    """Say whether a phrasing begins a longer one that means something else, as "how many" does."""
    return any(longer.startswith(f"{phrase} ") and meant != meanings.get(phrase) for longer, meant in meanings.items())


def _without_surroundings(words: Sequence[Word], decoys: frozenset[str]) -> tuple[Word, ...]:
    """Leave out stretches at both ends that are no command's words: the coach's echo, or speech before a pause."""
    first, last = 0, len(words)
    while first < last and _is_filler(words[first], decoys):
        first += 1
    while last > first and _is_filler(words[last - 1], decoys):
        last -= 1
    before, core, after = words[:first], words[first:last], words[last:]
    if not core:
        return ()
    is_apart_before = not before or core[0].start - before[-1].end >= PAUSE * RATE
    is_apart_after = not after or after[0].start - core[-1].end >= PAUSE * RATE
    if (is_apart_before or _are_echo(before)) and (is_apart_after or _are_echo(after)):
        return tuple(core)
    return ()


def _is_filler(word: Word, decoys: frozenset[str]) -> bool:
    return word.text == UNKNOWN or word.text in decoys or word.is_echo


def _are_echo(words: Sequence[Word]) -> bool:
    return all(word.over_coach for word in words)


def _judged(meanings: tuple[Meaning, ...], core: tuple[Word, ...]) -> Parsed:
    meaning = _one_of(meanings)
    if meaning is None:
        return Parsed(verdict=Verdict.TWO_COMMANDS)
    return Parsed(verdict=_plausibility(core), meaning=meaning, words=core)


def _one_of(meanings: tuple[Meaning, ...]) -> Meaning | None:
    """Return the one thing meant: of a command without and with a number what says most, of several the safest."""
    numbered = {meaning for meaning in meanings if meaning != Meaning(command=meaning.command)}
    if len({meaning.command for meaning in meanings}) == 1:
        return meanings[0] if not numbered else numbered.pop() if len(numbered) == 1 else None
    safety = [meaning for meaning in meanings if RULE_OF[meaning.command].cost is Cost.SAFETY]
    alarms = (meaning for meaning in safety if meaning.command is not Command.STOP)
    return next(alarms, safety[0] if safety else None)


def _plausibility(core: tuple[Word, ...]) -> Verdict:
    is_plausible = all(SHORTEST_WORD <= word.duration <= LONGEST_WORD for word in core)
    return Verdict.ACCEPTED if is_plausible else Verdict.IMPLAUSIBLE_LENGTH


def _explain(words: Sequence[Word], meanings: Meanings) -> Parsed:
    line = f" {text_of(words)} "
    inside = max((phrase for phrase in meanings if f" {phrase} " in line), key=len, default=None)
    if inside is None:
        return Parsed(verdict=Verdict.NO_COMMAND)
    return Parsed(verdict=Verdict.MORE_THAN_A_COMMAND, meaning=meanings[inside])
