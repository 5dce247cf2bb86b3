"""A cue as Ogg Opus, the one place that knows its coding."""

import io

import numpy as np

from voicecoach.core.errors import SoundFileBroken
from voicecoach.core.units import RATE
from voicecoach.ports import OutputPcm
from voicecoach.speech.loudness import faded

SUFFIX = ".opus"


def encoded(pcm: OutputPcm) -> bytes:
    """Compress session sound; the number of samples survives exactly."""
    import soundfile  # noqa: PLC0415 - slow to import

    file = io.BytesIO()
    soundfile.write(file, pcm, RATE, format="OGG", subtype="OPUS")
    return file.getvalue()


def decoded(content: bytes) -> OutputPcm:
    """Return the sound of a compressed cue: float32, (frames,), 16 kHz, read-only.

    Its ends are faded, since Opus leaves a step of some -48 dBFS there.
    Raises SoundFileBroken where it is no mono sound at 16 kHz.
    """
    import soundfile  # noqa: PLC0415

    try:
        pcm, rate = soundfile.read(io.BytesIO(content), dtype="float32")
    except soundfile.LibsndfileError as failure:
        raise SoundFileBroken(f"a cue is no Ogg Opus file: {failure}") from failure
    if rate != RATE or pcm.ndim != 1:
        raise SoundFileBroken(f"a cue must be mono at {RATE} Hz; it has {rate} Hz and shape {pcm.shape}")
    sound = faded(np.asarray(pcm, dtype=np.float32))
    sound.setflags(write=False)
    return sound
