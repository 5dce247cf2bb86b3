"""The mixer of PulseAudio or PipeWire, through the program `pactl`."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence

from voicecoach.home.music import MixerFailed, Playing

_PATIENCE = 2.0
"""Seconds after which a sound server is held to be frozen."""

_SPARED = frozenset(("phone", "a11y"))
"""Roles of streams that nobody wants to miss: a call, a screen reader."""


class PulseMixer:
    """Ask and tell the sound server of this login."""

    def playing(self) -> Sequence[Playing]:
        """Return what other programs play that may be turned down; raises MixerFailed."""
        try:
            streams = json.loads(pactl("--format=json", "list", "sink-inputs") or "[]")
            return tuple(_playing(stream) for stream in streams if _may_be_lowered(stream["properties"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise MixerFailed(f"pactl gave no list of streams: {error}; version 16 or newer does") from error

    def set_volumes(self, index: int, volumes: Sequence[int]) -> None:
        """Set the volume of each channel of a stream; raises MixerFailed."""
        pactl("set-sink-input-volume", str(index), *map(str, volumes))


def _playing(stream: Mapping[str, object]) -> Playing:
    properties, volume = stream["properties"], stream["volume"]
    if not isinstance(properties, Mapping) or not isinstance(volume, Mapping):
        raise TypeError("no stream")
    name = properties.get("module-stream-restore.id") or properties.get("application.name") or properties["media.name"]
    return Playing(
        index=int(str(stream["index"])),
        program=str(name),
        volumes=tuple(int(channel["value"]) for channel in volume.values()),
    )


def _may_be_lowered(properties: Mapping[str, str]) -> bool:
    is_own = properties.get("application.process.id") == str(os.getpid())
    return not is_own and properties.get("media.role") not in _SPARED


def pactl(*words: str) -> str:
    """Return what `pactl` answers; raises MixerFailed."""
    try:
        done = subprocess.run(  # noqa: S603 - the words come from here
            ("pactl", *words),  # noqa: S607 - wherever the system keeps it
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=True,
            env={**os.environ, "LC_ALL": "C"},
            start_new_session=True,  # Ctrl-C, or a terminal that closes, must not end it in the middle
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError) as error:
        raise MixerFailed(f"pactl cannot be asked: {error}") from error
    return done.stdout
