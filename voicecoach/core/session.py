"""One coached session: events go in, turns come out; everything else in `core` serves this."""

from collections.abc import Mapping

from voicecoach.core.asides import Confirming, Help, Paused
from voicecoach.core.attention import hear, hear_half, listen, mishear
from voicecoach.core.between_reps import BetweenReps
from voicecoach.core.course import Course
from voicecoach.core.delivery import Delivery
from voicecoach.core.effects import Outcome
from voicecoach.core.ending import Done, Summary, close
from voicecoach.core.events import (
    ClockReached,
    Event,
    HalfHeard,
    Heard,
    Interrupted,
    Misheard,
    SpeechBegan,
    SpeechEnded,
    Started,
)
from voicecoach.core.faults import take_note
from voicecoach.core.finding_floor import FindingFloor
from voicecoach.core.ledger import Ledger, Rep
from voicecoach.core.machine import Phase
from voicecoach.core.memory import Memory
from voicecoach.core.pacing import Descend, Hold, Lift, StopPoint
from voicecoach.core.plank import Plank
from voicecoach.core.ready_check import ReadyCheck
from voicecoach.core.reset import Reset
from voicecoach.core.rest import Rest
from voicecoach.core.routine import Routine
from voicecoach.core.safety_stop import SafetyStop
from voicecoach.core.stage import Part, Stage
from voicecoach.core.standing import Standing
from voicecoach.core.turn import Turn
from voicecoach.core.units import CueId, Samples, Seconds
from voicecoach.core.warm_up import TensionCheck, TestLift

_READY_CHECK = ReadyCheck()
PARTS: dict[Phase, Part] = {
    Phase.READY_CHECK: _READY_CHECK,
    Phase.RESET: Reset(),
    Phase.TENSION_CHECK: TensionCheck(),
    Phase.TEST_LIFT: TestLift(),
    Phase.FINDING_FLOOR: FindingFloor(),
    Phase.LIFT: Lift(),
    Phase.HOLD: Hold(),
    Phase.DESCEND: Descend(),
    Phase.STOP_POINT: StopPoint(),
    Phase.BETWEEN_REPS: BetweenReps(),
    Phase.REST: Rest(),
    Phase.PLANK: Plank(),
    Phase.SUMMARY: Summary(),
    Phase.DONE: Done(),
    Phase.PAUSED: Paused(),
    Phase.HELP: Help(),
    Phase.CONFIRMING: Confirming(),
    Phase.SAFETY_STOP: SafetyStop(),
}


class Session:
    """Coach one session; deterministic, and driven only by `handle`."""

    def __init__(
        self,
        routine: Routine,
        lengths: Mapping[CueId, Samples],
        *,
        beats: Mapping[CueId, Samples] | None = None,
        standing: Standing | None = None,
        memory: Memory | None = None,
    ) -> None:
        """Begin with the lengths of the cues, and where in those that count their beat is perceived."""
        course = standing.resume(routine) if standing else Course.begin(routine)
        course.memory = memory
        ledger = Ledger(standing.reps if standing else ())
        self._stage = Stage(course, ledger, Delivery(lengths, beats), PARTS)

    @property
    def phase(self) -> Phase:
        """Return what the session is doing."""
        return self._stage.phase

    @property
    def deadline(self) -> Seconds | None:
        """Return when the session next wants a `ClockReached`, or nothing while it only waits for the person."""
        return self._stage.deadline

    @property
    def is_over(self) -> bool:
        """Say whether the session has ended."""
        return self.phase is Phase.DONE

    @property
    def ends_at(self) -> Seconds:
        """Return when everything said so far will have been said."""
        return self._stage.delivery.free_at

    @property
    def reps(self) -> tuple[Rep, ...]:
        """Return the ledger's entries."""
        return self._stage.ledger.reps

    @property
    def is_resumable(self) -> bool:
        """Say whether the session was closed with something left to do."""
        course = self._stage.course
        return course.outcome is Outcome.CLOSED and course.closed_in is not Phase.SUMMARY

    @property
    def is_declined(self) -> bool:
        """Say whether the person wanted a new session instead of this one, which had been interrupted."""
        return self._stage.course.is_declined

    @property
    def handed_to(self) -> str | None:
        """Return who said that it is them, so that their own session is to follow; nobody if that was not said."""
        return self._stage.course.handed_to

    @property
    def standing(self) -> Standing:
        """Return what a session needs that resumes this one."""
        course = self._stage.course
        station = course.closed_in or course.resumes_at or self._stage.station
        return Standing.of(course, station, self.reps)

    def handle(self, event: Event) -> Turn:
        """Take one event and return what it led to; events must come in the order of their times."""
        self._stage.moment.begin(event.at)
        self._stage.delivery.forget_before(event.at)
        if not self.is_over:
            self._dispatch(event)
        return Turn(event=event, phase=self.phase, effects=tuple(self._stage.moment.effects))

    def _dispatch(self, event: Event) -> None:
        stage = self._stage
        match event:
            case Started():
                _READY_CHECK.welcome(stage)
            case Heard():
                hear(stage, event)
            case HalfHeard():
                hear_half(stage, event)
            case Misheard():
                mishear(stage, event.spoken_at)
            case SpeechBegan() | SpeechEnded():
                listen(stage, is_speaking=isinstance(event, SpeechBegan))
            case ClockReached():
                if stage.deadline is not None and event.at >= stage.deadline:
                    stage.deadline = None
                    stage.part.time_up(stage)
            case Interrupted():
                stage.voice.hush()
                close(stage)
            case _:
                take_note(stage, event)
