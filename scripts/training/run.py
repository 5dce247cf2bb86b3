"""The way from data to model, each step taken up where an earlier run left it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.checkpoint import Checkpoint
from training.language import Language
from training.lexicon import Lexicon, standard_lexicon
from training.model_folder import Export, write_model
from training.network import Shape
from training.phone_language import PhoneLanguage, learn
from training.phrase_grammar import PhraseGrammar
from training.preparation import TRAIN, prepare_features, read_features
from training.progress import Progress
from training.synthesis import render_corpus
from training.texts import TEN_WORDS, decoys, model_words
from training.trainer import CHECKPOINT, Plan, Tongue, Trainer
from voicecoach.core.commands import COMMAND_OF
from voicecoach.hearing.grammar import shipped_decoys

WORDS = 8000
"""How many of the commonest English words the model knows beside the coach's own."""

TRAINED_BONUS = 1.2
"""How much cheaper each phone of the filler is in the grammars that are trained on, in nats."""

UNKNOWN_BONUS = 1.6
"""The same in the model's own graph; chosen on speakers who calibrate, see the card."""

_LANGUAGE = "phones.npz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Where a run reads and writes."""

    speech: Path
    """Recorded people, see `recordings`."""
    work: Path
    """Whatever is between data and model; may be deleted afterwards."""
    seed: int


def prepare(run: Run, progress: Progress) -> None:
    """Render the synthetic voices and compute all features."""
    render_corpus(run.work, run.seed, progress)
    prepare_features(run.speech, run.work, run.seed, progress)


def train(run: Run, minutes: float, progress: Progress, steps: int | None = None) -> None:
    """Train up to this many minutes in all, or steps where these are given, earlier runs counted in."""
    lexicon = standard_lexicon()
    plan = Plan(shape=Shape(), minutes=minutes, steps=steps, seed=run.seed)
    phones = phone_language(run, lexicon)
    tongue = Tongue(lexicon=lexicon, phones=phones, grammars=grammars_of_use(lexicon, phones))
    Trainer(run.work, plan, tongue).run(progress)


def export(run: Run, folder: Path, unknown_bonus: float = UNKNOWN_BONUS) -> None:
    """Write the model's folder from the last checkpoint."""
    lexicon = standard_lexicon()
    network = Checkpoint.load(run.work / CHECKPOINT).network()
    made = Export(
        lexicon=lexicon,
        words=model_words(Language(lexicon), lexicon, WORDS),
        language=phone_language(run, lexicon),
        unknown_bonus=unknown_bonus,
    )
    write_model(network, made, folder)


def grammars_of_use(lexicon: Lexicon, phones: PhoneLanguage) -> tuple[PhraseGrammar, ...]:
    """Return the grammars that the training holds apart: that of a session, and ten words alone."""
    filler = np.exp(phones.share + TRAINED_BONUS)
    filler[0] = 0
    near = {*_near_words(), *(word for word in shipped_decoys() if word in lexicon)}
    session = (*COMMAND_OF, *sorted(near))
    return PhraseGrammar(session, lexicon, filler), PhraseGrammar(TEN_WORDS, lexicon, filler)


def _near_words() -> tuple[str, ...]:
    """Return the words of the dictionary that sound almost like a command."""
    lexicon = standard_lexicon()
    return decoys(Language(lexicon), lexicon)


def phone_language(run: Run, lexicon: Lexicon) -> PhoneLanguage:
    """Return the phone language of the corpus, learned once."""
    file = run.work / _LANGUAGE
    if not file.is_file():
        texts = [one.text for one in read_features(run.work, TRAIN)]
        learn(texts, lexicon, np.random.default_rng([run.seed, 4])).save(file)
    return PhoneLanguage.load(file)
