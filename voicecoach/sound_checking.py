"""The loop of a sound check: it plays the programme, and lays what was heard beside it on the session clock."""

import numpy as np

from voicecoach.audio.chirp import Sound
from voicecoach.audio.sound_check import Programme, facts_of
from voicecoach.core.errors import DeviceFailed
from voicecoach.core.units import BLOCK
from voicecoach.ports import Frame, Microphone, OutputPcm, SoundFacts, Speaker

_FULL_SCALE = 32_768.0


def check_sound(speaker: Speaker, microphone: Microphone, question: OutputPcm) -> SoundFacts:
    """Measure a speaker, a microphone and the room between them, and always close both; takes about 15 seconds.

    `question` asks for one word. Raises DeviceFailed when a device goes, or when the microphone brings no sound.
    """
    programme = Programme.asking(question)
    heard: Sound = np.zeros(len(programme.pcm))
    count = 0
    try:
        for at in range(0, len(programme.pcm), BLOCK):
            speaker.write(programme.pcm[at : at + BLOCK])
            for frame in microphone.read():
                _lay(frame, heard)
                count += 1
    finally:
        microphone.close()
        speaker.close()
    if not count or not heard.any():
        raise DeviceFailed("the microphone gives nothing but silence; switch it on, or allow the use of it")
    return facts_of(heard, programme)


def _lay(frame: Frame, heard: Sound) -> None:
    room = heard[frame.start : frame.start + BLOCK]
    room[:] = frame.pcm[: len(room)] / _FULL_SCALE
