"""Which speakers judge a model, and which it may have learned from."""

from hashlib import sha256


def examines(speaker: str) -> bool:
    """Say whether a speaker of `words` only ever judges; about half do, the same on every machine.

    The name is the file's up to its first `-`. Training, tuning and this report share the rule: the first byte of
    the SHA-256 of `examine words:SPEAKER` is below 128.
    """
    return sha256(f"examine words:{speaker}".encode()).digest()[0] < 128


def speaker_of(stem: str) -> str:
    """Return the speaker whom a file's name in `words` begins with."""
    return stem.partition("-")[0]
