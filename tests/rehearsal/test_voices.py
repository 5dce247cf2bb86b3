from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.rehearsal.scripts import persona
from voicecoach.core.errors import SpeechEngineMissing, StorageFull
from voicecoach.ports import OutputPcm, Voice
from voicecoach.rehearsal.persona_file import find_persona, shipped_personas
from voicecoach.rehearsal.voice_store import VoiceStore
from voicecoach.rehearsal.voices import SHIPPED, speech_of
from voicecoach.speech.loudness import active_rms

VOICE = Voice(name="gmw/en-gb+f2", words_a_minute=160)
YES_PERSON = persona({"text": "yes", "at": 1.0}, {"text": "Yes!", "at": 5.0}, {"text": "yes", "at": 9.0})


class NoisyEngine:
    """Render texts as noise, never twice the same, like espeak-ng."""

    def __init__(self) -> None:
        self.rendered: list[str] = []

    def render(self, texts: Iterable[str], voice: Voice) -> Iterator[OutputPcm]:
        for text in texts:
            self.rendered.append(text)
            chance = np.random.default_rng(len(self.rendered))
            yield np.asarray(0.2 * chance.standard_normal(4000), dtype=np.float32)


class NoEngine:
    """Be the engine of a machine that has none."""

    def render(self, texts: Iterable[str], voice: Voice) -> Iterator[OutputPcm]:
        raise SpeechEngineMissing("no speech engine is installed; type: apt-get install espeak-ng")


def test_a_sentence_is_rendered_once_and_is_the_same_ever_after(tmp_path: Path) -> None:
    engine = NoisyEngine()
    first, second = (speech_of(YES_PERSON, engine, (tmp_path,)) for _ in range(2))
    assert engine.rendered == ["yes", "Yes!"]
    assert {text: pcm.tobytes() for text, pcm in first.items()} == {text: pcm.tobytes() for text, pcm in second.items()}


def test_a_sentence_is_kept_at_one_loudness(tmp_path: Path) -> None:
    speech = speech_of(YES_PERSON, NoisyEngine(), (tmp_path,))
    assert active_rms(speech["yes"]) == pytest.approx(-20, abs=1)


def test_the_first_store_wins_and_what_is_missing_there_goes_to_the_last(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    kept = VoiceStore(shipped, Voice(name="en", words_a_minute=160)).put("yes", np.full(320, 0.5, dtype=np.float32))
    engine = NoisyEngine()
    speech = speech_of(YES_PERSON, engine, (shipped, own))
    np.testing.assert_array_equal(speech["yes"], kept)
    assert engine.rendered == ["Yes!"]
    assert len(list(own.rglob("*.flac"))) == 1


def test_a_damaged_sentence_is_rendered_again(tmp_path: Path) -> None:
    engine = NoisyEngine()
    speech_of(YES_PERSON, engine, (tmp_path,))
    (damaged,) = tmp_path.rglob("yes-8a798890.flac")  # the other one is of "Yes!"
    damaged.write_bytes(damaged.read_bytes()[:-1])
    speech_of(YES_PERSON, engine, (tmp_path,))
    assert engine.rendered == ["yes", "Yes!", "yes"]


@pytest.mark.parametrize("manifest", ["", "{", '{"format": 9}'])
def test_a_damaged_manifest_counts_as_an_empty_store(tmp_path: Path, manifest: str) -> None:
    store = VoiceStore(tmp_path, VOICE)
    store.put("yes", np.zeros(320, dtype=np.float32))
    (store.folder / "manifest.json").write_text(manifest)
    assert store.get("yes") is None


def test_a_store_of_another_rate_is_not_mistaken_for_this_one(tmp_path: Path) -> None:
    VoiceStore(tmp_path, VOICE).put("yes", np.zeros(320, dtype=np.float32))
    assert VoiceStore(tmp_path, Voice(name=VOICE.name, words_a_minute=120)).get("yes") is None


def test_a_store_leaves_no_half_written_files(tmp_path: Path) -> None:
    store = VoiceStore(tmp_path, VOICE)
    store.put("yes", np.zeros(320, dtype=np.float32))
    assert sorted(path.suffix for path in store.folder.iterdir()) == [".flac", ".json"]


def test_a_store_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no folder")
    with pytest.raises(StorageFull, match="taken"):
        VoiceStore(tmp_path / "taken", VOICE).put("yes", np.zeros(320, dtype=np.float32))


def test_a_new_sentence_without_an_engine_is_named_with_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(SpeechEngineMissing, match=r"'yes' of voice en is not in store.*apt-get install espeak-ng"):
        speech_of(YES_PERSON, NoEngine(), (tmp_path,))


@pytest.mark.parametrize("name", shipped_personas())
def test_a_shipped_persona_needs_no_engine(name: str, tmp_path: Path) -> None:
    shipped = find_persona(name)
    speech = speech_of(shipped, NoEngine(), (SHIPPED, tmp_path))
    assert tuple(speech) == shipped.sentences
    assert all(0.2 < len(pcm) / 16_000 < 4 for pcm in speech.values())


def test_the_shipped_sentences_are_small() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file()) <= 1_500_000
