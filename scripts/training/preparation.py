"""The corpus as features on disk: every clip and synthetic utterance in several variants, read back by the trainer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.augmentation import augment, nearly_plain, no_speech
from training.features import WIDTH, features
from training.lexicon import Lexicon, spellable, standard_lexicon
from training.noises import Noises, recorded_noise
from training.progress import Progress
from training.recordings import Clip, read_sound, training_clips, words_of
from training.sound_store import Store, Stored, StoreWriter, is_finished
from training.synthesis import TRAINING
from voicecoach.bench.split import Part

TRAIN, PLAIN, WATCH = "features", "plain", "watching"
VARIANTS = {
    "words": 14,
    "words-train": 6,
    "sentences": 3,
    "wake-words": 2,
    "joined": 1,
    "espeak-ng": 2,
    "flite": 2,
    "nobody": 1,
}
"""How often each part of the corpus is varied."""

_JOINED = 4000  # utterances made of two or three recorded words each
_NOBODY = 900  # stretches without speech
_WATCHED_SYNTHETIC = 50  # one in so many synthetic utterances watches the training
_LONGEST = 16_000 * 15
_TALKERS = 400


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


class Kitchen:
    """Turn items into features; each process makes its own."""

    def __init__(self, speech: Path, work: Path, seed: int) -> None:
        self._seed = seed
        self._store = Store(work, TRAINING, np.int16)
        rng = np.random.default_rng([seed, 3])
        clips = [clip for clip in training_clips(speech) if not clip.is_held_out]
        chosen = rng.choice(len(clips), min(_TALKERS, len(clips)), replace=False)
        talkers = [read_sound(clips[index].file).astype(np.float64) for index in chosen]
        self._noises = Noises(recorded_noise(speech), talkers)

    def cook(self, item: Item) -> list[NDArray[np.float16]]:
        """Return the features of each variant of an item; too long ones are left out."""
        sound = self._sound(item)
        made = []
        for variant in range(1 if item.watched else VARIANTS[item.source]):
            rng = np.random.default_rng([self._seed, item.number, variant])
            if sound is None:
                varied = no_speech(self._noises, rng)
            else:
                varied = augment(sound, self._noises, person=item.is_person, rng=rng)
            if len(varied) <= _LONGEST:
                made.append(features(varied).astype(np.float16))
        return made

    def cook_plainly(self, item: Item) -> NDArray[np.float16]:
        """Return the features of an item that is hardly varied."""
        sound = self._sound(item)
        rng = np.random.default_rng([self._seed, item.number, 99])
        if sound is None:
            return features(no_speech(self._noises, rng)).astype(np.float16)
        return features(nearly_plain(sound, person=item.is_person, rng=rng)).astype(np.float16)

    def _sound(self, item: Item) -> NDArray[np.float64] | None:
        if item.stored is not None:
            return self._store.rows(item.stored).astype(np.float64)
        if not item.clips:
            return None
        return np.concatenate([_levelled(read_sound(file)) for file in item.clips])


_kitchen: list[Kitchen] = []  # of a worker process, made by _open


def _open(speech: Path, work: Path, seed: int) -> None:
    _kitchen.append(Kitchen(speech, work, seed))


def _cook(item: Item) -> tuple[Item, list[NDArray[np.float16]]]:
    return item, _kitchen[0].cook(item)


def _cook_plainly(item: Item) -> tuple[Item, list[NDArray[np.float16]]]:
    return item, [_kitchen[0].cook_plainly(item)]


def prepare_features(speech: Path, work: Path, seed: int, progress: Progress) -> None:
    """Write the features of the whole corpus under `work`, unless they are there already.

    PLAIN holds each utterance once, hardly varied: what the training begins with. TRAIN holds the
    variants, WATCH those of speakers and utterances that only watch the training.
    """
    items = corpus(speech, work, seed, standard_lexicon())
    with get_context("fork").Pool(2, _open, (speech, work, seed)) as workers:
        if not is_finished(work, PLAIN):
            plain = [item for item in items if not item.watched and item.source != "joined"]
            cooked = workers.imap(_cook_plainly, plain, chunksize=32)
            _write(progress.over("plain features", cooked, len(plain)), {False: StoreWriter(work, PLAIN)})
        if not is_finished(work, TRAIN) or not is_finished(work, WATCH):
            cooked = workers.imap(_cook, items, chunksize=32)
            writers = {False: StoreWriter(work, TRAIN), True: StoreWriter(work, WATCH)}
            _write(progress.over("features", cooked, len(items)), writers)


def _write(cooked: Iterable[tuple[Item, list[NDArray[np.float16]]]], writers: dict[bool, StoreWriter]) -> None:
    for item, variants in cooked:
        for rows in variants:
            writers[item.watched].add(rows, text=item.text, speaker=item.speaker, source=item.source)
    for writer in writers.values():
        writer.close()


def read_features(work: Path, name: str) -> Store:
    """Return a store of features: float16, (frames, 40) each."""
    return Store(work, name, np.float16, WIDTH)


def corpus(speech: Path, work: Path, seed: int, lexicon: Lexicon) -> tuple[Item, ...]:
    """Return every utterance that the lexicon can spell, shuffled so that progress is even."""
    rng = np.random.default_rng([seed, 2])
    clips = [clip for clip in training_clips(speech) if spellable(clip.text, lexicon)]
    items = [
        *(_recorded((clip,)) for clip in clips),
        *(_recorded(joined) for joined in _joined(clips, rng)),
        *(_synthetic(stored, number) for number, stored in enumerate(Store(work, TRAINING, np.int16))),
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


def _levelled(sound: NDArray[np.int16]) -> NDArray[np.float64]:
    return sound * (16_000 / max(1, int(np.abs(sound.astype(np.int32)).max())))
