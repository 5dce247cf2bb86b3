"""Where one session stands: what was chosen, what was done, what is still owed to the person."""

from collections.abc import Callable
from dataclasses import dataclass, field

from voicecoach.core.commands import Command
from voicecoach.core.effects import Outcome
from voicecoach.core.events import Heard
from voicecoach.core.exercise import KINDS, Variation
from voicecoach.core.floors import GROUND
from voicecoach.core.kind import Kind, Place, Side
from voicecoach.core.machine import Phase
from voicecoach.core.memory import Memory
from voicecoach.core.routine import STRETCH, Breathing, Routine
from voicecoach.core.safety import Response
from voicecoach.core.tempo import Tempo
from voicecoach.core.units import CueId, Decibels, Seconds
from voicecoach.core.verbosity import Verbosity

Answer = Callable[[], tuple[CueId, ...]]
"""An answer as cues, composed at the moment in which it is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Two commands of which the person was asked to choose one."""

    commands: tuple[Command, Command]
    since: Seconds
    """When the question begins to sound."""
    until: Seconds
    """What is said later is no answer to it."""

    def is_declined_by(self, heard: Heard) -> bool:
        """Say whether this is an answer to it that chooses neither."""
        is_answer = self.since <= heard.spoken_at <= self.until
        return is_answer and heard.command in (Command.YES, Command.NO) and heard.command not in self.commands


@dataclass(slots=True, kw_only=True)
class Course:
    """The session's own notes; only the parts of the protocol change them."""

    routine: Routine
    variation: Variation
    tempo: Tempo
    set: int = 1
    first_side: Side = Side.LEFT
    """Whose turn it is in the first rep or set, where the sides take turns."""
    last_side: Side | None = None
    """That of the last rep of this variation; nothing where the sides do not take turns, or before the first one."""
    floor: float | None = None
    """Where the back wants to lift, as the fraction of the descent."""
    floor_lying: float | None = None
    """While the person hangs from a bar, the floor of what they did before."""
    floor_since: int = 0
    """Entries of the ledger from before the floor was where it is; their arches say nothing of it."""
    marks: tuple[float, ...] = ()
    """Where the person marked the floor, in the test descents and in reps."""
    unmarked: float | None = None
    """The floor before it was marked in a rep, until a rep is judged; nothing where it was not marked since."""
    searches: int = 0
    """Test descents already begun."""
    stretches: int = 0
    """Stretches already begun; one more than there are once the cat-cows follow."""
    cat_cows: int = 0
    """Cat-cows already begun."""
    tension_denials: int = 0
    is_lifting_to_90: bool = False
    descent_began: Seconds | None = None
    """When the descent that looks for the floor, or a rep's, began."""
    misses: int = 0
    """Questions of this phase that stayed unanswered."""
    rest_ends: Seconds | None = None
    rest_left: Seconds | None = None
    """What an interruption left of the rest."""
    plank_ends: Seconds | None = None
    plank_left: Seconds | None = None
    """What is left to hold, however often the hold was interrupted."""
    verbosity: Verbosity = Verbosity.FULL
    breathing: Breathing = Breathing.FLOWING
    mistakes: tuple[str, ...] = ()
    """Those that the person reported, each time."""
    reminders: list[str] = field(default_factory=list)
    """Mistakes of which the coach reminded, each time."""
    reminders_in_set: int = 0
    is_advised: bool = False
    """The rep that runs, or ran last, got a remedy already."""
    judged_from: int = 0
    """Entries of the ledger that say nothing of the quality: they were done before the last change of kind."""
    extra_rest: Seconds = Seconds(0.0)
    """Rest that was asked for and is still to be given: before the next rep, or after a set that is over."""
    rests_until: Seconds = Seconds(0.0)
    """Until when the rest lasts that was asked for between two reps."""
    notes: list[Answer] = field(default_factory=list)
    """Answers kept back until the rep is over; they tell what is true then."""
    answers: list[CueId] = field(default_factory=list)
    """Longer answers kept back; the number of the rep comes before them."""
    pending: Heard | None = None
    """The command that waits for a yes."""
    offer: Offer | None = None
    """The last one, until a command is understood; there is no second one before that."""
    paused_from: Phase | None = None
    is_paused_by_fault: bool = False
    has_slept: bool = False
    """Whether what is missing is missing because the computer slept."""
    leaves_gaps: bool = False
    """Whether nobody is understood over the coach, so that its counts must be short."""
    paused_at: Seconds | None = None
    alarms: tuple[Command, ...] = ()
    hurt_in: Variation | None = None
    """The gentlest variation in which something hurt."""
    response: Response | None = None
    """What the last alarm led to."""
    gain: Decibels = Decibels(0.0)
    outcome: Outcome | None = None
    memory: Memory | None = None
    """The sessions before this one; nothing in a rehearsal."""
    is_offered: bool = False
    """Whether it is still open if the interrupted session is gone on with."""
    is_sitting_asked: bool = False
    """Whether the answer to the question of sitting is awaited."""
    sits: bool | None = None
    """Whether the person sits for most of the day, as said in this session."""
    is_declined: bool = False
    """Whether the person wanted a new session instead of the interrupted one."""
    handed_to: str | None = None
    """Who said at the beginning that it is them, so that the session is to be theirs."""
    resumes_at: Phase | None = None
    """Where a resumed session goes on once the person is ready."""
    closed_in: Phase | None = None
    """The station in which the session was closed, to be resumed there."""

    @classmethod
    def begin(cls, routine: Routine) -> "Course":
        """Return the notes of a new session."""
        is_lying = KINDS[routine.variation].place is Place.FLOOR
        return cls(
            routine=routine,
            variation=routine.variation,
            tempo=routine.tempo,
            verbosity=routine.verbosity,
            breathing=routine.breathing,
            floor=routine.floor if is_lying else None,
            floor_lying=None if is_lying else routine.floor,
            gain=routine.volume,
        )

    @property
    def kind(self) -> Kind:
        """Return what the variation asks for."""
        return KINDS[self.variation]

    @property
    def counting(self) -> Verbosity:
        """Return how much is said to each count."""
        return Verbosity.COUNTS if self.leaves_gaps else self.verbosity

    @property
    def is_on_the_floor(self) -> bool:
        """Say whether the person lies on the back, or hangs from the bar."""
        return self.kind.place is Place.FLOOR

    @property
    def stretch(self) -> Seconds:
        """Return how long each stretch is held: as the routine says, or as for everybody who sits all day."""
        return self.routine.stretch or (STRETCH if self.sits else Seconds(0.0))

    @property
    def depth(self) -> float:
        """Return how far a descent goes, as a fraction of the whole one: to the floor, where it is known."""
        return self.floor if self.floor is not None and self.is_on_the_floor else GROUND

    def forget_rest(self) -> None:
        """Owe no rest that was asked for between two reps."""
        self.extra_rest, self.rests_until = Seconds(0.0), Seconds(0.0)

    def take(self, variation: Variation) -> None:
        """Go on with another variation, at a tempo that it takes; a floor is kept for after the bar."""
        was_lying = self.is_on_the_floor
        self.variation, self.last_side = variation, None
        self.tempo = self.tempo.lowered(self.kind.fitting(self.tempo.descent))
        if was_lying and not self.is_on_the_floor:
            self.floor, self.floor_lying = None, self.floor
        elif self.is_on_the_floor and not was_lying:
            self.floor, self.floor_lying = self.floor_lying, None

    def forget_floor(self, since: int) -> None:
        """Forget the floor and its marks: they were those of a gentler kind, up to an entry of the ledger."""
        self.floor, self.marks, self.floor_since = None, (), since
