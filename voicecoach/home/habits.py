"""Each person's habits on disk, as TOML beside what was learnt of their voice.

They are no part of the database: what a person chose stands in no journal, so that a history which is made anew from
the journals would lose it; volume and voice belong to this machine, as the tuned voice does; and a person can read
and change the file.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from voicecoach.core.dials import LOUDEST, QUIETEST
from voicecoach.core.errors import SettingsBroken
from voicecoach.core.exercise import Variation
from voicecoach.core.habits import Habits
from voicecoach.core.routine import Breathing
from voicecoach.core.tempo import LONGEST_DESCENT, Tempo
from voicecoach.core.units import Decibels
from voicecoach.core.verbosity import Verbosity
from voicecoach.home.profiles import folder_of
from voicecoach.home.toml_files import checked, read_toml, write_toml

FILE = "habits.toml"

UNSET = ("", "auto")
"""What is written for a value that the history, or what is usual, is to decide."""

_HEAD = """\
# How this person trains; kept up to date by each session, changed by `voicecoach profile NAME --set key=value`.
"""


def _is_tempo(notation: str) -> str:
    descent = Tempo.read(notation).descent
    if not 1 <= descent <= LONGEST_DESCENT:
        raise ValueError(f"a descent takes 1 to {LONGEST_DESCENT} counts, not {descent}")
    return notation


class HabitsFile(BaseModel):
    """What the file may hold; every key is optional."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    variation: Variation | None = None
    wants: Variation | None = None
    floor: Annotated[float, Field(ge=0, le=1)] | None = None
    tempo: Annotated[str, AfterValidator(_is_tempo)] | None = None
    breathing: Breathing | None = None
    verbosity: Verbosity | None = None
    volume: Annotated[float, Field(ge=QUIETEST, le=LOUDEST)] = 0.0
    voice: Annotated[str, Field(pattern=r"^[\w+./ -]+$")] | None = None


def read_habits(name: str, people: Path) -> Habits:
    """Return the habits of a person, none where there is no file; raises SettingsBroken naming file and key."""
    file = folder_of(name, people) / FILE
    return _habits(read_toml(file, HabitsFile)) if file.is_file() else Habits()


def write_habits(habits: Habits, name: str, people: Path) -> Path:
    """Write the habits of a person in place of those before and return the file; raises StorageFull."""
    file = folder_of(name, people) / FILE
    write_toml(file, _lines(habits))
    return file


def changed(habits: Habits, changes: Mapping[str, str], name: str, people: Path) -> Habits:
    """Return habits with some values as they were typed; `auto` leaves one to the history, or to what is usual.

    A variation is what is wanted next: that of the last session is a fact. Raises SettingsBroken naming key and value.
    """
    file = folder_of(name, people) / FILE
    wanted = {"wants" if key == "variation" else key: value.strip() for key, value in changes.items()}
    unset = {key for key, value in wanted.items() if value in UNSET}
    if strange := wanted.keys() - HabitsFile.model_fields.keys():
        allowed = ", ".join(key for key in HabitsFile.model_fields if key != "wants")
        raise SettingsBroken(f"a profile has no {min(strange)!r}; set one of: {allowed}")
    kept = {key: value for key, value in fields_of(habits).items() if value is not None and key not in wanted}
    return _habits(checked({**kept, **{k: v for k, v in wanted.items() if k not in unset}}, HabitsFile, file))


def fields_of(habits: Habits) -> Mapping[str, str | float | None]:
    """Return the values as they stand in the file, nothing for what is left open."""
    return {
        "variation": habits.variation and habits.variation.value,
        "wants": habits.wants and habits.wants.value,
        "floor": habits.floor,
        "tempo": habits.tempo.notation if habits.tempo else None,
        "breathing": habits.breathing and habits.breathing.value,
        "verbosity": habits.verbosity and habits.verbosity.value,
        "volume": habits.volume,
        "voice": habits.voice,
    }


def _habits(read: HabitsFile) -> Habits:
    return Habits(
        variation=read.variation,
        wants=read.wants,
        floor=read.floor,
        tempo=Tempo.read(read.tempo) if read.tempo else None,
        breathing=read.breathing,
        verbosity=read.verbosity,
        volume=Decibels(read.volume),
        voice=read.voice,
    )


def _lines(habits: Habits) -> Iterator[str]:
    yield _HEAD
    for key, value in fields_of(habits).items():
        if value is not None:
            yield f'{key} = "{value}"\n' if isinstance(value, str) else f"{key} = {float(value)}\n"
