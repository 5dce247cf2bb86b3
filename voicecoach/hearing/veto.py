"""The coach cannot command itself: what the mixer was just playing does not count as said by a person."""

from collections import deque
from dataclasses import dataclass

from voicecoach.core.units import Decibels, Samples, samples
from voicecoach.hearing.utterance import Verdict
from voicecoach.hearing.word import Word, text_of

TAIL = samples(0.4)
"""How long a cue still sounds in the room after its last sample."""

REMEMBERED = 32
"""Cues kept; a session never overlaps this many."""

CLEAR_EXCESS = Decibels(9.0)
"""How far each word must rise over the echo that is due, where the coach says the same words or it is not urgent.

Of 109 commands that people gave over the coach, 0 to 12 dB under his echo, 107 rose higher; what was left of his own
voice and was taken for "up" or "harder", three times in 13 hours, rose by 3 to 9 dB.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Playing:
    """A cue that the mixer plays."""

    words: str
    start: Samples
    end: Samples


class Veto:
    """Remember the cues of the last seconds and rule out commands that only echo them."""

    def __init__(self) -> None:
        self._cues: deque[Playing] = deque(maxlen=REMEMBERED)

    def note_playing(self, text: str, start: Samples, end: Samples) -> None:
        """Learn that a cue with these words plays from `start` to `end`; the mixer's plan will do."""
        self._cues.append(Playing(words=_plain(text), start=start, end=end))

    def forget_after(self, at: Samples) -> None:
        """Learn that the coach was hushed: nothing sounds after `at` but the tail."""
        kept = [cue for cue in self._cues if cue.start < at]
        self._cues.clear()
        self._cues.extend(Playing(words=cue.words, start=cue.start, end=min(cue.end, at)) for cue in kept)

    def fault(self, phrase: tuple[Word, ...], *, is_urgent: bool) -> Verdict | None:
        """Return why a phrase does not count over the coach; nothing where it is a person's, and clear enough.

        It is, or may well be, the coach's own echo; or it is too faint to tell. What is urgent, a stop or an alarm, may
        be as faint as the echo, but where the coach says it himself. Anything else that is faint over the coach is
        refused, also of a person 6 to 9 dB over it.
        """
        if not phrase:
            return None
        faint = [word for word in phrase if word.over_coach and word.excess < CLEAR_EXCESS]
        if all(word.is_echo for word in phrase) or (faint and self._is_being_said(phrase)):
            return Verdict.COACH
        return Verdict.FAINT if faint and not is_urgent else None

    def _is_being_said(self, phrase: tuple[Word, ...]) -> bool:
        words = _plain(text_of(phrase))
        start, end = phrase[0].start, phrase[-1].end
        return any(cue.start < end and start < cue.end + TAIL and words in cue.words for cue in self._cues)


def _plain(text: str) -> str:
    letters = "".join(sign if sign.isalnum() or sign == "'" else " " for sign in text.lower())
    return f" {' '.join(letters.split())} "
