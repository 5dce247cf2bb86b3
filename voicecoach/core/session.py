"""One coached session: events go in, turns come out; everything else in `core` serves this."""

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from voicecoach.core import prospect, script
from voicecoach.core.asides import Confirming, Done, Help, Paused, SafetyStop, Summary, close
from voicecoach.core.commands import RULE_OF, Command, Cost
from voicecoach.core.course import Course, Standing
from voicecoach.core.delivery import Delivery
from voicecoach.core.events import (
    ClockReached,
    Device,
    DeviceFound,
    DeviceLost,
    Duck,
    DuplexLost,
    Event,
    HalfHeard,
    Heard,
    HearingLost,
    Interrupted,
    MicrophoneTroubled,
    Misheard,
    Outcome,
    PlayedOut,
    Reason,
    SetVolume,
    Slept,
    SoundEvent,
    SpeechBegan,
    SpeechEnded,
    Started,
    Turn,
    Unduck,
)
from voicecoach.core.exercise import easier, harder
from voicecoach.core.finding_floor import FindingFloor
from voicecoach.core.ledger import Ledger, Rep, Verdict
from voicecoach.core.machine import REP, Phase, Trigger
from voicecoach.core.memory import Memory
from voicecoach.core.pacing import Descend, Hold, Lift, StopPoint, raise_floor, unmark_floor
from voicecoach.core.routine import Routine
from voicecoach.core.safety import ALARMS
from voicecoach.core.script import line
from voicecoach.core.sets import BetweenReps, Plank, Rest, go_to_set, refusal, would_drop_reps
from voicecoach.core.stage import HUSHED_FOR, UNSPOKEN, Part, Stage
from voicecoach.core.topics import take_topic
from voicecoach.core.units import CueId, Decibels, Samples, Seconds, on_grid
from voicecoach.core.warm_up import ReadyCheck, Reset, TensionCheck, TestLift, comes_down, step_down

DUCK_RELEASE = 0.32
"""Seconds for which the coach stays low after speech that was no command was found to be over.

That is found when it has been quiet for 380 ms (`hearing.gate.RELEASE`): 700 ms after the speech in all, so that the
coach does not come back between two words.
"""

SHORT_SLEEP = Seconds(60.0)
"""Sleep of the computer after which the coach goes on by itself; after more the person may have got up."""

VOLUME_STEP = 4.0
QUIETEST, LOUDEST = -20.0, 8.0
"""Gain in decibels that "louder" and "quieter" reach."""

_READY_CHECK = ReadyCheck()
_PAUSED = Paused()
_BETWEEN_REPS = BetweenReps()
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
    Phase.BETWEEN_REPS: _BETWEEN_REPS,
    Phase.REST: Rest(),
    Phase.PLANK: Plank(),
    Phase.SUMMARY: Summary(),
    Phase.DONE: Done(),
    Phase.PAUSED: _PAUSED,
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
        course = Course.begin(routine, standing)
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
        return Standing(
            station=course.closed_in or course.resumes_at or self._stage.station,
            set=course.set,
            variation=course.variation,
            descent=course.tempo.descent,
            floor=course.floor,
            cat_cows=course.cat_cows,
            is_lifting_to_90=course.is_lifting_to_90,
            plank_left=course.plank_left,
            reps=self.reps,
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

    def handle(self, event: Event) -> Turn:
        """Take one event and return what it led to; events must come in the order of their times."""
        self._stage.now, self._stage.effects, self._stage.spoken_at = event.at, [], None
        self._stage.delivery.forget_before(event.at)
        if not self.is_over:
            self._dispatch(event)
        return Turn(event=event, phase=self.phase, effects=tuple(self._stage.effects))

    def _dispatch(self, event: Event) -> None:
        stage = self._stage
        match event:
            case Started():
                _READY_CHECK.welcome(stage)
            case Heard():
                self._heard(event)
            case HalfHeard():
                self._half_heard(event)
            case Misheard():
                self._misheard(event.spoken_at)
            case SpeechBegan() | SpeechEnded():
                self._listen(is_speaking=isinstance(event, SpeechBegan))
            case ClockReached():
                if stage.deadline is not None and event.at >= stage.deadline:
                    stage.deadline = None
                    stage.part.time_up(stage)
            case Interrupted():
                stage.hush()
                close(stage)
            case _:
                self._take_note(event)

    def _take_note(self, event: SoundEvent) -> None:
        match event:
            case DeviceLost():
                self._lost(line(f"fault.{event.device.value}"))
            case HearingLost():
                self._lost(line("fault.hearing"))
            case Slept():
                self._stage.course.has_slept = True
                self._lost(line("fault.slept"))
                self._stage.course.is_paused_by_fault &= event.lasted <= SHORT_SLEEP
            case DeviceFound():
                self._found(event.device)
            case MicrophoneTroubled():
                self._stage.reply(lambda: line(f"fault.{event.trouble.value}"))
            case DuplexLost():
                self._leave_gaps()
            case PlayedOut():
                pass  # told to whoever reads the journal; it changes nothing
            case _:
                assert_never(event)

    def _listen(self, *, is_speaking: bool) -> None:
        stage = self._stage
        stage.is_person_speaking = is_speaking
        if is_speaking and stage.delivery.is_speaking(stage.now):
            stage.is_ducked = True
            stage.emit(Duck(at=stage.now))
        elif not is_speaking:
            self._unduck(after=DUCK_RELEASE)

    def _unduck(self, *, after: float = 0.0) -> None:
        if self._stage.is_ducked:
            self._stage.is_ducked = False
            self._stage.emit(Unduck(at=on_grid(self._stage.now + after)))

    def _lost(self, cues: script.Utterance) -> None:
        stage = self._stage
        self._unduck()
        stage.settle(Reason.PAUSED)
        stage.hush()
        stage.say(cues)
        if stage.machine.can(Trigger.PAUSE):
            stage.course.is_paused_by_fault = True
            stage.interrupt(Trigger.PAUSE)

    def _found(self, device: Device) -> None:
        stage = self._stage
        course = stage.course
        has_slept, course.has_slept = course.has_slept, False
        is_waited_for, course.is_paused_by_fault = course.is_paused_by_fault, False
        if stage.phase is not Phase.PAUSED:
            return
        if is_waited_for:
            stage.hush()
            _PAUSED.go_on(stage, line(f"fault.{'slept' if has_slept else device.value}_back"))
        elif has_slept:
            stage.reply(lambda: line("fault.awake", "paused.choices"))

    def _leave_gaps(self) -> None:
        stage = self._stage
        if not stage.course.leaves_gaps:
            stage.course.leaves_gaps = True
            stage.reply(lambda: line("echo.gaps"))

    def _half_heard(self, half: HalfHeard) -> None:
        if self._may_offer(half.candidates):
            self._unduck()
            self._stage.offer(half.candidates)
        else:
            self._misheard(half.spoken_at)

    def _may_offer(self, candidates: tuple[Command, Command]) -> bool:
        if self._stage.course.offer is not None or self.phase in UNSPOKEN:
            return False
        rules = [RULE_OF[command] for command in candidates]
        return all(self.phase in rule.phases and rule.cost is not Cost.SAFETY for rule in rules)

    def _misheard(self, spoken_at: Seconds) -> None:
        stage = self._stage
        if stage.course.offer is not None:
            stage.course.offer = replace(stage.course.offer, until=stage.now)
        stage.part.misheard(stage, spoken_at)

    def _heard(self, heard: Heard) -> None:
        stage, command = self._stage, heard.command
        offer, stage.course.offer = stage.course.offer, None
        stage.spoken_at = heard.spoken_at
        self._unduck()
        if command in ALARMS:
            self._alarm(heard)
        elif offer is not None and offer.is_declined_by(heard):
            stage.part.declined(stage)
        elif not (self._skips_answer(command) or stage.part.answer(stage, heard) or self._obey(heard)):
            stage.reply(lambda: line("not_now"))

    def _skips_answer(self, command: Command) -> bool:
        return command is Command.SKIP and self._stage.cut_answer()

    def _alarm(self, heard: Heard) -> None:
        stage, command = self._stage, heard.command
        for rep in stage.ledger.open_at(heard.spoken_at):
            stage.void(rep, Reason.PAIN)
        stage.hush()
        stage.note_alarm(command)
        stage.course.is_paused_by_fault = False
        stage.course.notes.clear()
        stage.course.answers.clear()
        stage.interrupt(Trigger.HURT)

    def _obey(self, heard: Heard) -> bool:
        if self.phase not in RULE_OF[heard.command].phases:
            return False
        match heard.command:
            case Command.STOP | Command.PAUSE:
                self._pause(heard.command)
            case Command.END_WORKOUT:
                self._stage.ask_first(heard)
            case Command.HELP:
                self._help()
            case Command.REP_FAILED | Command.BACK_ARCHED:
                self._judge(heard)
            case Command.UNDO:
                self._undo()
            case Command.EASIER | Command.HARDER:
                self._change(heard)
            case Command.GO_TO_SET:
                self._go_to_set(heard)
            case Command.QUESTION | Command.MISTAKE | Command.SIDE | Command.CUES | Command.BREATHING:
                return heard.topic is not None and take_topic(self._stage, heard.command, heard.topic)
            case Command.SLOWER | Command.FASTER:
                self._change_tempo(heard.command)
            case Command.LOUDER | Command.QUIETER:
                self._change_volume(heard.command)
            case _:
                return self._inform(heard)
        return True

    def _inform(self, heard: Heard) -> bool:
        stage = self._stage
        match heard.command:
            case Command.HOW_MANY:
                stage.reply(stage.tally)
            case Command.WHATS_LEFT:
                stage.reply(stage.whats_left)
            case Command.WHY:
                phase = self.phase
                stage.reply(lambda: prospect.why(stage, phase))
            case Command.REPEAT:
                stage.reply(stage.last_said)
            case _:
                return False
        return True

    def _pause(self, command: Command) -> None:
        stage = self._stage
        stage.course.is_paused_by_fault = False
        stage.settle(Reason.STOPPED if command is Command.STOP else Reason.PAUSED)
        stage.hush()
        if self.phase is Phase.SUMMARY:
            stage.go(Trigger.COMPLETE)
        elif self.phase is Phase.PAUSED:
            stage.say(line("paused.choices"), after=HUSHED_FOR)
            stage.part.replied(stage)
        else:
            stage.say(line("paused.begin_hanging" if stage.is_at_the_bar else "paused.begin"), after=HUSHED_FOR)
            stage.interrupt(Trigger.PAUSE)

    def _help(self) -> None:
        stage = self._stage
        if self.phase in (Phase.CONFIRMING, Phase.SAFETY_STOP, Phase.HELP):
            is_closing = self.phase is Phase.SAFETY_STOP and stage.must_end
            stage.reply(lambda: line("safety.end") if is_closing else script.options(self.phase))
            return
        stage.settle(Reason.PAUSED)
        stage.hush()
        stage.interrupt(Trigger.HELP)

    def _judge(self, heard: Heard) -> None:
        stage = self._stage
        reason = Reason.ARCHED if heard.command is Command.BACK_ARCHED else Reason.FAILED
        rep = stage.ledger.attribute(heard.spoken_at, heard.at)
        if rep is None:
            stage.reply(lambda: line("void.too_late"))
            return
        stage.void(rep, reason)
        stage.course.unmarked = None
        stage.chime("voided")
        was_credited = rep.verdict is Verdict.CREDITED
        moved = raise_floor(stage) if reason is Reason.ARCHED else ()

        def answer() -> script.Utterance:
            if not (was_credited or stage.course.is_on_the_floor):
                return line("void.hanging")
            said = script.voided(reason, stage.ledger.credited(rep.set), was_credited=was_credited)
            return (*said, *moved)

        if rep.verdict is Verdict.RUNNING:
            stage.cut_rep(answer())
        elif rep.verdict is Verdict.PROVISIONAL:
            stage.hush()
            stage.say(answer())
            _BETWEEN_REPS.gather(stage)
        else:
            stage.reply(answer)

    def _undo(self) -> None:
        stage = self._stage
        if unmark_floor(stage):
            stage.reply(lambda: line("undo.floor"))
            return
        rep = stage.undo()
        if rep is None:
            stage.reply(lambda: line("undo.nothing"))
            return
        if rep.verdict is not Verdict.CREDITED:
            stage.reply(lambda: line("undo.again"))
            return
        stage.chime("credited")
        stage.reply(lambda: (*line("undo.done"), *script.number(stage.ledger.credited(rep.set))))

    def _change(self, heard: Heard) -> None:
        stage = self._stage
        going_up = heard.command is Command.HARDER
        if going_up and harder(stage.course.variation):
            stage.ask_first(heard)
            return
        if going_up or not easier(stage.course.variation):
            stage.reply(lambda: line("change.hardest" if going_up else "change.gentlest"))
            return
        is_running, hung_at = self.phase in REP, stage.hangs_at
        stage.settle(Reason.CHANGED)
        stage.hush()
        step_down(stage)
        if comes_down(stage, hung_at) and stage.machine.can(Trigger.COME_DOWN):
            stage.go(Trigger.COME_DOWN)
        elif is_running:
            stage.go(Trigger.CUT_REP)
        else:
            stage.part.changed(stage)

    def _go_to_set(self, heard: Heard) -> None:
        stage = self._stage
        answer = refusal(stage, heard.set)
        if heard.set is None or answer is not None:
            stage.reply(lambda: answer or line("not_now"))
        elif would_drop_reps(stage):
            stage.ask_first(heard)
        else:
            go_to_set(stage, heard.set)

    def _change_tempo(self, command: Command) -> None:
        course = self._stage.course
        before = course.tempo.descent
        now = course.kind.fitting(before + (1 if command is Command.SLOWER else -1))
        course.tempo = course.tempo.lowered(now)
        limit = "slowest" if command is Command.SLOWER else "fastest"
        self._stage.reply(lambda: line(f"tempo.{now}" if now != before else f"tempo.{limit}_{now}"))

    def _change_volume(self, command: Command) -> None:
        course = self._stage.course
        step = VOLUME_STEP if command is Command.LOUDER else -VOLUME_STEP
        course.gain = Decibels(min(LOUDEST, max(QUIETEST, course.gain + step)))
        self._stage.emit(SetVolume(at=self._stage.now, gain=course.gain))
        self._stage.reply(lambda: line("volume.set"))
