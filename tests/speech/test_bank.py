from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from voicecoach.core.errors import CuesMissing, SoundFileBroken
from voicecoach.core.units import CueId
from voicecoach.ports import CueBank, Voice
from voicecoach.speech.bank import BankFolders, load_bank
from voicecoach.speech.catalogue import load_catalogue
from voicecoach.speech.manifest import Track, digest, read_manifest
from voicecoach.speech.rendering import render_bank

from .conftest import CATALOGUE, SLOW
from .fake_engine import NoEngine, ToneEngine

pytestmark = pytest.mark.product  # writes and reads whole banks of sound files

GREET = CueId("greet")
FAST = Voice(name="tone", words_a_minute=200)


def track_of(folder: Path, cue: CueId) -> Track:
    manifest = read_manifest(folder)
    assert manifest is not None
    return manifest.cues[cue]


def damage(folder: Path, cue: CueId) -> Path:
    path = folder / track_of(folder, cue).file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    return path


def rewrite(folders: BankFolders, old: str, new: str) -> None:
    (folders.shipped / "catalogue.toml").write_text(CATALOGUE.replace(old, new), encoding="utf-8")


def test_a_whole_bank_needs_no_engine_and_holds_cues_and_earcons(shipped: BankFolders) -> None:
    bank: CueBank = load_bank(shipped, NoEngine())
    assert set(bank.pcm) == set(bank.text)
    assert {"greet", "breathe", "count.one", "earcon.credited"} < set(bank.pcm)
    assert bank.text[GREET] == "Hello."
    assert bank.text[CueId("earcon.credited")] == "[credited]"
    assert len(bank.pcm) == len(list(bank.pcm)) == 8


def test_a_cue_is_float32_of_the_length_in_the_manifest_and_cannot_be_changed(shipped: BankFolders) -> None:
    sound = load_bank(shipped, NoEngine()).pcm[GREET]
    assert sound.dtype == np.float32
    assert len(sound) == track_of(shipped.shipped, GREET).samples
    assert sound[0] == sound[-1] == 0
    assert not sound.flags.writeable


def test_a_file_that_is_what_the_manifest_tells_but_no_sound_is_named_when_it_is_asked_for(
    shipped: BankFolders,
) -> None:
    track = track_of(shipped.shipped, GREET)
    (shipped.shipped / track.file).write_bytes(b"no sound")
    manifest = shipped.shipped / "manifest.json"
    manifest.write_text(manifest.read_text().replace(track.sha256, digest(b"no sound")))
    bank = load_bank(shipped, NoEngine())
    assert GREET in bank.pcm
    with pytest.raises(SoundFileBroken, match="cue 'greet' cannot be played"):
        bank.pcm[GREET]


def test_an_unknown_cue_is_a_key_error(shipped: BankFolders) -> None:
    bank = load_bank(shipped, NoEngine())
    assert CueId("nope") not in bank.pcm
    with pytest.raises(KeyError):
        bank.pcm[CueId("nope")]


@pytest.mark.product
def test_the_same_files_give_the_same_hash_and_other_files_another(shipped: BankFolders) -> None:
    first = load_bank(shipped, NoEngine()).hash
    assert load_bank(shipped, NoEngine()).hash == first
    render_bank(load_catalogue(shipped.shipped), ToneEngine(), FAST, shipped.own, lambda _cue: None)
    assert load_bank(shipped, NoEngine()).hash != first


@pytest.mark.parametrize("fault", ["flipped byte", "empty", "removed"])
def test_a_damaged_file_is_rendered_again_and_noted(shipped: BankFolders, fault: str) -> None:
    path = damage(shipped.shipped, GREET)
    match fault:
        case "empty":
            path.write_bytes(b"")
        case "removed":
            path.unlink()
    engine = ToneEngine()
    bank = load_bank(shipped, engine)
    assert bank.notices == (f"cue 'greet' is damaged ({path}): rendered again",)
    assert engine.asked == [("Hello.", 150)]
    assert len(bank.pcm[GREET]) == track_of(shipped.shipped, GREET).samples


@pytest.mark.parametrize("is_damaged", [False, True], ids=["whole", "damaged"])
def test_the_length_of_each_cue_is_known_before_it_is_decoded(shipped: BankFolders, *, is_damaged: bool) -> None:
    if is_damaged:
        damage(shipped.shipped, GREET)
    bank = load_bank(shipped, ToneEngine())
    lengths = dict(bank.lengths)
    assert lengths == {cue: len(bank.pcm[cue]) for cue in reversed(list(bank.pcm))}
    assert list(lengths) == list(bank.pcm)


def test_what_was_rendered_again_is_kept_for_the_next_start(shipped: BankFolders) -> None:
    path = damage(shipped.shipped, GREET)
    first = load_bank(shipped, ToneEngine())
    again = load_bank(shipped, NoEngine())
    assert again.notices == (f"cue 'greet' is damaged ({path}): rendered again earlier",)
    assert again.hash == first.hash


def test_a_kept_sound_that_is_damaged_is_not_used(shipped: BankFolders) -> None:
    damage(shipped.shipped, GREET)
    load_bank(shipped, ToneEngine())
    (kept,) = shipped.cache.glob("greet.*.opus")
    kept.write_bytes(kept.read_bytes()[:-1])
    engine = ToneEngine()
    load_bank(shipped, engine)
    assert engine.asked == [("Hello.", 150)]


def test_without_an_engine_a_tone_takes_the_place_of_a_damaged_cue(shipped: BankFolders) -> None:
    paths = [damage(shipped.shipped, CueId(cue)) for cue in ("greet", "breathe")]
    engine = NoEngine()
    bank = load_bank(shipped, engine)
    assert bank.notices == tuple(
        f"cue '{path.name.split('.')[0]}' is damaged ({path}): no speech engine is installed, a tone takes its place"
        for path in paths
    )
    assert len(bank.pcm[GREET]) == 4800
    assert engine.calls == 1


@pytest.mark.product
def test_an_engine_that_keeps_failing_is_not_asked_again(shipped: BankFolders) -> None:
    for cue in ("greet", "breathe", "count.one"):
        damage(shipped.shipped, CueId(cue))
    engine = ToneEngine(unspeakable=["Hello.", "Breathe out."])
    bank = load_bank(shipped, engine)
    assert len(bank.notices) == 3
    assert [text for text, _rate in engine.asked] == ["Hello.", "Breathe out."]


@pytest.mark.product
def test_a_cache_that_cannot_be_written_does_not_matter(shipped: BankFolders) -> None:
    damage(shipped.shipped, GREET)
    bank = load_bank(replace(shipped, cache=shipped.shipped / "catalogue.toml"), ToneEngine())
    assert len(bank.pcm[GREET]) == track_of(shipped.shipped, GREET).samples


def test_a_cue_whose_words_changed_is_rendered_again(shipped: BankFolders) -> None:
    rewrite(shipped, "Hello.", "Morning.")
    engine = ToneEngine()
    bank = load_bank(shipped, engine)
    assert bank.text[GREET] == "Morning."
    assert bank.notices == ("cue 'greet' is in no cue bank with the words it has now: rendered again",)
    assert engine.asked == [("Morning.", 150)]


def test_a_cue_that_has_to_fit_a_shorter_time_now_is_rendered_again(shipped: BankFolders) -> None:
    rewrite(shipped, "fit = 0.8", "fit = 0.6")
    assert len(load_bank(shipped, ToneEngine()).pcm[CueId("count.one")]) <= 0.6 * 16_000


@pytest.mark.product
def test_the_users_own_bank_comes_first(shipped: BankFolders) -> None:
    render_bank(load_catalogue(shipped.shipped), ToneEngine(), FAST, shipped.own, lambda _cue: None)
    bank = load_bank(shipped, NoEngine())
    assert bank.notices == ()
    assert len(bank.pcm[GREET]) == track_of(shipped.own, GREET).samples
    assert len(bank.pcm[GREET]) < track_of(shipped.shipped, GREET).samples


@pytest.mark.product
def test_a_cue_that_the_users_bank_lacks_comes_from_the_shipped_one(shipped: BankFolders) -> None:
    rewrite(shipped, "Hello.", "Bye now.")
    render_bank(load_catalogue(shipped.shipped), ToneEngine(), FAST, shipped.own, lambda _cue: None)
    rewrite(shipped, "", "")
    bank = load_bank(shipped, NoEngine())
    assert len(bank.pcm[GREET]) == track_of(shipped.shipped, GREET).samples
    assert len(bank.pcm[CueId("breathe")]) == track_of(shipped.own, CueId("breathe")).samples
    assert bank.notices == (
        "1 cue is not in your own bank, such as 'greet': the shipped voice says it; type: voicecoach cues render",
    )


def test_a_damaged_manifest_is_noted_and_the_other_bank_used(shipped: BankFolders) -> None:
    shipped.own.mkdir(parents=True)
    (shipped.own / "manifest.json").write_text("{", encoding="utf-8")
    bank = load_bank(shipped, NoEngine())
    (notice,) = bank.notices
    assert notice.startswith(f"the cue bank's {shipped.own / 'manifest.json'} is damaged")
    assert "\n" not in notice


@pytest.mark.product
def test_without_any_bank_one_is_rendered_for_the_user(folders: BankFolders) -> None:
    bank = load_bank(folders, ToneEngine())
    assert GREET in bank.pcm
    assert bank.notices == (f"no cue bank in {folders.shipped}: rendered one into {folders.own}",)
    assert load_bank(folders, NoEngine()).notices == ()


def test_without_any_bank_and_engine_the_cues_are_missing(folders: BankFolders) -> None:
    with pytest.raises(CuesMissing, match="none can be made: no speech engine is installed"):
        load_bank(folders, NoEngine())


def test_a_manifest_of_another_format_is_not_read(shipped: BankFolders) -> None:
    path = shipped.shipped / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"format": 1', '"format": 2'), encoding="utf-8")
    with pytest.raises(CuesMissing, match="format 2, not 1"):
        read_manifest(shipped.shipped)


def test_voices_of_a_manifest_are_its_own(shipped: BankFolders) -> None:
    manifest = read_manifest(shipped.shipped)
    assert manifest is not None
    assert manifest.spoken_by == SLOW
