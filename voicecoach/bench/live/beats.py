"""Where the counts lie in a recording of the speaker, and how far that is from a beat a second."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from voicecoach.core.calls import COUNTED
from voicecoach.core.units import RATE, CueId, Samples
from voicecoach.ports import OutputPcm

SEARCHED = 2 * RATE // 5
"""Samples to each side of its expected place in which a count is looked for: 0.4 s, less than half a beat."""

SLIPPED = 5 * RATE
"""Samples by which it may be later, where the device stood still meanwhile; the next descent is farther away."""

HEAD = 3 * RATE // 10
"""Samples behind its beat by which a count is known: a gap that comes later in it hides nothing."""

LIKENESS = 0.7
"""Correlation, 1 for the same sound, from which a count was found."""

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


def heads_of(
    sounds: Mapping[CueId, OutputPcm], beats: Mapping[CueId, Samples], planned: Sequence[Planned]
) -> dict[CueId, OutputPcm]:
    """Return the beginning of each count that was planned, beat included."""
    return {one.cue: sounds[one.cue][: beats[one.cue] + HEAD] for one in planned}


def found_counts(heard: OutputPcm, planned: Sequence[Planned], heads: Mapping[CueId, OutputPcm]) -> Iterator[Found]:
    """Yield each count that is found where it should be, or where the ones before it were.

    A matched filter with the cue's own sound (Turin 1960, An introduction to matched filters) finds it to the sample.
    """
    first = int(np.argmax(np.abs(heard) > AUDIBLE))
    lead = first
    for one in planned:
        begin = max(0, one.start + lead - SEARCHED)
        places = (_place(heard[begin : begin + SEARCHED + later], heads[one.cue]) for later in (SEARCHED, SLIPPED))
        place = next((place for place in places if place is not None), None)
        if place is not None:
            lead = begin + place - one.start
            yield Found(planned=one, late=(lead - first) / RATE)


def _place(searched: OutputPcm, head: OutputPcm) -> int | None:
    """Return where in a piece a count begins for the first time, or nothing where it does not."""
    if len(searched) < len(head):
        return None
    size = 1 << (len(searched) - 1).bit_length()
    product = np.fft.rfft(searched, size) * np.conj(np.fft.rfft(head, size))
    matches = np.fft.irfft(product, size)[: len(searched) - len(head) + 1]
    power = np.concatenate([[0.0], np.cumsum(np.square(searched, dtype=np.float64))])
    there = np.sqrt(np.maximum(power[len(head) :] - power[: -len(head)], 0.0))
    alike = matches / (there * float(np.linalg.norm(head)) + _QUIET)
    reached = np.flatnonzero(alike >= LIKENESS)
    if not reached.size:
        return None
    near = alike[reached[0] : reached[0] + SEARCHED]
    return int(reached[0] + np.argmax(near))
