"""The corpus as features on disk: every clip and synthetic utterance in several variants, read back by the trainer."""

from collections.abc import Iterable
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.augmentation import augment, nearly_plain, no_speech
from training.features import WIDTH, features
from training.lexicon import standard_lexicon
from training.noises import Noises
from training.progress import Progress
from training.recordings import read_sound, recorded_noise, training_clips
from training.sound_store import Store, StoreWriter, is_finished
from training.synthesis import TRAINING
from training.utterances import Item, corpus

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

_LONGEST = 16_000 * 15
_TALKERS = 400


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
    items = corpus(speech, Store(work, TRAINING, np.int16), seed, standard_lexicon())
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


def _levelled(sound: NDArray[np.int16]) -> NDArray[np.float64]:
    return sound * (16_000 / max(1, int(np.abs(sound.astype(np.int32)).max())))
