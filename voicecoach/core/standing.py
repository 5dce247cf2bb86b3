"""Where a session stood that was interrupted, as its journal keeps it for the one that resumes it."""

from dataclasses import dataclass

from voicecoach.core.commands import Command
from voicecoach.core.course import Course
from voicecoach.core.exercise import Variation
from voicecoach.core.kind import Side
from voicecoach.core.ledger import Rep
from voicecoach.core.machine import Phase
from voicecoach.core.routine import Breathing, Routine
from voicecoach.core.units import Decibels, Seconds
from voicecoach.core.verbosity import Verbosity


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an interrupted session hands on to the one that resumes it."""

    station: Phase
    """Where it was interrupted; a rep is begun again."""
    set: int
    variation: Variation
    descent: int
    """Counts of a descent."""
    floor: float | None
    cat_cows: int
    is_lifting_to_90: bool
    plank_left: Seconds | None
    reps: tuple[Rep, ...]
    alarms: tuple[Command, ...]
    first_side: Side = Side.LEFT
    mistakes: tuple[str, ...] = ()
    verbosity: Verbosity = Verbosity.FULL
    stretches: int = 0
    floor_since: int = 0
    floor_lying: float | None = None
    sits: bool | None = None
    breathing: Breathing | None = None
    """Nothing in an older journal: as the routine says."""
    gain: Decibels = Decibels(0.0)
    is_offered: bool = False
    """Whether the person is asked first if the session is to be gone on with."""
    hurt_in: Variation | None = None
    """The gentlest variation in which something hurt."""

    @classmethod
    def of(cls, course: Course, station: Phase, reps: tuple[Rep, ...]) -> "Standing":
        """Return what a session needs that resumes one in a station."""
        return cls(
            station=station,
            set=course.set,
            variation=course.variation,
            descent=course.tempo.descent,
            floor=course.floor,
            cat_cows=course.cat_cows,
            is_lifting_to_90=course.is_lifting_to_90,
            plank_left=course.plank_left,
            reps=reps,
            alarms=course.alarms,
            hurt_in=course.hurt_in,
            first_side=course.first_side,
            mistakes=course.mistakes,
            verbosity=course.verbosity,
            stretches=course.stretches,
            floor_since=course.floor_since,
            floor_lying=course.floor_lying,
            breathing=course.breathing,
            gain=course.gain,
            sits=course.sits,
        )

    def resume(self, routine: Routine) -> Course:
        """Return the notes of a session that goes on from this one; its reps are the ledger's."""
        return Course(
            routine=routine,
            variation=self.variation,
            tempo=routine.tempo.lowered(self.descent),
            set=self.set,
            first_side=self.first_side,
            mistakes=self.mistakes,
            verbosity=self.verbosity,
            sits=self.sits,
            breathing=self.breathing or routine.breathing,
            stretches=self.stretches,
            gain=self.gain,
            floor=self.floor,
            floor_since=self.floor_since,
            floor_lying=self.floor_lying,
            cat_cows=self.cat_cows,
            is_lifting_to_90=self.is_lifting_to_90,
            plank_left=self.plank_left,
            alarms=self.alarms,
            hurt_in=self.hurt_in,
            is_offered=self.is_offered,
            resumes_at=None if self.station is Phase.READY_CHECK else self.station,
        )
