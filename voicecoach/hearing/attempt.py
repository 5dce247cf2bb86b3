"""One segment on its way to becoming an utterance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voicecoach.core.commands import RULE_OF, Command, Cost
from voicecoach.core.units import samples
from voicecoach.hearing.parse import Parsed, commands_in, parse
from voicecoach.hearing.recogniser import Decoding, Recogniser
from voicecoach.hearing.segment import Heeded, Segment
from voicecoach.hearing.utterance import Utterance, Verdict
from voicecoach.hearing.veto import Veto
from voicecoach.hearing.word import UNKNOWN, Spoken, Word, text_of
from voicecoach.ports import InputPcm

FEED = 5
"""Frames that go to the recogniser at a time: 100 ms."""

DIP = 6
"""Quiet frames in a row after which a look is taken for a safety command: 120 ms."""

LONGEST_LOOKED_AT = 150
"""Frames of the longest segment that is looked at early: 3 s; the longest safety phrase lasts two."""

TRAILING = samples(0.15)
"""Silence that must follow a safety command found in a partial result, or it may be the start of a longer word."""

SPEECH = 15
"""Loud frames that make unknown words plausible speech: 0.3 s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Words placed on the clock, and what they amount to."""

    words: tuple[Word, ...]
    parsed: Parsed

    @property
    def is_accepted(self) -> bool:
        """Say whether they are a command to act on."""
        return self.parsed.verdict is Verdict.ACCEPTED


class Attempt:
    """Decode one segment while it grows; report a safety command at once and all else at its end."""

    def __init__(self, recogniser: Recogniser, veto: Veto, before: Sequence[Heeded] = ()) -> None:
        """Begin with the frames from before the gate opened."""
        self._recogniser = recogniser
        self._veto = veto
        self._decoding: Decoding = recogniser.begin()
        self._segment = Segment()
        for heeded in before:
            self._segment.add(heeded)
        self._pending: list[InputPcm] = [heeded.without_coach for heeded in before]
        self._partial = ""
        self._looked_at = ""
        self._early: Command | None = None
        self.is_over = False
        """The recogniser found the end of an utterance although the gate is still open."""

    def add(self, heeded: Heeded) -> Utterance | None:
        """Take the next frame; return an utterance when one is certain."""
        self._segment.add(heeded)
        self._pending.append(heeded.without_coach)
        found: Utterance | None = None
        if heeded.gauge.quiet == DIP:
            found = self._look(least_trailing=0)
        if len(self._pending) >= FEED:
            found = self._feed() or found
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
        if self._partial != before or self._partial == self._looked_at:
            return None
        return self._look(least_trailing=TRAILING) if self._may_be_urgent(self._partial) else None

    def _flush(self) -> tuple[Spoken, ...] | None:
        if not self._pending:
            return None
        sound = np.concatenate(self._pending)
        self._pending.clear()
        return self._decoding.accept(sound)

    def _may_be_urgent(self, text: str) -> bool:
        """Say whether a partial result is worth a look: it holds a safety phrase and no other command."""
        words = tuple(word for word in text.split() if word != UNKNOWN and word not in self._recogniser.grammar.decoys)
        return bool(words) and any(RULE_OF[command].cost is Cost.SAFETY for command in commands_in(words))

    def _look(self, *, least_trailing: int) -> Utterance | None:
        """Decode the whole segment so far on the side; only a safety command counts this early."""
        if self._early or self._segment.frames > LONGEST_LOOKED_AT:
            return None
        sound = self._segment.pcm
        aside = self._recogniser.begin()
        words = aside.accept(sound) or aside.finish()
        if words and sound.size - words[-1].end < least_trailing:
            return None
        self._looked_at = self._partial
        judged = self._judge(words)
        command = judged.parsed.command
        if not judged.is_accepted or command is None or RULE_OF[command].cost is not Cost.SAFETY:
            return None
        self._early = command
        return self._utterance(judged)

    def _conclude(self, spoken: tuple[Spoken, ...]) -> Utterance | None:
        judged = self._judge(spoken)
        if self._early and (not judged.is_accepted or judged.parsed.command is self._early):
            return None
        return self._utterance(judged)

    def _judge(self, spoken: tuple[Spoken, ...]) -> Judged:
        words = tuple(self._place(word) for word in spoken)
        parsed = parse(words, self._recogniser.grammar.decoys)
        if parsed.verdict is Verdict.ACCEPTED and self._veto.forbids(parsed.words):
            parsed = Parsed(verdict=Verdict.COACH, command=parsed.command, words=parsed.words)
        return Judged(words=words, parsed=parsed)

    def _place(self, spoken: Spoken) -> Word:
        start, end = self._segment.place(spoken.start), self._segment.place(spoken.end)
        return Word(
            text=spoken.text,
            start=start,
            end=end,
            confidence=spoken.confidence,
            over_coach=self._segment.has_echo(start, end),
            excess=self._segment.excess(start, end),
        )

    def _utterance(self, judged: Judged) -> Utterance:
        words = judged.parsed.words or judged.words
        return Utterance(
            start=words[0].start if words else self._segment.voice_start,
            end=words[-1].end if words else self._segment.voice_end,
            text=text_of(judged.words),
            phrase=text_of(judged.parsed.words),
            command=judged.parsed.command,
            verdict=judged.parsed.verdict,
            is_speech=self._is_speech(judged),
        )

    def _is_speech(self, judged: Judged) -> bool:
        if judged.parsed.verdict is Verdict.COACH or all(word.is_echo for word in judged.words):
            return False
        return self._segment.loud >= SPEECH or any(word.text != UNKNOWN for word in judged.words)
