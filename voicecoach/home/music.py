"""Other programs' sound, turned down while a session runs and put back on every exit, a crash included."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import platformdirs

from voicecoach.core.errors import StorageFull, VoicecoachError
from voicecoach.home.whole_files import write_whole

LOWERED_TO = 0.5623
"""Factor on PulseAudio's volume, which is the cube root of the amplitude: 15 dB less, heard beneath the coach."""

LOOK_EVERY = 3.0
"""Seconds between two looks for programs that have begun to play."""

_MOST_NOTES = 50
"""Volumes that are remembered; the oldest are forgotten, as their programs will hardly play again."""


class MixerFailed(VoicecoachError):
    """The system's mixer did not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Playing:
    """A stream of another program."""

    index: int
    """The mixer's number, which is given anew when the mixer starts again."""
    program: str
    """Under which name the mixer remembers the volume for the program's next stream."""
    volumes: tuple[int, ...]
    """Of each channel; 65536 is the program's full level."""


class Mixer(Protocol):
    """The system's mixer."""

    def playing(self) -> Sequence[Playing]:
        """Return what other programs play that may be turned down; raises MixerFailed."""

    def set_volumes(self, index: int, volumes: Sequence[int]) -> None:
        """Set the volume of each channel of a stream; raises MixerFailed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is to be put back."""

    program: str
    before: tuple[int, ...]
    lowered: tuple[int, ...]

    def is_of(self, playing: Playing) -> bool:
        """Say whether a stream stands where it was lowered to; else somebody has set it since, and it is theirs.

        The mixer gives a program's next stream the last volume, spread over other channels where it has others.
        """
        if len(playing.volumes) == len(self.lowered):
            return (playing.program, playing.volumes) == (self.program, self.lowered)
        least, most = min(self.lowered), max(self.lowered)
        return playing.program == self.program and all(least <= volume <= most for volume in playing.volumes)

    def before_of(self, playing: Playing) -> tuple[int, ...]:
        """Return where a stream stood before that stands where it was lowered to."""
        if len(playing.volumes) == len(self.before):
            return self.before
        return tuple(round(volume * max(self.before) / max(self.lowered)) for volume in playing.volumes)


def notes_file() -> Path:
    """Return where it is written down what was turned down."""
    return platformdirs.user_data_path("voicecoach") / "music.json"


class Music:
    """Turn other programs down and up again; every step is on disk before it is done."""

    def __init__(self, mixer: Mixer, file: Path) -> None:
        self._mixer = mixer
        self._file = file
        self._notes = _read(file)
        self._seen: set[tuple[int, str]] = set()
        """Streams that were turned down; what becomes of them then is for whoever turns them up."""

    def lower(self) -> None:
        """Turn each stream down once; raises MixerFailed, and StorageFull where no note can be kept.

        A program's next stream that begins with the lowered volume is low already.
        """
        playing, noted = self._mixer.playing(), self._notes
        self._seen &= {(stream.index, stream.program) for stream in playing}
        for stream in playing:
            if (stream.index, stream.program) in self._seen:
                continue
            if not any(note.is_of(stream) for note in noted):
                self._lower(stream)
            self._seen.add((stream.index, stream.program))

    def _lower(self, stream: Playing) -> None:
        note = Note(
            program=stream.program,
            before=stream.volumes,
            lowered=tuple(round(volume * LOWERED_TO) for volume in stream.volumes),
        )
        if note.lowered == note.before:
            return
        known = (note.program, note.lowered)
        self._keep((*(other for other in self._notes if (other.program, other.lowered) != known), note))
        self._mixer.set_volumes(stream.index, note.lowered)

    def put_back(self) -> None:
        """Turn up what is still as it was turned down; a program that is silent just now stays noted.

        Raises MixerFailed and StorageFull.
        """
        playing = self._mixer.playing()
        for stream in playing:
            note = next((note for note in reversed(self._notes) if note.is_of(stream)), None)
            if note:
                self._mixer.set_volumes(stream.index, note.before_of(stream))
        present = {stream.program for stream in playing}
        self._keep(tuple(note for note in self._notes if note.program not in present))

    def try_to_put_back(self) -> None:
        """Put back what is noted, if anything is, and if the mixer answers."""
        if self._notes:
            with suppress(MixerFailed, StorageFull):
                self.put_back()

    def _keep(self, notes: tuple[Note, ...]) -> None:
        self._notes = notes[-_MOST_NOTES:]
        write_whole(self._file, json.dumps([asdict(note) for note in self._notes]))


def _read(file: Path) -> tuple[Note, ...]:
    """Return what was noted; a damaged file is worth nothing."""
    try:
        noted = json.loads(file.read_text(encoding="utf-8"))
        return tuple(
            Note(
                program=str(note["program"]),
                before=tuple(int(volume) for volume in note["before"]),
                lowered=tuple(int(volume) for volume in note["lowered"]),
            )
            for note in noted
        )
    except (OSError, ValueError, TypeError, KeyError):
        return ()


@contextmanager
def quiet_music(mixer: Mixer, file: Path, look_every: float = LOOK_EVERY) -> Iterator[None]:
    """Keep other programs turned down inside the block; never raises for a mixer that is missing or does not answer.

    What an earlier session could not put back is put back first.
    """
    music = Music(mixer, file)
    is_over = threading.Event()

    def keep_low() -> None:
        music.try_to_put_back()
        while not is_over.is_set():
            with suppress(MixerFailed, StorageFull):
                music.lower()
            is_over.wait(look_every)
        music.try_to_put_back()

    thread = threading.Thread(target=keep_low)  # the program waits for it, also when it is told twice to end
    try:
        thread.start()
        yield
    finally:
        is_over.set()
        if thread.ident:
            thread.join()


def put_back_left_over(mixer: Mixer, file: Path) -> None:
    """Put back what an earlier session could not; never raises for a mixer that is missing or does not answer."""
    Music(mixer, file).try_to_put_back()
