"""Words that sound almost like a command word: what the model must tell from it, and what a grammar lists as decoys."""

from collections.abc import Iterable, Iterator, Sequence

from training.lexicon import Lexicon, Pronunciation
from training.phones import SPEECH


def neighbours(words: Iterable[str], among: Sequence[str], lexicon: Lexicon, most: int) -> dict[str, tuple[str, ...]]:
    """Return for each word those whose sound differs in one phone: changed, added or left out.

    `among` is ordered, and at most `most` of its first are taken. A word that sounds the same in one of its ways
    is no neighbour: nobody can tell it from the command.
    """
    sounding: dict[Pronunciation, list[str]] = {}
    rank = {word: number for number, word in enumerate(among)}
    for word in among:
        for way in lexicon.get(word, ()):
            sounding.setdefault(way, []).append(word)
    found = {}
    for word in words:
        ways = lexicon.get(word, ())
        same = {other for way in ways for other in sounding.get(way, ())} | {word}
        near = {other for way in ways for changed in _one_away(way) for other in sounding.get(changed, ())} - same
        found[word] = tuple(sorted(near, key=rank.__getitem__)[:most])
    return found


def _one_away(way: Pronunciation) -> Iterator[Pronunciation]:
    for place in range(len(way)):
        yield (*way[:place], *way[place + 1 :])
        yield from ((*way[:place], phone, *way[place + 1 :]) for phone in SPEECH if phone != way[place])
    for place in range(len(way) + 1):
        yield from ((*way[:place], phone, *way[place:]) for phone in SPEECH)
