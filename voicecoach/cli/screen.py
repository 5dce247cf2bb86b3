"""What a person at the terminal sees of a session: who said what, when."""

import typer

from voicecoach.core.effects import Say
from voicecoach.core.events import Device, DeviceLost, HalfHeard, Heard, HearingLost, Misheard, Slept
from voicecoach.core.turn import Turn
from voicecoach.core.units import Seconds
from voicecoach.ports import CueBank

BELL = "\a"
"""Rung when the coach cannot say what is wrong: the terminal may still be heard."""


class Transcript:
    """Print each turn's speech as one line."""

    def __init__(self, bank: CueBank) -> None:
        self._text = bank.text

    def __call__(self, turn: Turn) -> None:
        """Print what was heard and what is said to it."""
        match turn.event:
            case Heard(at=at, text=text):
                _print(at, "you", text)
            case HalfHeard(at=at, text=text, candidates=(likelier, other)):
                _print(at, "", f"({likelier.value} or {other.value}?: {text})")
            case Misheard(at=at, text=text):
                _print(at, "", f"(not a command: {text or 'no words'})")
            case HearingLost(at=at, reason=reason):
                _print(at, "", f"({reason})")
            case DeviceLost(device=Device.SPEAKER) | Slept():
                typer.echo(BELL, nl=False)
            case _:
                pass
        says = [effect for effect in turn.effects if isinstance(effect, Say)]
        words = " ".join(self._text[say.cue] for say in says if not say.cue.startswith("earcon."))
        if words:
            first = next(say for say in says if not say.cue.startswith("earcon."))
            _print(first.at, "coach", words)


def _print(at: Seconds, who: str, words: str) -> None:
    minutes, seconds = divmod(at, 60)
    typer.echo(f"{int(minutes):3d}:{seconds:04.1f}  {who:5}  {words}")
