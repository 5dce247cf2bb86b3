"""Whether somebody is talking to others: speech that was no command, one stretch soon after the other."""

from voicecoach.core.units import Samples, Seconds, samples, seconds
from voicecoach.hearing.utterance import Utterance, Verdict

FADES = samples(1.5)
"""Quiet after which talk is over: readers and people who order coffee pause for less within what they say."""

TALKING = Seconds(1.2)
"""Speech that was no command from which on somebody counts as talking: longer than a command misunderstood once."""

_TELLS = frozenset((Verdict.NO_WORDS, Verdict.NO_COMMAND, Verdict.MORE_THAN_A_COMMAND, Verdict.TWO_COMMANDS))
"""Verdicts that tell of talk; an unsure command may be one, said badly."""


class Talk:
    """Hold how long somebody has been talking, without a pause to speak of."""

    def __init__(self) -> None:
        self._length = 0
        self._end: Samples | None = None

    def note(self, utterance: Utterance) -> None:
        """Learn what was heard last."""
        if not utterance.is_speech or utterance.verdict not in _TELLS:
            return
        if not self._lasts_until(utterance.start):
            self._length = 0
        self._length += utterance.end - utterance.start
        self._end = utterance.end

    def before(self, start: Samples) -> Seconds:
        """Return how long somebody had been talking when something else was begun at `start`; 0 after a pause."""
        return seconds(self._length) if self._lasts_until(start) else Seconds(0.0)

    def _lasts_until(self, start: Samples) -> bool:
        return self._end is not None and start - self._end <= FADES
