"""What a session begins with while the program is still being imported: its recogniser's model."""

from contextlib import suppress

from voicecoach.core.errors import VoicecoachError
from voicecoach.hearing.models import AUTO, find_model
from voicecoach.hearing.vosk_library import begin_to_load

COACH = "coach"

_TYPED, _ANOTHER_MODEL, _HELP = "keyboard", "--model", "--help"


def is_session(arguments: list[str]) -> bool:
    """Say whether a command line surely starts a session; one that begins with an option may name another command."""
    return arguments[:1] in ([], [COACH])


def take_head_start(arguments: list[str]) -> None:
    """Begin to load the model that a session will listen with, where the command line leaves the choice to us."""
    if is_session(arguments) and not any(_needs_none(argument) for argument in arguments):
        with suppress(VoicecoachError):  # whoever needs the model tells what is wrong with it
            begin_to_load(find_model(AUTO))


def _needs_none(argument: str) -> bool:
    """Say whether an argument means that nobody is listened to, or with another model."""
    return argument.startswith((_ANOTHER_MODEL, _HELP)) or argument.endswith(_TYPED)
