"""What stands behind the devices that PulseAudio and PipeWire only lend their name to."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from voicecoach.core.events import Device
from voicecoach.home.music import MixerFailed
from voicecoach.home.pulse_mixer import pactl

_LENT = frozenset(("default", "pulse", "pipewire"))
_RATE = re.compile(r"(\d+) ?Hz")


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The device that really plays or records."""

    name: str
    rate: int


@cache
def behind(name: str, rate: int, device: Device) -> Behind:
    """Return the sound server's own device behind a lent name, with its rate; another device is what it is.

    It is asked once: the answer is how things stood then, until `behind.cache_clear` is called.
    """
    if name not in _LENT:
        return Behind(name=name, rate=rate)
    kind = "source" if device is Device.MICROPHONE else "sink"
    try:
        default = pactl(f"get-default-{kind}").strip()
        listed = json.loads(pactl("--format=json", "list", f"{kind}s") or "[]")
        specification = next((_specification(found) for found in listed if found["name"] == default), "")
    except (MixerFailed, ValueError, KeyError, TypeError):
        return Behind(name=name, rate=rate)
    told = _RATE.search(specification)
    return Behind(name=f"{name} ({default})", rate=int(told[1]) if told else rate)


def _specification(found: Mapping[str, object]) -> str:
    return str(found["sample_specification"])
