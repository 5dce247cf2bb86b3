"""What `doctor` looks at: each part of the installation, whether it works, and what mends it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from voicecoach.audio.devices import choose, sound_devices
from voicecoach.core.errors import VoicecoachError
from voicecoach.core.events import Device
from voicecoach.hearing.models import find_model
from voicecoach.hearing.people import naming_of, unknown_words
from voicecoach.hearing.pipeline import open_hearing
from voicecoach.hearing.recogniser import VoskRecogniser
from voicecoach.history.database import database_url, place_of
from voicecoach.history.journals import journal_folder
from voicecoach.history.keeping import open_store
from voicecoach.planning import known_people
from voicecoach.ports import Voice
from voicecoach.speech.engine import COACH_VOICE, EspeakEngine, PyttsxEngine
from voicecoach.wiring import load_cues


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The state of one part."""

    part: str
    is_well: bool
    words: str
    """What is there, or what is wrong and what to do."""


def check_up(model: str = "auto") -> Iterator[Finding]:
    """Look at one part after the other; never raises."""
    for part, look in _parts(model):
        try:
            yield Finding(part=part, is_well=True, words=look())
        except VoicecoachError as failure:
            yield Finding(part=part, is_well=False, words=str(failure))


def _parts(model: str) -> tuple[tuple[str, Callable[[], str]], ...]:
    return (
        ("microphone", lambda: choose(sound_devices(), None, Device.MICROPHONE).name),
        ("speaker", lambda: choose(sound_devices(), None, Device.SPEAKER).name),
        ("model and vocabulary", lambda: _model(model)),
        ("people by name", lambda: _people(model)),
        ("cue bank", _cues),
        ("speech engine", _engine),
        ("people's voices", _voices),
        ("journals", _journals),
        ("history", _history),
    )


def _model(choice: str) -> str:
    folder = find_model(choice)
    open_hearing(folder)
    return f"{folder}; it knows every word of the commands"


def _people(choice: str) -> str:
    people = known_people()
    recogniser = VoskRecogniser(find_model(choice))
    told = [naming_of(person, unknown_words(person, recogniser.knows)) for person in people]
    return "; ".join(told) or "nobody trained here yet"


def _cues() -> str:
    bank = load_cues()
    if bank.notices:
        raise VoicecoachError("; ".join(bank.notices))
    return f"{len(bank.text)} cues and signals, whole"


def _engine() -> str:
    list(PyttsxEngine().render(["one"], COACH_VOICE))
    return f"it speaks as {COACH_VOICE.name}"


def _voices() -> str:
    list(EspeakEngine().render(["one"], Voice(name="en-us", words_a_minute=160)))
    return "espeak-ng speaks"


def _journals() -> str:
    folder = journal_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".writable").write_bytes(b"")
        (folder / ".writable").unlink()
    except OSError as failure:
        raise VoicecoachError(
            f"{folder} cannot be written: {failure.strerror}; free space or choose --journal"
        ) from failure
    return f"{folder} can be written"


def _history() -> str:
    with open_store() as store:
        count = len(store.kept())
    return f"{place_of(database_url())} can be read; sessions: {count}"
