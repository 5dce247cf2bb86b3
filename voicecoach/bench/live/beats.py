"""Where the counts lie in a recording of the speaker, and how far that is from a beat a second."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from voicecoach.core.script import COUNTED
from voicecoach.core.units import RATE, CueId, Samples
from voicecoach.ports import OutputPcm

SEARCHED = 2 * RATE // 5
"""Samples to each side of its expected place in which a count is looked for: 0.4 s, less than half a beat."""

LIKENESS = 0.7
"""Correlation, 1 for the same sound, from which a count was found; another count gives 0.4 at most."""

AUDIBLE = 1e-3
_QUIET = 1e-3  # keeps silence from resembling anything


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A count that the coach was to say."""

    cue: CueId
    start: Samples
    """Where its sound was to begin on the session clock."""
    descent: int
    """Which descent it belongs to, from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A count that was heard."""

    planned: Planned
    late: float
    """Seconds behind its place, the first sound of the session being on time."""


def planned_counts(journal: str) -> tuple[Planned, ...]:
    """Return the counts of a journal that were said to their end, by its lines: those that no hush took back."""
    said: list[tuple[CueId, int, int]] = []
    for turn, line in enumerate(journal.splitlines()[1:]):
        for effect in json.loads(line)["effects"]:
            if effect.get("priority") == "count" and effect["say"].startswith(COUNTED):
                said.append((CueId(effect["say"]), effect["sample"], turn))
            elif "hush" in effect:
                said = [one for one in said if one[1] + RATE <= effect["sample"]]
    turns = {turn: number for number, turn in enumerate(dict.fromkeys(turn for _, _, turn in said))}
    return tuple(Planned(cue=cue, start=Samples(start), descent=turns[turn]) for cue, start, turn in said)


def found_counts(heard: OutputPcm, planned: Sequence[Planned], sounds: Mapping[CueId, OutputPcm]) -> Iterator[Found]:
    """Yield each count that is found where it should be, or where the ones before it were.

    A matched filter with the cue's own sound (Turin 1960, An introduction to matched filters) finds it to the sample.
    """
    first = int(np.argmax(np.abs(heard) > AUDIBLE))
    lead = first
    for one in planned:
        sound = sounds[one.cue]
        begin = max(0, one.start + lead - SEARCHED)
        place = _place(heard[begin : begin + 2 * SEARCHED + len(sound)], sound)
        if place is not None:
            lead = begin + place - one.start
            yield Found(planned=one, late=(lead - first) / RATE)


def _place(searched: OutputPcm, sound: OutputPcm) -> int | None:
    """Return where in a piece the sound lies, or nothing where it does not."""
    if len(searched) < len(sound):
        return None
    size = 1 << (len(searched) - 1).bit_length()
    product = np.fft.rfft(searched, size) * np.conj(np.fft.rfft(sound, size))
    matches = np.fft.irfft(product, size)[: len(searched) - len(sound) + 1]
    power = np.concatenate([[0.0], np.cumsum(np.square(searched, dtype=np.float64))])
    there = np.sqrt(np.maximum(power[len(sound) :] - power[: -len(sound)], 0.0))
    alike = matches / (there * float(np.linalg.norm(sound)) + _QUIET)
    place = int(np.argmax(alike))
    return place if alike[place] >= LIKENESS else None
