"""How one person trains: what a session leaves behind of it, and what the next one begins with."""

from dataclasses import dataclass, replace

from voicecoach.core.exercise import KINDS, LADDER, Variation
from voicecoach.core.ledger import ATTEMPTED
from voicecoach.core.memory import Memory
from voicecoach.core.progress import TARGET
from voicecoach.core.routine import Breathing, Routine
from voicecoach.core.script import GENTLER_AFTER
from voicecoach.core.standing import Standing
from voicecoach.core.tempo import Tempo
from voicecoach.core.units import Decibels
from voicecoach.core.verbosity import Verbosity


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What is known of one person; nothing means that the history, or what is usual, decides."""

    variation: Variation | None = None
    """That of the last session."""
    wants: Variation | None = None
    """What the person chose for the next session; it is spent once they trained."""
    floor: float | None = None
    """Where the back wanted to lift in the last session, as the fraction of the descent."""
    tempo: Tempo | None = None
    breathing: Breathing | None = None
    verbosity: Verbosity | None = None
    volume: Decibels = Decibels(0.0)
    """Gain that "louder" and "quieter" led to; 0 dB is the cue bank's own level."""
    voice: str | None = None
    """The voice in which the coach speaks to this person, as the speech engine names it."""

    def applied_to(self, routine: Routine) -> Routine:
        """Return a routine that begins as loud as the last session ended, from the floor that was found."""
        floor = self.floor if self.variation in (None, routine.variation) else None
        return replace(routine, volume=self.volume, floor=floor)

    def todays(self, routine: Routine, memory: Memory) -> Routine:
        """Return what the history asks for today, done in the person's way.

        What they chose goes before it, but for one thing: after pain, many voided reps or a long break it may be
        gentler than what the history asks for, never harder.
        """
        variation = self._variation(routine.variation, memory)
        is_followed = variation is routine.variation
        tempo = self.tempo or routine.tempo
        return self.applied_to(
            replace(
                routine,
                variation=variation,
                reps=routine.reps if is_followed else min(routine.reps, TARGET),
                because=routine.because if is_followed else (),
                tempo=tempo.lowered(KINDS[variation].fitting(tempo.descent)),
                breathing=self.breathing or routine.breathing,
                verbosity=self.verbosity or (routine.verbosity if is_followed else Verbosity.FULL),
            )
        )

    def _variation(self, decided: Variation, memory: Memory) -> Variation:
        if not memory.sessions:
            return self.wants or self.variation or decided
        if self.wants is None:
            return decided
        is_capped = memory.for_today.rule in GENTLER_AFTER
        return min(self.wants, decided, key=LADDER.index) if is_capped else self.wants

    def after(self, routine: Routine, standing: Standing) -> "Habits":
        """Return the habits after a session that began with a routine and came to a standing.

        What was changed by voice is kept; a session without a rep says nothing of the variation.
        """
        has_trained = any(rep.verdict in ATTEMPTED for rep in standing.reps)
        is_tempo_changed = standing.descent != routine.tempo.descent
        return replace(
            self,
            variation=standing.variation if has_trained else self.variation,
            wants=None if has_trained else self.wants,
            floor=self._floor_after(routine, standing) if has_trained else self.floor,
            tempo=routine.tempo.lowered(standing.descent) if is_tempo_changed else self.tempo,
            breathing=self.breathing if standing.breathing in (None, routine.breathing) else standing.breathing,
            verbosity=standing.verbosity if standing.verbosity is not routine.verbosity else self.verbosity,
            volume=standing.gain,
        )

    def _floor_after(self, routine: Routine, standing: Standing) -> float | None:
        """Return the floor of a session, or the one before where it left that open; another kind's says nothing."""
        is_same = standing.variation is routine.variation
        return self.floor if standing.floor is None and is_same else standing.floor
