"""What every session of the bench needs, loaded once in a process."""

from functools import cache
from pathlib import Path

from voicecoach.hearing.recogniser import VoskRecogniser
from voicecoach.speech.bank import Bank
from voicecoach.wiring import load_cues


@cache
def tools(model: Path) -> tuple[Bank, VoskRecogniser]:
    """Return the coach's voice and the recogniser; raises what loading them raises."""
    return load_cues(), VoskRecogniser(model)
