"""The table of thresholds on disk: written by `voicecoach bench thresholds`, never by hand."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voicecoach.core.commands import Cost
from voicecoach.core.errors import SettingsBroken, StorageFull
from voicecoach.hearing.thresholds import BY_CONFIDENCE, NEAR, Thresholds, Weights

SHIPPED = Path(__file__).parent / "thresholds.toml"
"""The table for the model that travels with the program."""

Finite = Annotated[float, Field(allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]

_HEAD = """\
# When a command that was heard is believed. Written by `voicecoach bench thresholds`; do not edit, run it again.
"""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Strict):
    """What a table was made from."""

    model: str
    """The model's hash; the table says nothing of any other."""
    corpus: str
    """The hash of the recordings."""
    commands: Count
    """Commands said, with and without noise."""
    found: Count
    """Of these, decoded as what they are."""
    words: Count
    """Recordings of single words, commands and others."""
    talk_hours: Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Counts(_Strict):
    """How much each kind of evidence counts, and how long a letter may last, in seconds."""

    margin: Finite
    lead: Finite
    distance: Finite
    confidence: Finite
    shortest: Finite
    longest: Finite
    near: Finite = NEAR
    """Nats a frame by which the nearest other command is near; an older table does not say."""


class OperatingPoint(_Strict):
    """Where the threshold of one cost stands, and what that did to the recordings."""

    least_score: Finite
    lost: Count
    """Commands that were decoded rightly and are rejected."""
    right: Count
    least_in_talk: Finite
    """The threshold while somebody is talking of something else."""
    lost_in_talk: Count
    mistaken_in_talk: Count
    mistaken_words: Count


class Table(_Strict):
    """A whole table."""

    source: Source
    evidence: Counts
    safety: OperatingPoint
    flow: OperatingPoint
    answer: OperatingPoint
    verdict: OperatingPoint
    grave: OperatingPoint

    def point(self, cost: Cost) -> OperatingPoint:
        """Return the operating point of a cost."""
        point: OperatingPoint = getattr(self, cost.value)
        return point

    @property
    def thresholds(self) -> Thresholds:
        """Return what the table says, for judging."""
        counts = self.evidence
        return Thresholds(
            weights=Weights(
                margin=counts.margin, lead=counts.lead, distance=counts.distance, confidence=counts.confidence
            ),
            least_score={cost: self.point(cost).least_score for cost in Cost},
            in_talk={cost: self.point(cost).least_in_talk for cost in Cost},
            shortest=counts.shortest,
            longest=counts.longest,
            near=counts.near,
        )


def thresholds_for(model: str, file: Path = SHIPPED) -> Thresholds:
    """Return the thresholds that were measured with the model of this hash, or those that go by confidence alone.

    Raises SettingsBroken when the file is no such table.
    """
    if not file.is_file():
        return BY_CONFIDENCE
    table = read_table(file)
    return table.thresholds if table.source.model == model else BY_CONFIDENCE


def read_table(file: Path) -> Table:
    """Return the table in a file; raises SettingsBroken when it is none."""
    try:
        return Table.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
        reason = str(failure)
    except ValidationError as failure:
        first = failure.errors()[0]
        reason = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    raise SettingsBroken(f"{file} is no table of thresholds ({reason}); write it anew: voicecoach bench thresholds")


def write_table(table: Table, file: Path) -> None:
    """Write a table; the same table gives the same bytes. Raises StorageFull when it cannot be written."""
    sections: Mapping[str, Mapping[str, str | int | float]] = table.model_dump()
    text = _HEAD + "".join(line for name, fields in sections.items() for line in _section(name, fields))
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as failure:
        raise StorageFull(f"cannot write {file}: {failure.strerror or failure}") from failure


def _section(name: str, fields: Mapping[str, str | int | float]) -> Iterator[str]:
    yield f"\n[{name}]\n"
    for key, value in fields.items():
        yield f'{key} = "{value}"\n' if isinstance(value, str) else f"{key} = {value}\n"
