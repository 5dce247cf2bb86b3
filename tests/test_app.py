"""The loop: who gets what, in which order, and what becomes of a device or a recogniser that fails."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest

from tests.core.story import LENGTHS, SHORT
from voicecoach.app import Conductor, Listening, Typing
from voicecoach.audio.live import LiveCounts, LiveDevices
from voicecoach.audio.mixer import DUCKED, Mixer
from voicecoach.core.effects import Outcome, Priority, Say
from voicecoach.core.errors import ComputerSlept, DeviceFailed, HearingFailed
from voicecoach.core.events import (
    Device,
    DeviceFound,
    DeviceLost,
    Event,
    Heard,
    HearingLost,
    Interrupted,
    MicrophoneTroubled,
    PlayedOut,
    Slept,
    SpeechBegan,
    Started,
    Trouble,
)
from voicecoach.core.journal import Header
from voicecoach.core.machine import Phase
from voicecoach.core.session import Session
from voicecoach.core.turn import Turn
from voicecoach.core.units import BLOCK, CueId, Samples, Seconds, samples, seconds
from voicecoach.hearing.keyboard import Keyboard
from voicecoach.history.journals import JournalFile, read_journal
from voicecoach.history.replay import first_difference
from voicecoach.ports import Frame, InputPcm, OutputPcm

HEADER = Header(package="0", routine=SHORT, cues="c", model="m", cue_lengths=LENGTHS)
PCM = {cue: np.full(length, 0.1, np.float32) for cue, length in LENGTHS.items()}


@dataclass
class ScriptedSource:
    """Commands by the clock, and a device that may go away and come back."""

    events: dict[int, type[Event]] = field(default_factory=dict)
    goes_at: int = -1
    is_back_at: int = -1
    is_exhausted: bool = False
    is_lost: bool = False
    is_closed: bool = False
    turns: list[Turn] = field(default_factory=list)
    polls: int = 0

    def poll(self, mixer: Mixer) -> Sequence[Event]:
        self.polls += 1
        assert mixer.clock == self.polls * BLOCK, "one poll a block, after it is rendered"
        self.is_lost = self.goes_at <= self.polls < self.is_back_at
        if self.polls == self.goes_at:
            raise DeviceFailed("gone")
        return ()

    def observe(self, turn: Turn) -> None:
        self.turns.append(turn)

    def close(self) -> None:
        assert not self.is_closed
        self.is_closed = True


@dataclass
class CollectingSpeaker:
    """Keep what is played; refuse to be used after it was closed."""

    is_lost: bool = False
    is_closed: bool = False
    blocks: int = 0

    def write(self, block: OutputPcm) -> None:
        assert not self.is_closed
        assert block.shape == (BLOCK,)
        self.blocks += 1

    def close(self) -> None:
        self.is_closed = True


def conductor(source: ScriptedSource | Listening | Typing, speaker: CollectingSpeaker | None = None) -> Conductor:
    return Conductor(
        session=Session(SHORT, LENGTHS), mixer=Mixer(PCM), speaker=speaker or CollectingSpeaker(), source=source
    )


def test_a_session_runs_to_its_end_and_closes_both_devices() -> None:
    source, speaker = ScriptedSource(is_exhausted=True), CollectingSpeaker()
    conductor(source, speaker).run()
    assert source.turns[-1].phase is Phase.DONE
    assert source.is_closed
    assert speaker.is_closed
    assert speaker.blocks * BLOCK >= samples(source.turns[-1].event.at)


def test_a_clock_event_comes_before_the_block_in_which_it_falls_is_rendered() -> None:
    source = ScriptedSource(is_exhausted=True)
    conductor(source).run()
    for turn in source.turns:
        for effect in turn.effects:
            assert samples(effect.at) >= samples(turn.event.at)


def test_an_interruption_closes_the_session_at_once() -> None:
    source = ScriptedSource()
    running = conductor(source)
    running.is_interrupted = True
    running.run()
    assert [type(turn.event) for turn in source.turns[-1:]] == [Interrupted]
    assert source.turns[-1].effects[-1].outcome is Outcome.CLOSED  # type: ignore[union-attr]


@dataclass
class DeepSpeaker(CollectingSpeaker):
    """Keep all sound, a hundred milliseconds of which can still be softened."""

    waiting: int = 5 * BLOCK
    sound: list[OutputPcm] = field(default_factory=list)
    softened: int = 0

    def write(self, block: OutputPcm) -> None:
        super().write(block)
        self.sound.append(block.copy())

    def soften(self, gains: OutputPcm) -> None:
        assert len(gains) == self.waiting
        self.softened += 1
        whole = np.concatenate(self.sound)
        whole[-len(gains) :] *= gains
        self.sound = list(whole.reshape(-1, BLOCK))


@dataclass
class LoudSource(ScriptedSource):
    """Somebody who begins to speak while the coach speaks, a second after the beginning."""

    def poll(self, mixer: Mixer) -> Sequence[Event]:
        super().poll(mixer)
        return (SpeechBegan(at=seconds(mixer.clock)),) if self.polls == 50 else ()


def loudness_around_a_second(speaker: DeepSpeaker) -> tuple[float, float]:
    """Return how loud it is 110 and 60 ms before the order to duck."""
    running = conductor(LoudSource(is_exhausted=True), speaker)
    running.run()
    sound = np.concatenate(speaker.sound)
    return float(sound[14_240]), float(sound[15_040])


def test_a_duck_lowers_what_waits_in_the_speaker_too() -> None:
    speaker = DeepSpeaker()
    before, after = loudness_around_a_second(speaker)
    assert (before, after) == pytest.approx((0.1, 0.1 * DUCKED))


def test_where_less_than_a_ramp_waits_an_order_acts_from_the_next_sample() -> None:
    speaker = DeepSpeaker(waiting=BLOCK)
    assert loudness_around_a_second(speaker) == pytest.approx((0.1, 0.1))
    assert speaker.softened == 0


@dataclass
class CountingDevice:
    """A device that stumbles when told to."""

    counts: LiveCounts

    def stumble(self) -> None:
        self.counts += LiveCounts(underflows=1, slips=1)


def test_what_live_devices_did_not_manage_in_a_session_is_its_last_turn(tmp_path: Path) -> None:
    devices = LiveDevices()
    device = devices.add(CountingDevice(LiveCounts(underflows=2)))
    source = ScriptedSource(is_exhausted=True)
    running = conductor(source)
    running.devices = devices
    journal = JournalFile(tmp_path / "journal.jsonl", HEADER)
    running.observers = (journal.write, lambda turn: device.stumble())
    running.run()
    journal.close()
    last = source.turns[-1]
    stumbles = len(source.turns) - 1
    assert last.event == PlayedOut(at=last.event.at, underflows=stumbles, overflows=0, slips=stumbles, late_counts=0)
    assert (last.phase, last.effects) == (Phase.DONE, ())
    kept = read_journal(tmp_path / "journal.jsonl")
    assert kept.lines[-1].event == last.event
    assert first_difference(kept) is None


def test_a_microphone_that_goes_and_comes_back_is_told_to_the_session() -> None:
    source = ScriptedSource(goes_at=100, is_back_at=300, is_exhausted=True)
    conductor(source).run()
    told = [
        (type(turn.event), turn.event.at) for turn in source.turns if isinstance(turn.event, DeviceLost | DeviceFound)
    ]
    assert told == [(DeviceLost, Seconds(100 * 0.02)), (DeviceFound, Seconds(300 * 0.02))]


@dataclass
class LeavingSpeaker(CollectingSpeaker):
    """Go away at one block and come back at another."""

    goes_at: int = 100
    is_back_at: int = 300
    steps_aside: range = range(0)

    def write(self, block: OutputPcm) -> None:
        super().write(block)
        self.is_lost = self.goes_at <= self.blocks < self.is_back_at or self.blocks in self.steps_aside
        if self.blocks == self.goes_at:
            raise DeviceFailed("gone")


@dataclass
class PatientSource(ScriptedSource):
    """Be there while the session waits, and leave it alone later."""

    def poll(self, mixer: Mixer) -> Sequence[Event]:
        self.is_exhausted = self.polls > 450
        return super().poll(mixer)


def devices_told(source: ScriptedSource) -> list[tuple[type[Event], Device, int]]:
    """Return what the session was told of devices, and at which block."""
    return [
        (type(turn.event), turn.event.device, samples(turn.event.at) // BLOCK)
        for turn in source.turns
        if isinstance(turn.event, DeviceLost | DeviceFound)
    ]


@dataclass
class SleepySpeaker(CollectingSpeaker):
    """Sleep at block 100 and be awake again at block 200."""

    def write(self, block: OutputPcm) -> None:
        super().write(block)
        self.is_lost = 100 <= self.blocks < 200
        if self.blocks == 100:
            raise ComputerSlept(600.4)


def test_a_sleep_is_told_as_what_it_is_and_ends_when_the_speaker_is_awake() -> None:
    source = PatientSource()
    conductor(source, SleepySpeaker()).run()
    told = [turn.event for turn in source.turns if isinstance(turn.event, DeviceLost | Slept | DeviceFound)]
    assert told == [
        Slept(at=Seconds(2.0), lasted=Seconds(600)),
        DeviceFound(at=Seconds(4.0), device=Device.SPEAKER),
    ]


def test_what_ails_the_microphone_is_told_to_the_session_once() -> None:
    source = ScriptedSource(is_exhausted=True)
    running = conductor(source)
    running.devices = LiveDevices()
    running.devices.note(Trouble.CLIPPED)
    running.run()
    told = [turn.event for turn in source.turns if isinstance(turn.event, MicrophoneTroubled)]
    assert told == [MicrophoneTroubled(at=Seconds(BLOCK / 16_000), trouble=Trouble.CLIPPED)]


def test_the_session_waits_until_both_devices_are_back() -> None:
    source = PatientSource(goes_at=101, is_back_at=200)
    conductor(source, LeavingSpeaker()).run()
    assert devices_told(source) == [
        (DeviceLost, Device.SPEAKER, 100),
        (DeviceLost, Device.MICROPHONE, 101),
        (DeviceFound, Device.SPEAKER, 300),
    ]


def test_what_nobody_could_hear_is_said_again_when_the_speaker_is_back() -> None:
    source = PatientSource(goes_at=101, is_back_at=400)
    conductor(source, LeavingSpeaker()).run()
    assert devices_told(source)[2:] == [
        (DeviceLost, Device.MICROPHONE, 300),
        (DeviceFound, Device.MICROPHONE, 400),
    ]


def test_a_session_goes_on_only_when_the_speaker_that_stepped_aside_plays_again() -> None:
    source = PatientSource(goes_at=101, is_back_at=200)
    conductor(source, LeavingSpeaker(goes_at=-1, is_back_at=-1, steps_aside=range(150, 260))).run()
    assert devices_told(source) == [(DeviceLost, Device.MICROPHONE, 101), (DeviceFound, Device.MICROPHONE, 260)]


def test_a_session_that_waits_for_somebody_who_cannot_come_is_closed() -> None:
    source = ScriptedSource(is_exhausted=True)
    conductor(source).run()
    assert isinstance(source.turns[-1].event, Interrupted)
    paused = next(turn for turn in source.turns if turn.phase is Phase.PAUSED)
    assert source.turns[-1].event.at - paused.event.at < 10


def test_typed_commands_are_taken_at_once_or_at_their_time() -> None:
    are_read = threading.Event()

    def lines() -> Iterator[str]:
        yield from (
            "ready\n",
            "nonsense\n",
            "\n",
            " stop @ 30\n",
            "Go to  set two@30.5\n",
            "end workout@31\n",
            "yes@32\n",
        )
        are_read.set()

    keyboard = Keyboard(lines())
    assert are_read.wait(10)
    turns: list[Turn] = []
    running = conductor(Typing(keyboard))
    running.observers = (turns.append,)
    running.run()
    heard = [(turn.event.at, turn.event.text) for turn in turns if hasattr(turn.event, "text")]
    assert [turn.event.set for turn in turns if isinstance(turn.event, Heard)] == [None, None, 2, None, None]
    assert [(round(at), text) for at, text in heard] == [
        (0, "ready"),
        (0, "nonsense"),
        (30, "stop"),
        (30, "go to set two"),
        (31, "end workout"),
        (32, "yes"),
    ]


class OneFrameMicrophone:
    """A frame a call, as from a file."""

    is_lost = False
    is_exhausted = True

    def __init__(self) -> None:
        self._start = Samples(0)

    def read(self) -> Sequence[Frame]:
        frame = Frame(pcm=np.zeros(BLOCK, np.int16), start=self._start)
        self._start = Samples(self._start + BLOCK)
        return (frame,)

    def close(self) -> None:
        pass


class BreakingHearing:
    """Ears that break at the third frame, and that check what they are told."""

    def __init__(self) -> None:
        self.frames = 0
        self.noted: list[tuple[str, Samples]] = []

    def hear(self, frame: Frame, reference: OutputPcm, now: Seconds) -> Sequence[Event]:
        self.frames += 1
        assert len(reference) == len(frame.pcm)
        assert samples(now) == frame.start + BLOCK
        if self.frames == 3:
            raise HearingFailed("the recogniser broke")
        return ()

    def note_playing(self, text: str, start: Samples, end: Samples) -> None:
        assert start < end
        self.noted.append((text, start))

    def forget_after(self, at: Samples) -> None:
        self.noted = [(text, start) for text, start in self.noted if start < at]


class NoEcho:
    def clean(self, pcm: InputPcm, reference: OutputPcm) -> InputPcm:
        assert pcm.size == reference.size
        return pcm


class Bank:
    hash = ""
    pcm: Mapping[CueId, OutputPcm] = PCM
    text: Mapping[CueId, str] = MappingProxyType({cue: str(cue) for cue in LENGTHS})


def test_a_recogniser_that_breaks_is_told_once_and_the_session_waits() -> None:
    hearing = BreakingHearing()
    turns: list[Turn] = []
    running = conductor(Listening(OneFrameMicrophone(), NoEcho(), hearing, Bank()))
    running.observers = (turns.append,)
    running.run()
    lost = [turn for turn in turns if isinstance(turn.event, HearingLost)]
    assert [turn.phase for turn in lost] == [Phase.PAUSED]
    assert any(isinstance(e, Say) and e.cue == "fault.hearing" for e in lost[0].effects)
    assert hearing.frames == 3


def test_the_ears_learn_what_the_coach_says_and_what_a_hush_took_back() -> None:
    hearing = BreakingHearing()
    listening = Listening(OneFrameMicrophone(), NoEcho(), hearing, Bank())
    session = Session(SHORT, LENGTHS)
    began = session.handle(Started(at=Seconds(0.0)))
    listening.observe(began)
    planned = [(e.cue, samples(e.at)) for e in began.effects if isinstance(e, Say)]
    assert hearing.noted == planned
    listening.observe(session.handle(Interrupted(at=Seconds(1.0))))
    assert hearing.noted == planned[:2]  # the signal, and the welcome that was cut short


class MicrophoneBetweenSamples(OneFrameMicrophone):
    """One whose clock is half a sample away from the speaker's."""

    def read(self) -> Sequence[Frame]:
        (frame,) = super().read()
        return (Frame.at(frame.start + 0.4, frame.pcm),)


class RememberingCanceller(NoEcho):
    def __init__(self) -> None:
        self.references: list[OutputPcm] = []

    def clean(self, pcm: InputPcm, reference: OutputPcm) -> InputPcm:
        self.references.append(reference)
        return super().clean(pcm, reference)


def test_the_canceller_is_told_what_sounded_between_the_samples() -> None:
    cue, tone = CueId("earcon.listening"), np.sin(0.5 * np.arange(4 * BLOCK)).astype(np.float32)
    mixer, canceller = Mixer({cue: tone}), RememberingCanceller()
    mixer.carry_out(Say(cue=cue, at=Seconds(0.0), priority=Priority.COACHING))
    for _ in range(4):
        mixer.render()
    listening = Listening(MicrophoneBetweenSamples(), canceller, SilentHearing(), Bank())
    for _ in range(2):
        listening.poll(mixer)
    expected = np.sin(0.5 * (BLOCK + 0.4 + np.arange(BLOCK)))
    assert canceller.references[1] == pytest.approx(expected, abs=0.01)


class SilentHearing(BreakingHearing):
    """Ears that hear nothing, whatever the time is."""

    def hear(self, frame: Frame, reference: OutputPcm, now: Seconds) -> Sequence[Event]:
        return ()
