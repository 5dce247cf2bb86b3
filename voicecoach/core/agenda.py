"""What is still to be done: reps of a set, and sets of the routine."""

from voicecoach.core.course import Course
from voicecoach.core.ledger import Ledger


class Agenda:
    """The reps and sets that the routine asks for and nobody has attempted yet."""

    def __init__(self, course: Course, ledger: Ledger) -> None:
        self._course = course
        self._ledger = ledger

    def reps_to_do(self, set_number: int) -> int:
        """Return how many reps of a set have not been attempted; none of a set that does not exist."""
        routine = self._course.routine
        return max(0, routine.reps - self._ledger.attempted(set_number)) if 1 <= set_number <= routine.sets else 0

    @property
    def next_rep(self) -> int:
        """Return the place in the set of the rep that runs, or comes next."""
        running = self._ledger.running
        return running.number if running else self._ledger.next_number(self._course.set)

    @property
    def next_set(self) -> int:
        """Return the next set with reps to do, or one more than there are sets."""
        return min(self.later_sets, default=self._course.routine.sets + 1)

    @property
    def later_sets(self) -> tuple[int, ...]:
        """Return the sets after this one with reps to do."""
        later = range(self._course.set + 1, self._course.routine.sets + 1)
        return tuple(number for number in later if self.reps_to_do(number))
