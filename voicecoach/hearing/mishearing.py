"""What one person's commands are mistaken for: words that take a wrong command's place as decoys."""

from collections.abc import Callable, Iterable, Sequence

from voicecoach.core.commands import RULE_OF, Cost, vocabulary
from voicecoach.core.tryout import Result, Try
from voicecoach.hearing.grammar import shipped_decoys
from voicecoach.hearing.open_ears import answer
from voicecoach.hearing.recogniser import Recogniser
from voicecoach.hearing.recording import listen_to_sound
from voicecoach.hearing.thresholds import Thresholds
from voicecoach.ports import InputPcm, Recording

MOST_TRIED = 6
"""Words that are tried as decoys; each costs a hearing of all answers, some seconds."""

LEAST_LETTERS = 3
"""Shorter words are said in passing, and would swallow the ends of commands."""

Listens = Callable[[tuple[str, ...]], Recogniser]
"""Makes a recogniser that lets all pass and has these decoys more."""


def candidates(recorded: Iterable[Recording], transcribe: Callable[[InputPcm], Sequence[str]]) -> tuple[str, ...]:
    """Return the words of the whole lexicon that confused answers sound like, each once, without those of commands.

    What was meant as a safety command gives none: a stop that is missed costs more than a stop too many.
    """
    taken = {*vocabulary(), *shipped_decoys()}
    words = (
        word
        for each in recorded
        if each.said.result is Result.CONFUSED and RULE_OF[each.said.prompt.command].cost is not Cost.SAFETY
        for word in transcribe(each.sound)
        if len(word) >= LEAST_LETTERS and word.isalpha() and word not in taken
    )
    return tuple(dict.fromkeys(words))[:MOST_TRIED]


def decoys_that_help(
    recorded: Sequence[Recording], words: Sequence[str], listens: Listens, thresholds: Thresholds
) -> tuple[str, ...]:
    """Return those words with which fewer answers are taken for a wrong command, and none that was right is lost.

    Measured: every answer is heard anew with each word as a decoy, beside those that helped before it.
    """
    kept: tuple[str, ...] = ()
    if not words:
        return kept
    best = _results(recorded, listens(kept), thresholds)
    for word in words:
        found = _results(recorded, listens((*kept, word)), thresholds)
        loses_none = _places(found, Result.UNDERSTOOD) >= _places(best, Result.UNDERSTOOD)
        if loses_none and found.count(Result.CONFUSED) < best.count(Result.CONFUSED):
            kept, best = (*kept, word), found
    return kept


def _results(recorded: Iterable[Recording], recogniser: Recogniser, thresholds: Thresholds) -> Sequence[Result]:
    return [_result(each, recogniser, thresholds) for each in recorded]


def _places(results: Sequence[Result], wanted: Result) -> frozenset[int]:
    return frozenset(place for place, result in enumerate(results) if result is wanted)


def _result(recorded: Recording, recogniser: Recogniser, thresholds: Thresholds) -> Result:
    """Return how a try goes when its sound is heard alone: as the session would act first, or else as heard last."""
    answers = [
        answer(placed.utterance, thresholds, placed.at, 0) for placed in listen_to_sound(recorded.sound, recogniser)
    ]
    told = next((each for each in answers if each.is_believed), answers[-1] if answers else None)
    return Try(prompt=recorded.said.prompt, answer=told).result
