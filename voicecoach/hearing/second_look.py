"""A second look at a command that was found: its sound decoded again with the words forced, and without them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from voicecoach.core.commands import RULE_OF, Command, Meaning
from voicecoach.core.units import Seconds, samples
from voicecoach.hearing.evidence import Evidence
from voicecoach.hearing.homophones import sounds_like
from voicecoach.hearing.recogniser import Recogniser
from voicecoach.hearing.segment import Segment
from voicecoach.hearing.word import UNKNOWN, Word, text_of
from voicecoach.ports import InputPcm

CONTEXT = samples(0.25)
"""Sound on both sides of the words that is decoded with them."""

FRAME = samples(0.03)
"""What the recogniser takes in one step."""

MOST = 1.0
"""Nats a frame that no difference exceeds; also what a path counts that fits so badly that there is none.

Ninety-nine of 100 commands of recorded people have a smaller margin. Where what did not fit at all counted 10, the few
such cases drowned what the others tell: of 400 commands 53 % were let through with 4 false accepts in talk, 67 % so.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """The command that fits a sound next best."""

    command: Command
    distance: float
    """Nats a frame by which the words that were found beat it; below 0 it fits better."""


def weigh(
    segment: Segment, words: Sequence[Word], meaning: Meaning, recogniser: Recogniser, *, talk: Seconds
) -> Evidence:
    """Return the evidence for a command's words in a segment, `talk` after other speech; the same sound gives the same.

    It costs up to four decodings of the words alone, one for each kind of evidence that counts, and none where no
    command was found; the live loop waits for it. The one with the model's whole vocabulary, as dear as the others
    together, is spared where it could not turn the verdict: in seven of ten commands that are found. What does not
    count is 0. Raises HearingFailed.
    """
    start, end = words[0].start, words[-1].end
    paces = [word.duration / _letters(word) for word in words]
    compared = _Comparison(_sound(segment, words), words, meaning, recogniser)
    thresholds = recogniser.thresholds
    evidence = Evidence(
        margin=compared.margin() if thresholds.needs(thresholds.weights.margin) else 0.0,
        lead=0.0,
        distance=compared.distance() if thresholds.needs(thresholds.weights.distance) else 0.0,
        confidence=min(word.confidence for word in words),
        quickest=min(paces),
        slowest=max(paces),
        level=segment.level(start, end),
        over_floor=segment.over_floor(start, end),
        talk=talk,
    )
    if not thresholds.is_open(evidence, RULE_OF[meaning.command].cost, most_lead=MOST):
        return evidence
    return replace(evidence, lead=compared.lead())


def rival_of(segment: Segment, words: Sequence[Word], meaning: Meaning, recogniser: Recogniser) -> Rival | None:
    """Return the other command that is nearest; nothing where other sounds of speech are nearer, or none is near.

    Raises HearingFailed.
    """
    phrase, sound = text_of(words), _sound(segment, words)
    way = recogniser.best_way(sound, (*_others(phrase, meaning, recogniser), UNKNOWN))
    meant = recogniser.grammar.meanings.get(way.text) if way else None
    cost = recogniser.cost(sound, (phrase,))
    if way is None or meant is None or cost is None or meant.command is meaning.command:
        return None
    return Rival(command=meant.command, distance=(way.cost - cost) / _frames(words))


def _others(phrase: str, meaning: Meaning, recogniser: Recogniser) -> tuple[str, ...]:
    """Return the phrasings of anything else; not those that hold the phrase, which Vosk would hear in them alone."""
    meanings = recogniser.grammar.meanings.items()
    return tuple(other for other, meant in meanings if meant != meaning and f" {phrase} " not in f" {other} ")


def _sound(segment: Segment, words: Sequence[Word]) -> InputPcm:
    return segment.between(words[0].start - CONTEXT, words[-1].end + CONTEXT)


def _frames(words: Sequence[Word]) -> float:
    return max(1.0, (words[-1].end - words[0].start) / FRAME)


class _Comparison:
    """Say by how many nats a frame a command's words fit a sound better than something else; no more than `MOST`."""

    def __init__(self, sound: InputPcm, words: Sequence[Word], meaning: Meaning, recogniser: Recogniser) -> None:
        self._sound = sound
        self._phrase = text_of(words)
        self._frames = _frames(words)
        self._meaning = meaning
        self._recogniser = recogniser

    def margin(self) -> float:
        """Compare with any sounds of speech."""
        return self._over(self._recogniser.cost(self._sound, (UNKNOWN,)))

    def distance(self) -> float:
        """Compare with the nearest phrasing of anything else."""
        others = _others(self._phrase, self._meaning, self._recogniser)
        return self._over(self._recogniser.cost(self._sound, others))

    def lead(self) -> float:
        """Compare with the best reading by the whole vocabulary that sounds otherwise."""
        ways = self._recogniser.readings(self._sound)
        return self._over(min((way.cost for way in ways if not sounds_like(way.text, self._phrase)), default=None))

    @cached_property
    def _cost(self) -> float | None:
        return self._recogniser.cost(self._sound, (self._phrase,))

    def _over(self, other: float | None) -> float:
        if self._cost is None:
            return -MOST
        difference = MOST if other is None else (other - self._cost) / self._frames
        return max(-MOST, min(MOST, difference))


def _letters(word: Word) -> int:
    return max(1, sum(sign.isalpha() for sign in word.text))
