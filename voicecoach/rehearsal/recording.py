"""Sound files that a persona names: rooms and noises."""

from pathlib import Path

import numpy as np

from voicecoach.core.errors import SoundFileBroken
from voicecoach.core.units import RATE
from voicecoach.ports import OutputPcm


def recording(path: Path) -> OutputPcm:
    """Read a sound file as float32, (frames,), 16 kHz, its channels averaged.

    Raises SoundFileBroken when it cannot be read or is silent.
    """
    import soundfile  # noqa: PLC0415 - loads a shared library
    import soxr  # noqa: PLC0415

    try:
        pcm, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as failure:
        raise SoundFileBroken(f"sound file {path} cannot be read: {failure}") from failure
    mono = np.asarray(soxr.resample(pcm.mean(axis=1), rate, RATE), dtype=np.float32)
    if not mono.any():
        raise SoundFileBroken(f"sound file {path} is empty or silent")
    return mono
