"""A toy model of a few synthetic words, end to end, so that the recipe cannot rot; needs the training extra."""

import io
import json
from dataclasses import replace
from pathlib import Path
from shutil import which
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from .conftest import Load

WORDS = ("stop", "seven", "louder", "yes", "no", "pause")
HEARD_BY = ("m1", "m3", "m4", "f2", "f3", "f4", "m7", "m6", "m2")
EXAMINED_BY = ("m5", "f1")
PACES = (130, 150, 170, 190)
BROKEN_OFF, STEPS = 100, 220

pytestmark = [
    pytest.mark.product,
    pytest.mark.skipif(which("espeak-ng") is None, reason="espeak-ng is missing; type: apt-get install espeak-ng"),
    pytest.mark.filterwarnings("default"),  # PyTorch's and numba's own
]


def test_a_toy_model_is_trained_and_vosk_hears_with_it(load: Load, tmp_path: Path) -> None:
    _store(load, tmp_path)
    network, export = _trained(load, tmp_path)
    load("model_folder").write_model(network, export, tmp_path / "model")
    listening = _listening(load, tmp_path / "model")
    examined = [(word, voice) for word in WORDS for voice in EXAMINED_BY]
    heard = [listening.hear(_spoken(load, word, voice, 150)) for word, voice in examined]
    assert sum(texts == (word,) for texts, (word, _) in zip(heard, examined, strict=True)) >= 0.75 * len(examined)
    _assert_costs_agree(load, network, export, tmp_path / "one")


def _assert_costs_agree(load: Load, network: Any, export: Any, folder: Path) -> None:
    """The exported network's cost of a word is PyTorch's, where Vosk takes the same way."""
    parity, phones = load("parity"), load("phones")
    numbering = load("transition_file").transitions()
    full = load("kaldi_bytes").Bits.FULL
    load("model_folder").write_model(network, replace(export, bits=full), folder)
    model = load("recognisers").load_vosk(folder)
    for word in WORDS[:3]:
        sound = _spoken(load, word, HEARD_BY[0], 150)
        graph = load("decoding_graph").decoding_graph(
            export.lexicon, [word], dict.fromkeys(phones.SPEECH, 99.0), numbering
        )
        expected = parity.path_cost(graph, numbering.outputs, parity.network_scores(network, sound))
        assert parity.vosk_cost(model, word, sound) == pytest.approx(expected, abs=1e-3)


def _listening(load: Load, folder: Path) -> Any:
    recognisers = load("recognisers")
    return recognisers.VoskListening(recognisers.load_vosk(folder), json.dumps(WORDS))


def _store(load: Load, work: Path) -> None:
    stores, features = load("sound_store"), load("features").features
    writers = [stores.StoreWriter(work, name) for name in ("plain", "features", "watching")]
    for word in WORDS:
        for number, (voice, pace) in enumerate((voice, pace) for voice in HEARD_BY for pace in PACES):
            rows = features(_spoken(load, word, voice, pace)).astype(np.float16)
            for writer in writers[2:] if number % 12 == 0 else writers[:2]:
                writer.add(rows, text=word, speaker=voice, source="espeak-ng")
    for writer in writers:
        writer.close()


def _trained(load: Load, work: Path) -> tuple[Any, Any]:
    lexicon = {word: load("lexicon").standard_lexicon()[word] for word in WORDS}
    language = load("phone_language").learn(WORDS * 20, lexicon, np.random.default_rng(0))
    shape = load("network").Shape(width=96, bottleneck=32, reaches=((1, 1),) * 3)
    plan = load("trainer").Plan(shape=shape, minutes=0, steps=STEPS, seed=1, short_steps=0, plain_steps=120, threads=1)
    progress = load("progress").Progress(io.StringIO())
    filler = np.r_[0.0, np.exp(language.share[1:])]
    grammar = load("phrase_grammar").PhraseGrammar(WORDS, lexicon, filler)
    tongue = load("trainer").Tongue(lexicon=lexicon, phones=language, grammars=(grammar,))
    broken_off = load("trainer").Trainer(work, replace(plan, steps=BROKEN_OFF), tongue).run(progress)
    state = load("trainer").Trainer(work, plan, tongue).run(progress)
    assert (broken_off.step, state.step) == (BROKEN_OFF, STEPS)
    export = load("model_folder").Export(lexicon=lexicon, words=WORDS, language=language, unknown_bonus=0.0)
    return state.network(), export


def _spoken(load: Load, word: str, voice: str, pace: int) -> NDArray[np.int16]:
    """Return a word with half a second of faint noise on both sides: int16, (samples,), 16 kHz."""
    voices = load("voices")
    saying = voices.Saying(text=word, engine="espeak-ng", voice=f"en-us+{voice}", pitch=50, pace=pace)
    sound = np.pad(voices.render(saying), 8000)
    noise = np.random.default_rng(pace).integers(-20, 21, len(sound))
    return (sound + noise).astype(np.int16)
