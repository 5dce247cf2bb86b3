"""Whether a device is a Bluetooth headset, and whether it has fallen back to its narrow telephone profile."""

import re

_WIRELESS = re.compile(r"bluez|bluetooth|airpods|\bbt\b", re.IGNORECASE)
_TELEPHONE = re.compile(r"hands-?free|\bhfp\b|\bhsp\b|headset[-_ ]head[-_ ]unit|\bag audio\b", re.IGNORECASE)
"""How Windows, BlueZ, PulseAudio and PipeWire name the profiles HSP and HFP (Bluetooth SIG, Hands-Free Profile)."""

WIDEST_TELEPHONE = 16_000
"""Samples a second of mSBC, the better of the two codecs of the Hands-Free Profile; CVSD has 8000."""

LEAD_IN = 0.3
"""Seconds of sound ahead of the first word: a headset that slept swallows that much."""


def is_wireless(name: str) -> bool:
    """Say whether a device's name tells that it is reached by Bluetooth."""
    return bool(_WIRELESS.search(name) or _TELEPHONE.search(name))


def is_narrow(name: str, rate: int) -> bool:
    """Say whether a microphone is a headset's in its telephone profile, by its name or by its low rate."""
    return bool(_TELEPHONE.search(name)) or (bool(_WIRELESS.search(name)) and rate <= WIDEST_TELEPHONE)


def warning_about(name: str) -> str:
    """Return what a person should know of a narrow microphone."""
    return (
        f"{name} records over Bluetooth in telephone quality, so that words are easily misunderstood and the coach "
        "sounds dull; use another microphone with it: voicecoach devices"
    )
