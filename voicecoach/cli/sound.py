"""A speaker and a microphone as a pair: opened by what was measured of them, and measured where nothing is known."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial

import typer

from voicecoach.audio.bluetooth import LEAD_IN, is_narrow, is_wireless, warning_about
from voicecoach.audio.capture import Capture
from voicecoach.audio.clock import FrameCounter, SessionClock, plausible_drift
from voicecoach.audio.devices import SoundDevice, choose, sound_devices
from voicecoach.audio.level_watch import Notice, WatchedMicrophone
from voicecoach.audio.live import LiveDevices, LiveMicrophone, LiveSpeaker
from voicecoach.audio.playback import Playback
from voicecoach.audio.sound_check import advice_on, delay_of
from voicecoach.cli.screen import BELL
from voicecoach.core.errors import VoicecoachError
from voicecoach.core.events import Device
from voicecoach.core.units import CueId, Seconds
from voicecoach.home.device_pairs import keep_drift, keep_facts, known_drift, known_facts, pairs_file
from voicecoach.home.pulse_devices import Behind, behind
from voicecoach.ports import CueBank, Microphone, SoundFacts
from voicecoach.sound_checking import check_sound

QUESTION = CueId("ready.ask")
"""What asks for one word: it tells which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The devices that a person talks with."""

    speaker: SoundDevice
    microphone: SoundDevice

    @property
    def plays(self) -> Behind:
        """Return what really plays."""
        return behind(self.speaker.name, self.speaker.rate, Device.SPEAKER)

    @property
    def records(self) -> Behind:
        """Return what really records."""
        return behind(self.microphone.name, self.microphone.rate, Device.MICROPHONE)

    @property
    def facts(self) -> SoundFacts | None:
        """Return what was measured of the two, if anything was."""
        return known_facts(self.plays.name, self.records.name, pairs_file())

    @property
    def drift(self) -> float:
        """Return by which share the microphone's clock was slow in an earlier session; 0 where nothing is known."""
        return plausible_drift(known_drift(self.plays.name, self.records.name, pairs_file())) or 0.0

    @property
    def is_narrow(self) -> bool:
        """Say whether the microphone is a headset's in its telephone profile."""
        return is_narrow(self.records.name, self.records.rate)


def pair_of(wanted_input: str | None, wanted_output: str | None) -> Pair:
    """Return the devices that are meant; raises DeviceMissing and SoundLibraryMissing."""
    devices = sound_devices()
    return Pair(
        speaker=choose(devices, wanted_output, Device.SPEAKER),
        microphone=choose(devices, wanted_input, Device.MICROPHONE),
    )


def measure(pair: Pair, bank: CueBank) -> SoundFacts:
    """Run the sound check on two devices and keep what it tells; raises DeviceFailed and StorageFull."""
    clock = SessionClock()
    with closing(LiveMicrophone(pair.microphone, clock)) as microphone:
        facts = check_sound(live_speaker(pair.speaker, clock, Lines()), microphone, bank.pcm[QUESTION])
    keep_facts(pair.plays.name, pair.records.name, facts, pairs_file())
    return facts


def get_to_know(pair: Pair, bank: CueBank) -> None:
    """Check the sound of a pair that is new here, and tell what can be bettered; a check that fails holds up nobody."""
    if pair.is_narrow:
        warn(warning_about(pair.records.name))
    if pair.facts is not None:
        return
    typer.echo("These devices are new: a check of the sound, 15 seconds. Be silent until you are asked for a word.")
    try:
        facts = measure(pair, bank)
    except VoicecoachError as failure:
        warn(str(failure))
        return
    for words in advice_on(facts):
        warn(words)


class Lines:
    """How a session's devices are opened: by what is known of those that are found, whichever these are by then.

    A device that was lost is opened on a thread of its own.
    """

    def __init__(self) -> None:
        self._found: dict[Device, SoundDevice] = {}
        self._lost: set[Device] = set()
        self._delay = Seconds(0.0)
        self._drift = 0.0
        self._names = ("", "")
        self._drifts: dict[tuple[str, str], float] = {}
        self.counter = FrameCounter(lambda: self._drift)
        """Places what the microphone hears, beginning with the drift that was measured with the speaker."""

    def play(self, device: SoundDevice, clock: SessionClock) -> Playback:
        """Open a speaker, one on Bluetooth with a lead-in; raises DeviceFailed."""
        self._take(Device.SPEAKER, device)
        found = behind(device.name, device.rate, Device.SPEAKER)
        return Playback(device, clock, lead_in=LEAD_IN if is_wireless(found.name) else 0.0)

    def record(self, device: SoundDevice) -> Capture:
        """Open a microphone, placed by the delay that was measured with the speaker; raises DeviceFailed."""
        self._take(Device.MICROPHONE, device)
        return Capture(device, delay=lambda: self._delay)

    def lose(self, role: Device) -> None:
        """Note how the clocks of the two ran apart until one of them went."""
        self._note_drift()
        self._lost.add(role)

    def keep(self) -> None:
        """Keep for the next session how the clocks ran apart; a disk that is full holds up nobody."""
        self._note_drift()
        try:
            for (speaker, microphone), drift in self._drifts.items():
                keep_drift(speaker, microphone, drift, pairs_file())
        except VoicecoachError as failure:
            warn(str(failure))

    def _note_drift(self) -> None:
        drift = plausible_drift(self.counter.drift)
        if drift is not None and not self._lost and len(self._found) == len(Device):
            self._drifts[self._names] = drift

    def _take(self, role: Device, device: SoundDevice) -> None:
        if role in self._found:
            behind.cache_clear()  # another device may stand behind the same name by now
        self._found[role] = device
        self._lost.discard(role)
        if len(self._found) == len(Device):
            pair = Pair(speaker=self._found[Device.SPEAKER], microphone=self._found[Device.MICROPHONE])
            self._names = (pair.plays.name, pair.records.name)
            self._delay, self._drift = delay_of(pair.facts), self._drifts.get(self._names, pair.drift)
            self.counter.learn_anew()


def live_speaker(device: SoundDevice, clock: SessionClock, lines: Lines) -> LiveSpeaker:
    """Open a speaker; raises DeviceFailed."""
    speaker = LiveSpeaker(device, clock, line=lines.play)
    speaker.lost = partial(lines.lose, Device.SPEAKER)
    return speaker


def live_microphone(
    device: SoundDevice, clock: SessionClock | None, lines: Lines, devices: LiveDevices
) -> Callable[[], Microphone]:
    """Return what opens a microphone as one of the session's devices."""

    def open_() -> Microphone:
        microphone = LiveMicrophone(device, clock, line=lines.record)
        microphone.counter, microphone.lost = lines.counter, partial(lines.lose, Device.MICROPHONE)
        return WatchedMicrophone(devices.add(microphone), device.name, partial(_tell, devices))

    return open_


def _tell(devices: LiveDevices, notice: Notice) -> None:
    """Print what a person should know of the microphone, and let the coach say it."""
    warn(notice.words)
    if notice.trouble:
        devices.note(notice.trouble)


def warn(words: str) -> None:
    """Print what a person should know at once, with the bell."""
    typer.echo(f"{BELL}{words}", err=True)
