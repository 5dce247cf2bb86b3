"""Recordings as a microphone would bring them: what `hear` listens to."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from voicecoach.core.errors import SoundFileBroken
from voicecoach.core.units import BLOCK, RATE, Samples, Seconds, samples, seconds
from voicecoach.hearing.listener import Listener, Observation
from voicecoach.hearing.recogniser import Recogniser
from voicecoach.hearing.utterance import Utterance
from voicecoach.hearing.voice import VoiceDetector
from voicecoach.ports import Frame, InputPcm

if TYPE_CHECKING:
    from soundfile import SoundFile

SOUNDS = frozenset((".wav", ".flac", ".opus", ".ogg", ".mp3"))
"""Endings that are looked for in folders."""

PAD = samples(0.6)
"""Silence put before and after: a clip that is cut tight gets a pre-roll, and the gate its release."""

_PIECE = Seconds(0.1)  # read at a time: a long file needs little memory, and little is lost before what is damaged
_QUIET = 3  # greatest pad value, in steps of a 16-bit sample: rooms are never digitally silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An utterance and where it lies in its file."""

    start: Seconds
    end: Seconds
    utterance: Utterance
    at: Seconds
    """When it was certain, on the file's own clock; after its end for what only the silence behind it decides."""


def recordings(places: tuple[Path, ...]) -> Iterator[Path]:
    """Return every sound file that the files and folders name, folders in order of their names.

    A folder without any, one that cannot be looked into and a link that leads nowhere are returned themselves, so that
    `listen_to` can complain of them.
    """
    for place in places:
        yield from sorted(_recordings_in(place)) or (place,)


def _recordings_in(place: Path) -> Iterator[Path]:
    failures: list[OSError] = []
    for folder, _, names in os.walk(place, onerror=failures.append):
        yield from (Path(folder, name) for name in names if Path(name).suffix.lower() in SOUNDS)
    closed = (Path(failure.filename) for failure in failures)
    yield from (folder for folder in closed if folder != place)


def listen_to(file: Path, recogniser: Recogniser) -> Iterator[Placed]:
    """Run the session's own pipeline over a file and return its utterances as they are found.

    Raises SoundFileBroken when the file cannot be read, after what could be; HearingFailed when the recogniser breaks.
    """
    with opened(file) as sound:
        last = Seconds(sound.frames / sound.samplerate)
        yield from _listen(_pieces_of(sound), last, Listener(recogniser))


def listen_to_sound(pcm: InputPcm, recogniser: Recogniser, voice: VoiceDetector | None = None) -> Iterator[Placed]:
    """Do the same with sound in memory: int16, (frames,), 16 kHz."""
    yield from _listen(iter((pcm,)), seconds(pcm.size), Listener(recogniser, voice))


def read_sound(file: Path) -> InputPcm:
    """Return a whole file as `listen_to` hears it: int16, (frames,), 16 kHz; raises SoundFileBroken."""
    with opened(file) as sound:
        return np.concatenate(list(_pieces_of(sound)))


def _listen(pieces: Iterator[InputPcm], last: Seconds, listener: Listener) -> Iterator[Placed]:
    silence = np.zeros(0, np.float32)
    end = Samples(0)
    broken: SoundFileBroken | None = None
    try:
        for frame in framed(pieces):
            end = Samples(frame.start + frame.pcm.size)
            yield from _placed(listener.step(frame, silence), last, end)
    except SoundFileBroken as failure:
        broken = failure
    yield from _placed(listener.finish(), last, end)
    if broken:
        raise broken


def _placed(observations: Sequence[Observation], last: Seconds, now: Samples) -> Iterator[Placed]:
    for observation in observations:
        if isinstance(observation, Utterance):
            start, end, at = (seconds(sample - PAD) for sample in (observation.start, observation.end, now))
            yield Placed(start=Seconds(max(0.0, start)), end=Seconds(min(last, end)), utterance=observation, at=at)


def check_name(file: Path) -> None:
    """Raise SoundFileBroken for a name that is not UTF-8: it can neither be opened nor be told on."""
    try:
        str(file).encode()
    except UnicodeEncodeError as failure:
        raise _unreadable(file, "its name is not UTF-8; give it another") from failure


@contextmanager
def opened(file: Path) -> "Iterator[SoundFile]":
    """Open a file or folder that ought to be sound; raises SoundFileBroken."""
    import soundfile  # noqa: PLC0415 - brings its own library

    check_name(file)
    try:
        if file.is_dir() and not os.access(file, os.R_OK | os.X_OK):
            raise SoundFileBroken(f"cannot look into the folder {_shown(file)}; you may not read it")
        if file.is_dir():
            raise SoundFileBroken(f"no sound file in {_shown(file)}; looked for {', '.join(sorted(SOUNDS))}")
        if not file.exists():
            raise SoundFileBroken(f"no such file: {_shown(file)}")
        if not file.is_file():
            raise _unreadable(file, "it is no file")
        if not os.access(file, os.R_OK):
            raise _unreadable(file, "you may not read it")
        if not file.stat().st_size:
            raise _unreadable(file, "it is empty")
        with soundfile.SoundFile(file) as sound:
            yield sound
    except soundfile.SoundFileError as failure:
        raise _unreadable(file, str(failure).partition(": ")[2] or str(failure)) from failure
    except OSError as failure:
        raise _unreadable(file, failure.strerror or str(failure)) from failure


def _unreadable(file: Path, reason: str) -> SoundFileBroken:
    return SoundFileBroken(f"cannot read {_shown(file)} as sound: {reason}")


def _shown(file: Path) -> str:
    """Return a name that takes one line and can be printed, whatever is in it."""
    signs = (sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in str(file))
    return "".join(signs)


def framed(pieces: Iterable[InputPcm]) -> Iterator[Frame]:
    """Return pieces of any length, with a little silence around them, as a microphone's frames; a rest is left out."""
    start, rest = 0, _pad()
    for piece in chain(pieces, (_pad(),)):
        rest = np.concatenate([rest, piece])
        whole = rest.size - rest.size % BLOCK
        for offset in range(0, whole, BLOCK):
            yield Frame(pcm=rest[offset : offset + BLOCK], start=Samples(start + offset))
        start, rest = start + whole, rest[whole:]


def _pad() -> InputPcm:
    return np.random.default_rng(0).integers(-_QUIET, _QUIET + 1, PAD).astype(np.int16)


def _pieces_of(sound: "SoundFile") -> Iterator[InputPcm]:
    """Read a file piece by piece as 16 kHz mono: int16, (frames,); raises SoundFileBroken where it is damaged."""
    import soundfile  # noqa: PLC0415 - brings its own library
    import soxr  # noqa: PLC0415 - the same

    resampler = soxr.ResampleStream(sound.samplerate, RATE, 1, dtype="float32")
    size = int(_PIECE * sound.samplerate)
    is_last = False
    while not is_last:
        try:
            channels = sound.read(size, dtype="float32", always_2d=True)
        except soundfile.SoundFileError as failure:
            raise _unreadable(Path(sound.name), str(failure)) from failure
        if np.isnan(channels).any():
            raise _unreadable(Path(sound.name), "it holds samples that are no numbers")
        piece = np.clip(channels, -1, 1).mean(axis=1)
        is_last = piece.size < size
        if sound.samplerate != RATE:
            piece = resampler.resample_chunk(piece, last=is_last)
        yield np.clip(np.rint(piece * 32_768), -32_768, 32_767).astype(np.int16)
