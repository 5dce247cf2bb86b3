"""A speaker and a microphone as a pair: opened by what was measured of them, and measured where nothing is known."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial

import typer

from voicecoach.audio.bluetooth import LEAD_IN, is_narrow, is_wireless, warning_about
from voicecoach.audio.capture import Capture
from voicecoach.audio.clock import SessionClock
from voicecoach.audio.devices import SoundDevice, choose, sound_devices
from voicecoach.audio.level_watch import Notice, WatchedMicrophone
from voicecoach.audio.live import LiveDevices, LiveMicrophone
from voicecoach.audio.playback import Playback
from voicecoach.audio.softening import SofteningSpeaker
from voicecoach.audio.sound_check import advice_on, delay_of
from voicecoach.cli.screen import BELL
from voicecoach.core.errors import VoicecoachError
from voicecoach.core.events import Device
from voicecoach.core.units import CueId
from voicecoach.home.device_pairs import keep_facts, known_facts, pairs_file
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
        facts = check_sound(live_speaker(pair.speaker, clock), microphone, bank.pcm[QUESTION])
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


def live_speaker(device: SoundDevice, clock: SessionClock) -> SofteningSpeaker:
    """Open a speaker, one on Bluetooth with a lead-in; raises DeviceFailed."""
    found = behind(device.name, device.rate, Device.SPEAKER)
    lead_in = LEAD_IN if is_wireless(found.name) else 0.0
    return SofteningSpeaker(device, clock, line=partial(Playback, lead_in=lead_in))


def live_microphone(
    device: SoundDevice, clock: SessionClock | None, speaker: SoundDevice | None, devices: LiveDevices
) -> Callable[[], Microphone]:
    """Return what opens a microphone as one of the session's devices, placed by the delay measured with the speaker."""
    facts = Pair(speaker=speaker, microphone=device).facts if speaker else None
    line = partial(Capture, delay=delay_of(facts))
    return lambda: WatchedMicrophone(
        devices.add(LiveMicrophone(device, clock, line=line)), device.name, partial(_tell, devices)
    )


def _tell(devices: LiveDevices, notice: Notice) -> None:
    """Print what a person should know of the microphone, and let the coach say it."""
    warn(notice.words)
    if notice.trouble:
        devices.note(notice.trouble)


def warn(words: str) -> None:
    """Print what a person should know at once, with the bell."""
    typer.echo(f"{BELL}{words}", err=True)
