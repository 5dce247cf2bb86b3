"""One segment on its way to becoming an utterance: when to look, and when to wait for more."""

from collections.abc import Callable, Sequence

import numpy as np

from voicecoach.core.commands import RULE_OF, Command, Cost
from voicecoach.core.units import samples
from voicecoach.hearing.assessment import Assessed, Assessor
from voicecoach.hearing.parse import may_become_another, meanings_in
from voicecoach.hearing.recogniser import Decoding, Recogniser
from voicecoach.hearing.segment import Heeded, Segment
from voicecoach.hearing.utterance import Utterance
from voicecoach.hearing.veto import Veto
from voicecoach.hearing.word import UNKNOWN, Spoken, text_of
from voicecoach.ports import InputPcm

FEED = 5
"""Frames that go to the recogniser at a time: 100 ms."""

DIP = 6
"""Quiet frames in a row after which a look is taken for a safety command: 120 ms."""

SETTLED = 12
"""Quiet frames in a row after which any command counts that no longer phrasing of another begins with: 240 ms."""

LONGEST_LOOKED_AT = 150
"""Frames of the longest segment that is looked at early: 3 s; the longest safety phrase lasts two."""

STILL = 3
"""A look for any command is taken each time the partial result has stood still for so many feeds more: 300 ms."""

TRAILING = samples(0.15)
"""Silence that must follow a safety command found in a partial result, or it may be the start of a longer word."""

TRAILING_ANY = samples(0.3)
"""The same for other commands: what parts a command from more speech; see `parse.PAUSE`."""


class Attempt:
    """Decode one segment while it grows; report a command as soon as it is certain, safety first."""

    def __init__(self, recogniser: Recogniser, veto: Veto, segment: Segment, before: Sequence[Heeded] = ()) -> None:
        """Begin a segment with the frames from before the gate opened."""
        self._recogniser = recogniser
        self._assessor = Assessor(recogniser, veto)
        self._decoding: Decoding = recogniser.begin()
        self._segment = segment
        self._pending: list[InputPcm] = [self._segment.add(heeded) for heeded in before]
        self._partial = ""
        self._looked_at = ""
        self._still = 0
        self._before_pause: Assessed | None = None
        self._early: Command | None = None
        self.is_over = False
        """An utterance has ended although the gate is still open."""

    @property
    def is_silent(self) -> bool:
        """Say whether nobody was heard since the last utterance."""
        return not self._segment.loud

    def add(self, heeded: Heeded) -> Utterance | None:
        """Take the next frame; return an utterance when one is certain."""
        self._pending.append(self._segment.add(heeded))
        found: Utterance | None = None
        match heeded.gauge.quiet:
            case quiet if quiet == DIP:
                self._before_pause = self._look()
                found = self._report(self._before_pause, _is_urgent)
            case quiet if quiet == SETTLED:
                found = self._report(self._settled(), self._is_certain)
        if found is None and len(self._pending) >= FEED and not self.is_over:
            return self._feed()
        return found

    def finish(self) -> Utterance | None:
        """Decode what is left and return the utterance, unless it was reported before."""
        words = self._flush()
        return self._conclude(words if words is not None else self._decoding.finish())

    def _feed(self) -> Utterance | None:
        words = self._flush()
        if words is not None:
            self.is_over = True
            return self._conclude(words)
        before, self._partial = self._partial, self._decoding.partial()
        self._still = self._still + 1 if self._partial == before else 0
        meanings = meanings_in(self._known(self._partial), self._recogniser.grammar.meanings)
        if not self._still or not meanings or self._partial == self._looked_at:
            return None
        if any(RULE_OF[meaning.command].cost is Cost.SAFETY for meaning in meanings):
            return self._report(self._look(least_trailing=TRAILING), _is_urgent)
        if self._still % STILL:
            return None
        return self._report(self._look(least_trailing=TRAILING_ANY), self._is_complete)

    def _flush(self) -> tuple[Spoken, ...] | None:
        if not self._pending:
            return None
        sound = np.concatenate(self._pending)
        self._pending.clear()
        return self._decoding.accept(sound)

    def _known(self, text: str) -> tuple[str, ...]:
        """Return the words of a partial result that may be a command's."""
        decoys = self._recogniser.grammar.decoys
        return tuple(word for word in text.split() if word != UNKNOWN and word not in decoys)

    def _look(self, *, least_trailing: int = 0) -> Assessed | None:
        """Decode the whole segment so far on the side, and return what it amounts to, if it is worth a look."""
        if self._early or self.is_silent or self._segment.frames > LONGEST_LOOKED_AT:
            return None
        sound = self._segment.pcm
        aside = self._recogniser.begin()
        words = aside.accept(sound) or aside.finish()
        if words and sound.size - words[-1].end < least_trailing:
            return None
        if least_trailing:
            self._looked_at = self._partial
        return self._assessor.assess(words, self._segment)

    def _settled(self) -> Assessed | None:
        """Return the command that was found as the pause began, or what there is by now."""
        before = self._before_pause
        return before if before is not None and before.is_accepted else self._look()

    def _report(self, assessed: Assessed | None, counts: Callable[[Assessed], bool]) -> Utterance | None:
        """Return a command that counts this early; none after another."""
        if self._early or assessed is None or not assessed.is_accepted or not counts(assessed):
            return None
        self._early = assessed.parsed.command
        self.is_over = not _is_urgent(assessed)
        return self._assessor.utterance(assessed, self._segment)

    def _is_certain(self, assessed: Assessed) -> bool:
        return _is_urgent(assessed) or self._is_complete(assessed)

    def _is_complete(self, assessed: Assessed) -> bool:
        return not may_become_another(text_of(assessed.parsed.words), self._recogniser.grammar.meanings)

    def _conclude(self, spoken: tuple[Spoken, ...]) -> Utterance | None:
        assessed = self._assessor.assess(spoken, self._segment)
        if self._early and (not assessed.is_accepted or assessed.parsed.command is self._early):
            return None
        return self._assessor.utterance(assessed, self._segment)


def _is_urgent(assessed: Assessed) -> bool:
    command = assessed.parsed.command
    return command is not None and RULE_OF[command].cost is Cost.SAFETY
