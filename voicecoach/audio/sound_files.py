"""Sound files as microphone and speaker, and what stands in for a device that nobody needs."""

import struct
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import soundfile
import soxr

from voicecoach.core.errors import SoundFileBroken, StorageFull
from voicecoach.core.units import BLOCK, RATE, Samples
from voicecoach.ports import Frame, InputPcm, OutputPcm, Speaker

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
"""RIFF header of mono 16-bit PCM (IBM and Microsoft, Multimedia Programming Interface, 1991)."""

_PATCH_EVERY = 50
"""Blocks after which the header is brought up to date, so that a killed program loses a second at most."""

_LATEST = 1.0
"""Seconds a paced speaker may lag before it gives up catching up, as after the computer slept."""


class WavMicrophone:
    """Give a sound file of any rate and number of channels as frames, then silence for ever.

    Raises SoundFileBroken when the file is missing or no sound.
    """

    is_lost = False

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = soundfile.SoundFile(path)
        except (OSError, soundfile.SoundFileError) as error:
            raise SoundFileBroken(f"cannot read {path} as sound: {error}; give a WAV, FLAC or Ogg file") from error
        rate = self._file.samplerate
        self._resampler = None if rate == RATE else soxr.ResampleStream(rate, RATE, 1, dtype="float32")
        self._ahead: OutputPcm = np.zeros(0, np.float32)
        self._has_ended = False
        self._given = 0

    @property
    def is_exhausted(self) -> bool:
        """Say whether the last sample of the file has been given."""
        self._look_ahead()
        return self._has_ended and not len(self._ahead)

    def read(self) -> Sequence[Frame]:
        """Return the next frame; raises SoundFileBroken when the file turns out to be damaged."""
        self._look_ahead()
        pcm: InputPcm = np.zeros(BLOCK, np.int16)
        sound, self._ahead = self._ahead[:BLOCK], self._ahead[BLOCK:]
        pcm[: len(sound)] = np.clip(np.rint(sound * 32768), -32768, 32767)
        frame = Frame(pcm=pcm, start=Samples(self._given))
        self._given += BLOCK
        return (frame,)

    def close(self) -> None:
        """Close the file; safe to call twice."""
        self._file.close()
        self._has_ended = True

    def _look_ahead(self) -> None:
        while len(self._ahead) < BLOCK and not self._has_ended:
            self._ahead = np.concatenate((self._ahead, self._next_second()))

    def _next_second(self) -> OutputPcm:
        try:
            channels = self._file.read(self._file.samplerate, dtype="float32", always_2d=True)
        except soundfile.SoundFileError as error:
            raise SoundFileBroken(f"{self._path} is damaged: {error}") from error
        self._has_ended = len(channels) < self._file.samplerate
        mono: OutputPcm = channels.mean(axis=1, dtype=np.float32)
        if self._resampler is None:
            return mono
        resampled: OutputPcm = self._resampler.resample_chunk(mono, last=self._has_ended)
        return resampled


class WavSpeaker:
    """Write what the coach says to a mono 16-bit WAV file at 16 kHz, valid at any moment.

    Raises StorageFull when the file cannot be made or cannot grow.
    """

    is_lost = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._frames = 0
        self._patched = 0
        try:
            self._file = path.open("wb", buffering=0)
        except OSError as error:
            raise self._full(error) from error
        try:
            self._put(_header(0))
        except StorageFull:
            self._file.close()
            raise

    def write(self, block: OutputPcm) -> None:
        """Append a block at once, clipped to [-1, 1] and rounded to 1/32767."""
        self._put(np.rint(np.clip(block, -1, 1) * 32767).astype("<i2").tobytes())
        self._frames += len(block)
        if self._frames - self._patched >= _PATCH_EVERY * BLOCK:
            self._patch()

    def close(self) -> None:
        """Write the final length and close the file; safe to call twice."""
        if self._file.closed:
            return
        try:
            self._patch()
        finally:
            self._file.close()

    def _put(self, octets: bytes) -> None:
        try:
            if self._file.write(octets) != len(octets):
                raise OSError("no space left on the device")
        except OSError as error:
            raise self._full(error) from error

    def _patch(self) -> None:
        self._file.seek(0)
        self._put(_header(self._frames))
        self._file.seek(0, 2)
        self._patched = self._frames

    def _full(self, error: OSError) -> StorageFull:
        reason = error.strerror or error
        return StorageFull(f"cannot write {self._path}: {reason}; free some space or choose another place")


def _header(frames: int) -> bytes:
    octets = 2 * frames
    return _HEADER.pack(
        b"RIFF", octets + 36, b"WAVE", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16, b"data", octets
    )  # fmt: format 1 is PCM, one channel


class SilentMicrophone:
    """Hear nothing, for a session that is typed."""

    is_exhausted = False
    is_lost = False

    def read(self) -> Sequence[Frame]:
        """Return no frame."""
        return ()

    def close(self) -> None:
        """Do nothing."""


class SilentSpeaker:
    """Drop what the coach says, at once."""

    is_lost = False

    def write(self, block: OutputPcm) -> None:
        """Drop the block."""

    def close(self) -> None:
        """Do nothing."""


class PacedSpeaker:
    """Hold another speaker to real time, where no device does."""

    def __init__(
        self,
        inner: Speaker,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._inner = inner
        self._clock = clock
        self._sleep = sleep
        self._due: float | None = None
        self._is_free = False

    @property
    def is_lost(self) -> bool:
        """Say whether the inner speaker is gone."""
        return self._inner.is_lost

    def free_run(self) -> None:
        """Never wait again."""
        self._is_free = True

    def write(self, block: OutputPcm) -> None:
        """Hand the block on and wait until it would have been played; catch up when late, by a second at most."""
        self._inner.write(block)
        if self._is_free:
            return
        now = self._clock()
        due = now if self._due is None or now - self._due > _LATEST else self._due
        self._due = due + len(block) / RATE
        if self._due > now:
            self._sleep(self._due - now)

    def close(self) -> None:
        """Close the inner speaker."""
        self._inner.close()
