"""The coffee orders of Picovoice's speech-to-intent benchmark: what is ordered in each recording, and in what words.

https://github.com/Picovoice/speech-to-intent-benchmark (Apache-2.0): an order counts when every slot is right.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, TypeAdapter, ValidationError

from voicecoach.core.errors import CorpusBroken
from voicecoach.hearing.recording import SOUNDS

LABELS = "label.json"

OPENERS = (
    "brew", "can i get", "can i have", "i want", "get me", "give me", "i'd like", "make me", "may i have",
)  # fmt: skip
"""How an order begins, as the benchmark's own grammar has it."""

ARTICLES = ("a", "an", "")
BEFORE = ("size", "roast", "numberOfShots")
"""Slots that stand before the drink, in any order."""

DRINK = "coffeeDrink"
BEHIND = ("milkAmount", "sugarAmount")
"""Slots that stand behind it: `with A and B`."""

SENTENCES = 1500
"""Sentences that the grammar is made of; a recogniser takes them as a bigram."""

_HAS_SLOT = 0.5  # of the sentences have each slot but the drink

Slots = Mapping[str, str]
"""The value of each slot that is named in an order."""


class _Label(BaseModel):
    slots: dict[str, str]


_LABELS: TypeAdapter[dict[str, _Label]] = TypeAdapter(dict[str, _Label])


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A recording and what is ordered in it."""

    file: Path
    slots: Slots


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """Every value that a slot takes anywhere in the benchmark."""

    values: dict[str, tuple[str, ...]]

    @property
    def words(self) -> tuple[str, ...]:
        """Return every word that an order may hold, sorted."""
        said = (*OPENERS, *ARTICLES, "with and", *(value for each in self.values.values() for value in each))
        return tuple(sorted({word for text in said for word in text.split()}))

    def slots_in(self, text: str) -> Slots:
        """Return the slots that a text fills: at each place the longest value that begins there."""
        slot_of = {tuple(value.split()): slot for slot, values in self.values.items() for value in values}
        longest = max(map(len, slot_of), default=0)
        words, found, place = text.split(), {}, 0
        while place < len(words):
            lengths = range(min(longest, len(words) - place), 0, -1)
            length = next((one for one in lengths if tuple(words[place : place + one]) in slot_of), 0)
            if length:
                value = tuple(words[place : place + length])
                found[slot_of[value]] = " ".join(value)
            place += max(1, length)
        return found


def read_orders(folder: Path) -> tuple[tuple[Order, ...], Menu]:
    """Return the recordings of a folder that its `label.json` knows, and the menu of all labels.

    A label names a file by its stem. Raises CorpusBroken.
    """
    labels = _labels(folder / LABELS)
    slots = {Path(name).stem: _cleaned(label.slots) for name, label in labels.items()}
    files = sorted(file for file in folder.glob("*") if file.suffix.lower() in SOUNDS)
    orders = tuple(Order(file=file, slots=slots[file.stem]) for file in files if file.stem in slots)
    if not orders:
        raise CorpusBroken(f"no recording in {folder} is named in its {LABELS}")
    return orders, _menu(slots.values())


def sentences(menu: Menu, seed: int) -> tuple[str, ...]:
    """Return sentences of the benchmark's grammar, drawn evenly from its slot values; the same for the same seed."""
    chance = np.random.default_rng(seed)
    return tuple(dict.fromkeys(_sentence(menu, chance) for _ in range(SENTENCES)))


def _sentence(menu: Menu, chance: np.random.Generator) -> str:
    def one_of(values: Sequence[str]) -> str:
        return values[int(chance.integers(len(values)))]

    def some(slots: Sequence[str]) -> list[str]:
        kept = [slot for slot in slots if slot in menu.values and chance.random() < _HAS_SLOT]
        return [one_of(menu.values[kept[place]]) for place in chance.permutation(len(kept))]

    behind = " and ".join(some(BEHIND))
    words = (one_of(OPENERS), one_of(ARTICLES), *some(BEFORE), one_of(menu.values[DRINK]), behind and f"with {behind}")
    return " ".join(word for word in words if word)


def _labels(file: Path) -> dict[str, _Label]:
    try:
        return _LABELS.validate_python(json.loads(file.read_text(encoding="utf-8")))
    except OSError as failure:
        raise CorpusBroken(f"cannot read {file}: {failure.strerror}; it must say what is ordered") from failure
    except (ValueError, ValidationError) as failure:
        fault = failure.errors()[0] if isinstance(failure, ValidationError) else None
        where = f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" if fault else str(failure)
        raise CorpusBroken(f"{file} holds no labels: {where}") from failure


def _cleaned(slots: Slots) -> Slots:
    return {slot: " ".join(value.lower().split()) for slot, value in slots.items()}


def _menu(labels: Iterable[Slots]) -> Menu:
    values: dict[str, set[str]] = {}
    for slots in labels:
        for slot, value in slots.items():
            values.setdefault(slot, set()).add(value)
    if DRINK not in values:
        raise CorpusBroken(f"no label has the slot {DRINK!r}; these are not the benchmark's coffee orders")
    return Menu(values={slot: tuple(sorted(each)) for slot, each in sorted(values.items())})
