"""What a simulated person sees of the session, and the moments at which they might speak."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voicecoach.core.effects import BeginRep, Hush, Say
from voicecoach.core.machine import Phase
from voicecoach.core.turn import Turn
from voicecoach.core.units import CueId, Samples, Seconds, samples, seconds
from voicecoach.rehearsal.persona import Saying

EARLY_COUNT = Seconds(0.05)
"""How long before the turn in which a descent begins its first count may have been planned to sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When a saying was triggered, and what would make it pointless."""

    at: Seconds
    needs_speech_until: Seconds | None = None
    """A hush before this takes away the coach's words that the person would answer."""
    needs_entry: int | None = None
    """The entry into a phase that must still be the latest one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spoken:
    """A cue that the coach says or is going to say."""

    cue: CueId
    start: Seconds
    end: Seconds
    visit: int
    """How many times the cue has come, this one included."""


class Onlooker:
    """Follow the session turn by turn: its phase, its rep, and the coach's words."""

    def __init__(self, cue_lengths: Mapping[CueId, Samples]) -> None:
        self._cue_lengths = cue_lengths
        self._phase: Phase | None = None
        self._phase_visits: dict[Phase, int] = {}
        self._cue_visits: dict[CueId, int] = {}
        self._is_new_phase = False
        self._rep = (0, 0)
        self._now = Seconds(0)
        self._fresh: list[_Spoken] = []
        self._planned: list[_Spoken] = []
        self.entry = 0
        """How many times a phase has been entered."""

    def follow(self, turn: Turn) -> None:
        """Take one turn in."""
        self._now = turn.event.at
        self._fresh = []
        self._planned = [spoken for spoken in self._planned if spoken.end > self._now]
        for effect in turn.effects:
            match effect:
                case Hush(at=at):
                    self._hush(at)
                case Say():
                    self._fresh.append(self._expect(effect))
                case BeginRep(set=set_number, rep=rep):
                    self._rep = (set_number, rep)
                case _:
                    pass
        self._enter(turn.phase)

    def moments(self, saying: Saying) -> Sequence[Moment]:
        """Return when the turn just followed triggers a saying: never, once, or once a cue."""
        if saying.at is not None or not self._is_place_of(saying):
            return ()
        if saying.cue is not None:
            return self._cue_moments(saying)
        if self._phase and saying.visit not in (None, self._phase_visits[self._phase]):
            return ()
        if saying.count is not None:
            return self._count_moments(saying.count)
        return self._entry_moments(saying) if self._is_new_phase else ()

    def _hush(self, at: Seconds) -> None:
        for spoken in self._planned:
            if spoken.start >= at:
                self._cue_visits[spoken.cue] -= 1
        self._planned = [spoken for spoken in self._planned if spoken.start < at]
        self._fresh = [spoken for spoken in self._fresh if spoken.start < at]

    def _expect(self, say: Say) -> _Spoken:
        visit = self._cue_visits[say.cue] = self._cue_visits.get(say.cue, 0) + 1
        end = seconds(samples(say.at) + self._cue_lengths[say.cue])
        spoken = _Spoken(cue=say.cue, start=say.at, end=end, visit=visit)
        self._planned.append(spoken)
        return spoken

    def _enter(self, phase: Phase) -> None:
        self._is_new_phase = phase is not self._phase
        if self._is_new_phase:
            self._phase = phase
            self._phase_visits[phase] = self._phase_visits.get(phase, 0) + 1
            self.entry += 1

    def _is_place_of(self, saying: Saying) -> bool:
        set_number, rep = self._rep
        return saying.phase in (None, self._phase) and saying.set in (None, set_number) and saying.rep in (None, rep)

    def _cue_moments(self, saying: Saying) -> Sequence[Moment]:
        heard = (spoken for spoken in self._fresh if spoken.cue == saying.cue and saying.visit in (None, spoken.visit))
        if saying.waits_for == "speech":
            return tuple(self._answer(spoken.end) for spoken in heard)
        return tuple(_together_with(heard))

    def _count_moments(self, count: int) -> Sequence[Moment]:
        candidates = self._planned if self._is_new_phase else self._fresh
        earliest = self._now - EARLY_COUNT
        cue = CueId(f"count.{count}")
        return tuple(_together_with(old for old in candidates if old.cue == cue and old.start >= earliest))

    def _entry_moments(self, saying: Saying) -> Sequence[Moment]:
        if saying.waits_for == "entered":
            return (Moment(at=self._now),)
        return (self._answer(max((self._now, *(spoken.end for spoken in self._fresh)))),)

    def _answer(self, end: Seconds) -> Moment:
        return Moment(at=end, needs_speech_until=end, needs_entry=self.entry)


def _together_with(cues: Iterable[_Spoken]) -> Iterable[Moment]:
    """Return the moments at which cues begin, pointless once a hush comes before they do."""
    for spoken in cues:
        yield Moment(at=spoken.start, needs_speech_until=seconds(samples(spoken.start) + 1))
