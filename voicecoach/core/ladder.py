"""The file of the variations, checked when it is read: every table of it is a kind of leg raise, gentlest first."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from voicecoach.core.errors import VariationsBroken
from voicecoach.core.kind import Kind, Legs, Place, Turns
from voicecoach.core.tempo import LONGEST_DESCENT, SHORTEST_DESCENT

_KEYS = ("place", "turns", "legs", "touches", "descents", "only_asked", "gentler", "fit")
_USUAL = "usual"
_WORD = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_FIT_NAME = re.compile(r"[a-z_]+\.[a-z0-9_]+")

_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """What there is to do, and what of it is usual."""

    kinds: Mapping[str, Kind]
    """Each by its word, from the gentlest to the hardest."""
    usual: str
    """The word of what is done where nothing else is known."""


def read_ladder(content: bytes, file: str) -> Ladder:
    """Return the ladder that the content of a TOML file holds; the name of the file is only for messages.

    Raises VariationsBroken with one line that names file, variation, key, value and what is allowed.
    """
    try:
        tables = tomllib.loads(content.decode())
    except (ValueError, RecursionError) as failure:  # bad TOML, bytes that are no UTF-8, or endless brackets
        raise VariationsBroken(f"{file} is no valid TOML: {failure}") from failure
    try:
        return _ladder(tables)
    except ValueError as failure:
        raise VariationsBroken(f"{file}: {failure}") from failure


def _ladder(tables: Mapping[str, object]) -> Ladder:
    kinds: dict[str, Kind] = {}
    for word, table in tables.items():
        if word != _USUAL:
            kinds[word] = _Table(word, table, kinds).kind()
    usual, unasked = tables.get(_USUAL), _unasked(kinds)
    if usual not in unasked:
        raise _wrong(_USUAL, usual, unasked)
    return Ladder(kinds=kinds, usual=str(usual))


def _unasked(kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    return tuple(word for word, kind in kinds.items() if not kind.only_asked)


def _wrong(key: str, value: object, allowed: Iterable[str]) -> ValueError:
    found = "is missing" if value is None else f"is {value!r}"
    return ValueError(f"{key} {found}; allowed: {', '.join(allowed) or 'nothing'}")


class _Table:
    """One table of the file; it knows those before it, which are gentler."""

    def __init__(self, word: str, table: object, before: Mapping[str, Kind]) -> None:
        if not _WORD.fullmatch(word):
            raise ValueError(f"{word!r} is no word of a variation; allowed: small letters and digits, parted by _")
        if not isinstance(table, Mapping):
            raise _wrong(word, table, (f"a table [{word}] with the keys {', '.join(_KEYS)}",))
        self._word, self._table, self._before = word, table, before

    def kind(self) -> Kind:
        """Return what the table says; raises ValueError naming key, value and what is allowed."""
        self._refuse_unknown_keys()
        shortest, longest = self._descents()
        place = self._one_of(Place, "place", Place.FLOOR)
        return Kind(
            place=place,
            turns=self._one_of(Turns, "turns", Turns.TOGETHER),
            legs=self._one_of(Legs, "legs", Legs.BOTH),
            touches=self._flag("touches"),
            shortest=shortest,
            longest=longest,
            only_asked=self._only_asked(place),
            gentler=self._gentler(),
            fit=self._fit(),
        )

    def _wrong(self, key: str, allowed: Iterable[str]) -> ValueError:
        return _wrong(f"{self._word}.{key}", self._table.get(key), allowed)

    def _refuse_unknown_keys(self) -> None:
        unknown = next((key for key in self._table if key not in _KEYS), None)
        if unknown is not None:
            near = get_close_matches(str(unknown), _KEYS, n=1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise ValueError(f"unknown key {unknown!r} in {self._word}; {hint}allowed: {', '.join(_KEYS)}")

    def _one_of(self, choices: type[_Choice], key: str, usual: _Choice) -> _Choice:
        value = self._table.get(key, usual)
        if value not in tuple(choices):
            raise self._wrong(key, choices)
        return choices(value)

    def _flag(self, key: str) -> bool:
        value = self._table.get(key, False)
        if not isinstance(value, bool):
            raise self._wrong(key, ("true", "false"))
        return value

    def _descents(self) -> tuple[int, int]:
        counts = range(1, LONGEST_DESCENT + 1)
        match self._table.get("descents", [SHORTEST_DESCENT, LONGEST_DESCENT]):
            case [bool(), _] | [_, bool()]:  # which Python takes for numbers
                pass
            case [int(shortest), int(longest)] if shortest in counts and longest in counts[shortest - 1 :]:
                return shortest, longest
        raise self._wrong("descents", (f"[shortest, longest], whole counts from 1 to {LONGEST_DESCENT}",))

    def _only_asked(self, place: Place) -> bool:
        """Say whether it comes only when asked for, as a bar must; the gentlest is for everybody."""
        value = self._flag("only_asked")
        if value and not self._before:
            raise self._wrong("only_asked", ("false, as the gentlest comes unasked",))
        if place is Place.BAR and not value:
            raise self._wrong("only_asked", ("true, as a bar comes only when it is asked for",))
        return value

    def _gentler(self) -> str | None:
        """Return what a step down leads to: the table before it, unless another one is named; never to a weight."""
        unasked = _unasked(self._before)
        value = self._table.get("gentler", next(reversed(tuple(self._before)), None))
        if value in unasked or (value is None and not self._before):
            return value and str(value)
        raise self._wrong("gentler", unasked)

    def _fit(self) -> str | None:
        value = self._table.get("fit")
        if value is None or (isinstance(value, str) and _FIT_NAME.fullmatch(value)):
            return value
        raise self._wrong("fit", ('"category.name", as in "leg_raise.lying_straight_leg_raise"',))
