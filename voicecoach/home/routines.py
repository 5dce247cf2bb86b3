"""Routines on disk: TOML, checked at the border."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from voicecoach.core.exercise import KINDS, Variation
from voicecoach.core.routine import Breathing, Routine
from voicecoach.core.tempo import LONGEST_DESCENT, Tempo
from voicecoach.core.units import Seconds
from voicecoach.core.verbosity import Verbosity
from voicecoach.home.toml_files import read_toml

_USUAL = Routine()


class _TempoTable(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    lift: Annotated[float, Field(ge=1, le=10)] = _USUAL.tempo.lift
    hold: Annotated[float, Field(ge=0, le=10)] = _USUAL.tempo.hold
    descent: Annotated[int, Field(ge=1, le=LONGEST_DESCENT)] = _USUAL.tempo.descent
    stop_point: Annotated[float, Field(ge=0, le=10)] = _USUAL.tempo.stop_point


class RoutineFile(BaseModel):
    """What a routine's TOML file may hold; every key is optional."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1)] = _USUAL.name
    variation: Variation = _USUAL.variation
    stretch: Annotated[float, Field(ge=0, le=120)] = _USUAL.stretch
    cat_cows: Annotated[int, Field(ge=0, le=20)] = _USUAL.cat_cows
    sets: Annotated[int, Field(ge=1, le=20)] = _USUAL.sets
    reps: Annotated[int, Field(ge=1, le=50)] = _USUAL.reps
    rest: Annotated[float, Field(ge=0, le=900)] = _USUAL.rest
    plank: Annotated[float, Field(ge=0, le=900)] = _USUAL.plank
    tempo: _TempoTable = _TempoTable()
    breathing: Breathing = _USUAL.breathing
    verbosity: Verbosity = _USUAL.verbosity

    @field_validator("tempo", mode="before")
    @classmethod
    def _read_notation(cls, tempo: object) -> object:
        """Take the usual notation in place of a table."""
        return asdict(Tempo.read(tempo)) if isinstance(tempo, str) else tempo

    @model_validator(mode="after")
    def _fits_the_variation(self) -> Self:
        kind = KINDS[self.variation]
        if self.tempo.descent != kind.fitting(self.tempo.descent):
            allowed = f"{self.variation.value} takes {kind.shortest} to {kind.longest} counts"
            raise ValueError(f"tempo.descent is {self.tempo.descent}; {allowed}")
        return self


def read_routine(path: Path) -> Routine:
    """Return the routine of a TOML file.

    Raises SettingsBroken naming file, key and the allowed values.
    """
    return routine_of(read_toml(path, RoutineFile))


def routine_of(file: RoutineFile) -> Routine:
    """Return a checked file's content as the core knows it."""
    tempo = Tempo(
        lift=Seconds(file.tempo.lift),
        hold=Seconds(file.tempo.hold),
        descent=file.tempo.descent,
        stop_point=Seconds(file.tempo.stop_point),
    )
    return Routine(
        name=file.name,
        variation=file.variation,
        stretch=Seconds(file.stretch),
        cat_cows=file.cat_cows,
        sets=file.sets,
        reps=file.reps,
        tempo=tempo,
        rest=Seconds(file.rest),
        plank=Seconds(file.plank),
        breathing=file.breathing,
        verbosity=file.verbosity,
    )
