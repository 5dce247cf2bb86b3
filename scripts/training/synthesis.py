"""Render the synthetic part of the corpus once, and the held-out voices that examine the model."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from training.language import Language
from training.lexicon import standard_lexicon
from training.progress import Progress
from training.sound_store import StoreWriter, is_finished
from training.texts import Amounts, training_texts
from training.voices import Saying, examining_sayings, render_all, training_sayings
from voicecoach.core.commands import COMMAND_OF

TRAINING, EXAMINING = "synthetic", "examining"
WHOLE = Amounts(phrasing=40, other_phrase=12, neighbour=4, word=24, sequences=2600, sentences=4500, words=6000)
"""What one training run renders: about 20,000 utterances, twelve hours."""

_SHORTEST, _LONGEST = 1600, 16_000 * 14  # samples


def render_corpus(work: Path, seed: int, progress: Progress, threads: int = 2) -> None:
    """Render training and examining voices into stores under `work`, unless they are there already."""
    rng = np.random.default_rng([seed, 1])
    if not is_finished(work, EXAMINING):
        _store(work, EXAMINING, examining_sayings(COMMAND_OF, 4, rng), progress, threads)
    if not is_finished(work, TRAINING):
        lexicon = standard_lexicon()
        texts = training_texts(WHOLE, Language(lexicon), lexicon, rng)
        _store(work, TRAINING, training_sayings(texts, rng), progress, threads)


def _store(work: Path, name: str, sayings: tuple[Saying, ...], progress: Progress, threads: int) -> None:
    writer = StoreWriter(work, name)
    for saying, sound in progress.over(f"rendering {name}", _rendered(sayings, threads), len(sayings)):
        if sound is not None and _SHORTEST <= len(sound) <= _LONGEST:
            writer.add(sound, text=saying.text, speaker=saying.speaker, source=saying.engine)
    writer.close()


def _rendered(sayings: tuple[Saying, ...], threads: int) -> Iterable[tuple[Saying, np.ndarray | None]]:
    return zip(sayings, render_all(sayings, threads), strict=True)
