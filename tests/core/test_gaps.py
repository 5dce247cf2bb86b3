"""Every cue fits where it is placed, with the voice that is shipped, whatever the tempo."""

import itertools
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.story import SHORT, TEXTS, Story
from voicecoach.core.effects import BeginRep, Priority, Say
from voicecoach.core.exercise import KINDS, Variation
from voicecoach.core.routine import Breathing
from voicecoach.core.tempo import Tempo
from voicecoach.core.units import RATE, CueId, Samples, Seconds, samples
from voicecoach.core.verbosity import Verbosity

BANK = json.loads((Path(__file__).parents[2] / "audio_cues/en/manifest.json").read_text(encoding="utf-8"))["cues"]
LENGTHS = {CueId(cue): Samples(entry["samples"]) for cue, entry in BANK.items()}
BEATS = {CueId(cue): Samples(entry["beat"]) for cue, entry in BANK.items() if entry.get("beat") is not None}
PAUSES = ("0-X-0", "0-X-1", "0-1-0", "1-2-1", "2-3-2")
"""At the bottom, up, at the top: what leaves the coach least time, what is usual, and what leaves it most."""
FLOORS = (None, 0.6)
"""A descent to the ground, and one that stops short at a floor that is known."""


def tempos(variation: Variation) -> list[Tempo]:
    kind = KINDS[variation]
    counts = range(kind.shortest, kind.longest + 1)
    return [Tempo.read(f"{down}-{pauses}") for down, pauses in itertools.product(counts, PAUSES)]


def overlaps(says: list[Say]) -> list[tuple[CueId, CueId]]:
    """Return which cues sound when the next one begins."""
    ordered = sorted(says, key=lambda say: say.at)
    return [
        (before.cue, after.cue)
        for before, after in itertools.pairwise(ordered)
        if samples(before.at) + LENGTHS[before.cue] > samples(after.at)
    ]


@pytest.mark.parametrize("breathing", Breathing)
@pytest.mark.parametrize("verbosity", Verbosity)
@pytest.mark.parametrize("variation", Variation)
def test_no_cue_is_longer_than_the_gap_that_it_is_placed_in(
    variation: Variation, verbosity: Verbosity, breathing: Breathing
) -> None:
    for tempo, floor in itertools.product(tempos(variation), FLOORS):
        routine = replace(
            SHORT,
            sets=1,
            reps=4,
            plank=Seconds(0.0),
            cat_cows=0,
            variation=variation,
            verbosity=verbosity,
            tempo=tempo,
            breathing=breathing,
            floor=floor,
        )
        story = Story(routine, lengths=LENGTHS, beats=BEATS).finish()
        says = [say for say in story.effects(Say) if isinstance(say, Say) and say.cue in TEXTS]
        assert len(story.effects(BeginRep)) == 4
        assert not overlaps(says), tempo.notation
        counts = [say for say in says if say.priority is Priority.COUNT]
        assert all(LENGTHS[say.cue] <= RATE for say in counts), tempo.notation
