"""What a model is worth, on people and voices that it was never trained on."""

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soundfile
import vosk
from numpy.typing import NDArray
from scipy.signal import fftconvolve

from training.decoding_graph import UNKNOWN
from training.recognisers import Listening, SphinxListening, VoskListening, load_vosk
from training.recordings import (
    Clip,
    assistant_files,
    read_sound,
    reading_files,
    sentence_ages,
    sentence_clips,
    word_clips,
    words_of,
)
from training.silence import Sound, hours, padded
from training.texts import TEN_WORDS
from training.voices import examining_sayings, render_all
from voicecoach.bench.split import Part
from voicecoach.core.commands import COMMAND_OF
from voicecoach.hearing.grammar import Grammar, session_grammar

_SEED = 2026
_NOISE_BELOW = 15.0  # dB
_GROWN_UP = 18  # years

Said = tuple[str, Sound]
"""A text and the sound of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of one recogniser; shares are 0 to 1, `None` what was not measured."""

    name: str
    ten_words_closed: float
    """The ten words of recorded people, right in a grammar of the ten and `[unk]`."""
    ten_words_each: dict[str, float]
    """The same by word."""
    ten_words_session: float
    """The same clips in the session's grammar: a command word as its command, the others as no command."""
    commands_session: float
    """Of those, the four that are commands: stop, yes, no, up."""
    near_words_session: float
    """All recorded words that are no command, heard as none."""
    phrasings: float
    """Every phrasing of the command table in held-out synthetic voices."""
    phrasings_far: float
    """The same in measured rooms at about 1.5 m with recorded noise 15 dB below."""
    false_accepts_an_hour: float
    """Commands heard as whole utterances in read English, before any rejection."""
    false_accepts_children: float
    """The same in sentences of held-out speakers under 18."""
    false_accepts_adults: float
    """The same in those of adults."""
    real_time: float
    """Seconds of computing for a second of read English."""
    load_ms: float | None
    megabytes: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything that is listened to, in memory."""

    words: tuple[Said, ...]
    phrasings: tuple[Said, ...]
    far: tuple[Said, ...]
    reading: tuple[Sound, ...]
    children: tuple[Sound, ...]
    adults: tuple[Sound, ...]


def gather(speech: Path, every: int = 1, *, watching: bool = False) -> Material:
    """Read the held-out recordings and render the held-out voices; of recordings only each so manieth.

    `watching` takes other recordings, to choose settings by: the words of those speakers
    that calibrate, and people ordering coffee instead of read English.
    """
    if watching:
        kept = (clip for clip in word_clips(speech, "words-train") if clip.is_held_out)
        words = (*kept, *words_of(speech, Part.CALIBRATES))
    else:
        words = words_of(speech, Part.EXAMINES)
    talk = assistant_files(speech, Part.CALIBRATES) if watching else reading_files(speech)
    sayings = examining_sayings(COMMAND_OF, 4, np.random.default_rng(_SEED))[::every]
    rendered = zip(sayings, render_all(sayings, 2), strict=True)
    phrasings = tuple((saying.text, padded(sound)) for saying, sound in rendered if sound is not None)
    aged = sentence_ages(speech)
    watched = [clip for clip in sentence_clips(speech) if clip.is_held_out]
    return Material(
        words=tuple((clip.text, padded(read_sound(clip.file))) for clip in words[::every]),
        phrasings=phrasings,
        far=tuple(_far(phrasings, speech)),
        reading=tuple(padded(read_sound(file)) for file in talk[::every]),
        children=tuple(_sounds(clip for clip in watched if aged[clip.file.name] < _GROWN_UP)),
        adults=tuple(_sounds(clip for clip in watched if aged[clip.file.name] >= _GROWN_UP)),
    )


def measure_vosk(folder: Path, material: Material) -> Figures:
    """Return the figures of a model's folder; a phrasing with a word that it lacks is left out, and so missed."""
    loads = sorted(_seconds_to_load(folder) for _ in range(5))
    model = load_vosk(folder)
    session = _known_part(session_grammar(lambda _: True, folder.name), model).json
    closed = VoskListening(model, json.dumps([*TEN_WORDS, UNKNOWN]))
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return _measure(
        folder.name, closed, VoskListening(model, session), material,
        {"load_ms": round(1000 * loads[2], 1), "megabytes": round(size / 1e6, 2)},
    )  # fmt: skip


def measure_sphinx(material: Material) -> Figures:
    """Return the figures of PocketSphinx's own model with the equivalent grammars."""
    phrases = json.loads(session_grammar(lambda _: True, "pocketsphinx").json)
    started = time.perf_counter()
    session = SphinxListening(phrases)
    load = {"load_ms": round(1000 * (time.perf_counter() - started), 1), "megabytes": None}
    return _measure("pocketsphinx", SphinxListening(TEN_WORDS), session, material, load)


def _known_part(grammar: Grammar, model: "vosk.Model") -> Grammar:
    """Return what a model can hear of a grammar: Vosk would drop single words from a phrase."""

    def is_known(phrase: str) -> bool:
        return all(model.vosk_model_find_word(word) >= 0 for word in phrase.split())

    return replace(
        grammar,
        phrases=tuple(filter(is_known, grammar.phrases)),
        decoys=frozenset(filter(is_known, grammar.decoys)),
    )


def _measure(
    name: str, closed: Listening, session: Listening, material: Material, cost: dict[str, float | None]
) -> Figures:
    ten = [said for said in material.words if said[0] in TEN_WORDS]
    each = {word: _share(closed, [said for said in ten if said[0] == word]) for word in TEN_WORDS}
    started = time.process_time()
    accepted = _an_hour(session, material.reading)
    spent = time.process_time() - started
    return Figures(
        name=name,
        ten_words_closed=_share(closed, ten),
        ten_words_each=each,
        ten_words_session=_share_acted(session, ten),
        commands_session=_share_acted(session, [said for said in ten if said[0] in COMMAND_OF]),
        near_words_session=_share_acted(session, [said for said in material.words if said[0] not in COMMAND_OF]),
        phrasings=_share_acted(session, material.phrasings),
        phrasings_far=_share_acted(session, material.far),
        false_accepts_an_hour=accepted,
        false_accepts_children=_an_hour(session, material.children),
        false_accepts_adults=_an_hour(session, material.adults),
        real_time=round(spent / (3600 * hours(material.reading)), 4),
        load_ms=cost["load_ms"],
        megabytes=cost["megabytes"],
    )


def _share(listening: Listening, said: Sequence[Said]) -> float:
    """Return the share of utterances heard as exactly their text."""
    return round(sum(listening.hear(sound) == (text,) for text, sound in said) / max(1, len(said)), 4)


def _share_acted(listening: Listening, said: Sequence[Said]) -> float:
    """Return the share of utterances that lead to exactly the command that they are, or to none."""
    right = 0
    for text, sound in said:
        meant = COMMAND_OF.get(text)
        heard = {COMMAND_OF.get(one) for one in listening.hear(sound)} - {None}
        right += heard == ({meant} if meant else set())
    return round(right / max(1, len(said)), 4)


def _an_hour(listening: Listening, sounds: Sequence[Sound]) -> float:
    heard = sum(text in COMMAND_OF for sound in sounds for text in listening.hear(sound))
    return round(heard / max(1e-9, hours(sounds)), 1)


def _seconds_to_load(folder: Path) -> float:
    vosk.SetLogLevel(-1)
    started = time.perf_counter()
    vosk.Model(str(folder))
    return time.perf_counter() - started


def _sounds(clips: Iterable[Clip]) -> Iterable[Sound]:
    return (padded(read_sound(clip.file)) for clip in clips)


def _far(said: Sequence[Said], speech: Path) -> Iterable[Said]:
    rooms = [_response(file) for file in sorted((speech / "rooms").glob("*.wav"))]
    files = sorted((speech / "noise").glob("*.flac"))
    noises = [sound[len(sound) // 2 :].astype(np.float64) for sound in map(read_sound, files)]
    rng = np.random.default_rng(_SEED)
    for number, (text, sound) in enumerate(said if rooms and noises else ()):
        wet = fftconvolve(sound.astype(np.float64), rooms[number % len(rooms)])[: len(sound)]
        noise = noises[number % len(noises)]
        start = rng.integers(max(1, len(noise) - len(wet)))
        piece = np.resize(noise[start:], len(wet))
        level = np.std(wet) / (np.std(piece) + 1e-9) * 10 ** (-_NOISE_BELOW / 20)
        mixed = wet + piece * level
        yield text, (mixed / np.abs(mixed).max() * 8000).astype(np.int16)


def _response(file: Path) -> NDArray[np.float64]:
    sound, _ = soundfile.read(file, always_2d=True)
    return sound[:, 0] / (np.abs(sound[:, 0]).max() + 1e-9)
