"""What the training listens to: recorded people, words of theirs in a row, synthetic voices, and nobody."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from training.lexicon import Lexicon, spellable
from training.recordings import Clip, training_clips, words_of
from training.sound_store import Stored
from voicecoach.bench.split import Part

_JOINED = 4000  # utterances made of two or three recorded words each
_NOBODY = 900  # stretches without speech
_WATCHED_SYNTHETIC = 50  # one in so many synthetic utterances watches the training


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One utterance before it is varied."""

    text: str
    speaker: str
    source: str
    clips: tuple[Path, ...] = ()
    """Recordings, one after the other; none for a synthetic utterance or for silence."""
    stored: Stored | None = None
    watched: bool = False
    """It only watches the training."""
    number: int = 0
    """Seeds the chance in its variants."""

    @property
    def is_person(self) -> bool:
        """Say whether a person was recorded."""
        return bool(self.clips)


def corpus(speech: Path, synthetic: Iterable[Stored], seed: int, lexicon: Lexicon) -> tuple[Item, ...]:
    """Return every utterance that the lexicon can spell, shuffled so that progress is even.

    Nobody who examines is among them, and whoever calibrates only watches.
    """
    rng = np.random.default_rng([seed, 2])
    clips = [clip for clip in training_clips(speech) if spellable(clip.text, lexicon)]
    items = [
        *(_recorded((clip,)) for clip in clips),
        *(_recorded(joined) for joined in _joined(clips, rng)),
        *(_synthetic(stored, number) for number, stored in enumerate(synthetic)),
        *(Item(text="", speaker="nobody", source="nobody") for _ in range(_NOBODY)),
    ]
    shuffled = [replace(items[index], number=int(index)) for index in rng.permutation(len(items))]
    late = (_recorded((clip,)) for clip in words_of(speech, Part.TRAINS) if spellable(clip.text, lexicon))
    return (*shuffled, *(replace(item, number=len(items) + index) for index, item in enumerate(late)))


def _recorded(clips: tuple[Clip, ...]) -> Item:
    return Item(
        text=" ".join(clip.text for clip in clips),
        speaker=clips[0].speaker,
        source=clips[0].source if len(clips) == 1 else "joined",
        clips=tuple(clip.file for clip in clips),
        watched=any(clip.is_held_out for clip in clips),
    )


def _synthetic(stored: Stored, number: int) -> Item:
    return Item(
        text=stored.text,
        speaker=stored.speaker,
        source=stored.source,
        stored=stored,
        watched=number % _WATCHED_SYNTHETIC == 0,
    )


def _joined(clips: Iterable[Clip], rng: np.random.Generator) -> Iterator[tuple[Clip, ...]]:
    short = [clip for clip in clips if clip.source != "sentences" and not clip.is_held_out]
    for _ in range(_JOINED if short else 0):
        yield tuple(short[index] for index in rng.integers(len(short), size=rng.integers(2, 4)))
