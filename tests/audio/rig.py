"""A small session on any microphone and speaker; as a program, on the devices of its environment.

`python -m tests.audio.rig SPEAKER MICROPHONE SECONDS [BUSY]` prints one JSON object.
"""

import json
import sys
import threading
import time
from dataclasses import asdict, dataclass, field

import numpy as np

from voicecoach.audio.clock import SessionClock
from voicecoach.audio.devices import choose, sound_devices
from voicecoach.audio.live import LiveMicrophone, LiveSpeaker
from voicecoach.audio.mixer import Mixer
from voicecoach.core.effects import Priority, Say
from voicecoach.core.errors import DeviceFailed
from voicecoach.core.events import Device
from voicecoach.core.units import BLOCK, RATE, CueId, Seconds
from voicecoach.ports import Microphone, Speaker

FIRST = 0.5
"""Seconds until the first click; the others follow 1.000 s apart."""

CLICK = np.array([0.6, -0.6], np.float32)


@dataclass(kw_only=True)
class Findings:
    """What a session heard."""

    starts: list[int] = field(default_factory=list)
    """`Frame.start` of each frame."""
    peaks: list[int] = field(default_factory=list)
    """Where clicks were heard on the session clock."""
    failures: list[str] = field(default_factory=list)
    seconds: float = 0
    """How long it took."""


def run(microphone: Microphone, speaker: Speaker, seconds: float) -> Findings:
    """Click once a second, listen all the time, and close both devices."""
    mixer = Mixer({CueId("click"): CLICK})
    for beat in np.arange(FIRST, seconds):
        mixer.carry_out(Say(cue=CueId("click"), at=Seconds(float(beat)), priority=Priority.COUNT))
    found = Findings()
    began = time.monotonic()
    while mixer.clock < seconds * RATE:
        try:
            speaker.write(mixer.render())
            _listen(microphone, found)
        except DeviceFailed as error:
            found.failures.append(str(error))
    speaker.close()
    microphone.close()
    found.seconds = time.monotonic() - began
    return found


def _listen(microphone: Microphone, found: Findings) -> None:
    for frame in microphone.read():
        assert frame.pcm.shape == (BLOCK,)
        assert frame.pcm.dtype == np.int16
        found.starts.append(int(frame.start))
        loud = np.flatnonzero(np.abs(frame.pcm.astype(int)) > 4000)
        if len(loud) and (not found.peaks or frame.start + loud[0] - found.peaks[-1] > RATE // 2):
            found.peaks.append(int(frame.start + loud[0]))


def _be_busy() -> None:
    while True:
        sum(range(1000))


def main(speaker_name: str, microphone_name: str, seconds: str, busy: str = "0") -> None:
    for _ in range(int(busy)):
        threading.Thread(target=_be_busy, daemon=True).start()
    devices = sound_devices()
    clock = SessionClock()
    microphone = LiveMicrophone(choose(devices, microphone_name, Device.MICROPHONE), clock)
    speaker = LiveSpeaker(choose(devices, speaker_name, Device.SPEAKER), clock)
    found = run(microphone, speaker, float(seconds))
    counts = {"speaker": asdict(speaker.counts), "microphone": asdict(microphone.counts)}
    sys.stdout.write(json.dumps({**asdict(found), "counts": counts}))


if __name__ == "__main__":
    main(*sys.argv[1:])
