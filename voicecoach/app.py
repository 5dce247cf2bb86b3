"""The loop: it moves sound block by block, hands events to the session and effects to the mixer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from voicecoach.audio.live import LiveCounts, LiveDevices
from voicecoach.audio.mixer import SOONEST, Mixer
from voicecoach.core.effects import Duck, Effect, Hush, Say
from voicecoach.core.errors import ComputerSlept, DeviceFailed, HearingFailed
from voicecoach.core.events import (
    ClockReached,
    Device,
    DeviceFound,
    DeviceLost,
    Event,
    HearingLost,
    Interrupted,
    MicrophoneTroubled,
    PlayedOut,
    Slept,
    Started,
)
from voicecoach.core.machine import Phase
from voicecoach.core.person import Profile
from voicecoach.core.session import Session
from voicecoach.core.turn import Turn
from voicecoach.core.units import BLOCK, Samples, Seconds, samples, seconds
from voicecoach.hearing.keyboard import Keyboard
from voicecoach.ports import CueBank, Ears, EchoCanceller, Microphone, Softening, Speaker

FADE_OUT = samples(0.5)
"""Sound after the session's end, so that the last fade and its room are whole."""

Observer = Callable[[Turn], None]


class CommandSource(Protocol):
    """Where the person's commands come from: a microphone with ears, or a keyboard."""

    @property
    def is_exhausted(self) -> bool:
        """Say whether nothing can come any more."""

    @property
    def is_lost(self) -> bool:
        """Say whether its device is gone for now."""

    def poll(self, mixer: Mixer) -> Sequence[Event]:
        """Return what came up to the mixer's clock; never wait. Raises DeviceFailed once when its device goes."""

    def observe(self, turn: Turn) -> None:
        """Take note of what the coach says."""

    def close(self) -> None:
        """Release what it listens to."""


class Listening:
    """Commands spoken into a microphone."""

    def __init__(
        self,
        microphone: Microphone,
        canceller: EchoCanceller,
        hearing: Ears,
        bank: CueBank,
        turn_to: Callable[[Profile | None], None] = lambda profile: None,
    ) -> None:
        """Listen to a microphone; `turn_to` makes the ears those of another person."""
        self.turn_to = turn_to
        self._microphone = microphone
        self._canceller = canceller
        self._hearing = hearing
        self._bank = bank
        self._is_deaf = False

    @property
    def is_exhausted(self) -> bool:
        """Say whether the recording has ended."""
        return self._microphone.is_exhausted

    @property
    def is_lost(self) -> bool:
        """Say whether the microphone is gone for now."""
        return self._microphone.is_lost

    def poll(self, mixer: Mixer) -> Sequence[Event]:
        """Hear the frames that arrived; a recogniser that breaks is reported once."""
        now = seconds(mixer.clock)
        events: list[Event] = []
        for frame in self._microphone.read():
            if self._is_deaf:
                continue
            try:
                played = mixer.during(frame)
                clean = replace(frame, pcm=self._canceller.clean(frame.pcm, played))
                events += self._hearing.hear(clean, played, now)
            except HearingFailed as error:
                self._is_deaf = True
                events.append(HearingLost(at=now, reason=str(error)))
        return events

    def observe(self, turn: Turn) -> None:
        """Tell the veto what the coach is about to say."""
        for effect in turn.effects:
            if isinstance(effect, Say):
                start = samples(effect.at)
                end = Samples(start + len(self._bank.pcm[effect.cue]))
                self._hearing.note_playing(self._bank.text[effect.cue], start, end)
            elif isinstance(effect, Hush):
                self._hearing.forget_after(samples(effect.at))

    def close(self) -> None:
        """Release the microphone."""
        self._microphone.close()


class Typing:
    """Commands typed on a keyboard."""

    is_lost = False

    def __init__(self, keyboard: Keyboard, on_end: Callable[[], None] = lambda: None) -> None:
        self._keyboard = keyboard
        self._on_end = on_end

    @property
    def is_exhausted(self) -> bool:
        """Say whether the last line has been taken."""
        return self._keyboard.is_exhausted

    def poll(self, mixer: Mixer) -> Sequence[Event]:
        """Take the lines that are due; tell when no more can come."""
        events = self._keyboard.due(seconds(mixer.clock))
        if self._keyboard.has_ended:
            self._on_end()
        return events

    def observe(self, turn: Turn) -> None:
        """Nothing that the coach says can be mistaken for typing."""

    def close(self) -> None:
        """Leave the stream to its owner."""


@dataclass(slots=True, kw_only=True)
class Conductor:
    """Run one session from its start to its end, live or offline."""

    session: Session
    mixer: Mixer
    speaker: Speaker
    source: CommandSource
    observers: Sequence[Observer] = ()
    """Called with every turn, in order: the journal, the screen, a simulated person."""
    devices: LiveDevices | None = None
    """Live devices, which tell what they did not manage; nothing where there are none."""
    is_interrupted: bool = False
    """Set from outside, also from a signal handler, to close the session."""
    _lost: set[Device] = field(default_factory=set)

    def run(self) -> None:
        """Conduct to the end; always close the devices."""
        try:
            self.conduct()
        finally:
            self.source.close()
            self.speaker.close()

    def conduct(self) -> None:
        """Conduct until the session is over and its last words have been played; leave the devices open."""
        before = self.devices.count() if self.devices else LiveCounts()
        self._take(Started(at=self._now))
        while not self.session.is_over:
            self._step()
        end = samples(self.session.ends_at) + FADE_OUT
        while self.mixer.clock < end:
            self._write()
        if self.devices:
            self._tell_stumbles(before, self.devices.count())

    def _tell_stumbles(self, before: LiveCounts, now: LiveCounts) -> None:
        """Put into the journal what went wrong with the sound in this session."""
        self._take(
            PlayedOut(
                at=self._now,
                underflows=now.underflows - before.underflows,
                overflows=now.overflows - before.overflows,
                slips=now.slips - before.slips,
                late_counts=self.mixer.counts.late_counts,
            )
        )

    @property
    def _now(self) -> Seconds:
        return seconds(self.mixer.clock)

    def _step(self) -> None:
        self._run_clock()
        self._write()
        for event in (*self._poll(), *self._troubles()):
            self._take(event)
        if self.is_interrupted or self._is_left_alone():
            self._take(Interrupted(at=self._now))

    def _run_clock(self) -> None:
        block_end = self.mixer.clock + BLOCK
        while (deadline := self.session.deadline) is not None and samples(deadline) < block_end:
            self._take(ClockReached(at=deadline))

    def _is_left_alone(self) -> bool:
        """Say whether the session waits for a person who cannot say anything any more."""
        is_waiting = self.session.phase is Phase.PAUSED and self.session.ends_at <= self._now
        return is_waiting and self.source.is_exhausted

    def _write(self) -> None:
        block = self.mixer.render()
        try:
            self.speaker.write(block)
        except ComputerSlept as sleep:
            self._lost.add(Device.SPEAKER)
            self._take(Slept(at=self._now, lasted=Seconds(round(sleep.lasted))))
        except DeviceFailed:
            self._lose(Device.SPEAKER)
        else:
            self._find(Device.SPEAKER, is_lost=self.speaker.is_lost)

    def _poll(self) -> Sequence[Event]:
        try:
            events = self.source.poll(self.mixer)
        except DeviceFailed:
            self._lose(Device.MICROPHONE)
            return ()
        self._find(Device.MICROPHONE, is_lost=self.source.is_lost)
        return events

    def _troubles(self) -> Sequence[Event]:
        found = self.devices.troubles() if self.devices else ()
        return tuple(MicrophoneTroubled(at=self._now, trouble=trouble) for trouble in found)

    def _lose(self, device: Device) -> None:
        self._lost.add(device)
        self._take(DeviceLost(at=self._now, device=device))

    def _find(self, device: Device, *, is_lost: bool) -> None:
        """Go on once nothing is missing; a loss that was told to a speaker which was gone is told again."""
        others = self._lost - {device}
        steps_aside = not others and (self.speaker.is_lost or self.source.is_lost)
        if device not in self._lost or is_lost or steps_aside:
            return
        self._lost.remove(device)
        if not others:
            self._take(DeviceFound(at=self._now, device=device))
        elif device is Device.SPEAKER:
            self._take(DeviceLost(at=self._now, device=others.pop()))

    def _take(self, event: Event) -> None:
        turn = self.session.handle(event)
        for effect in turn.effects:
            if isinstance(event, ClockReached) or not self._is_hastened(effect):
                self.mixer.carry_out(effect)
        self.source.observe(turn)
        for observe in self.observers:
            observe(turn)

    def _is_hastened(self, effect: Effect) -> bool:
        """Fall silent or low at once, in the sound too that waits in the speaker, where enough of it waits."""
        if not isinstance(effect, Hush | Duck) or not isinstance(self.speaker, Softening):
            return False
        waiting = min(self.speaker.waiting, self.mixer.clock)
        if samples(effect.at) > self.mixer.clock or waiting < SOONEST:
            return False
        self.speaker.soften(self.mixer.hasten(effect, waiting))
        return True
