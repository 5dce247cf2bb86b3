"""PocketSphinx for comparison: the same gate and the same phrases as a JSGF grammar, in a process of its own.

It is no part of the product; the report says so in one line where it is not installed.
"""

import time
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

import numpy as np

from voicecoach.bench.condition import Take
from voicecoach.bench.outcome import Outcome, Understood
from voicecoach.bench.pool import spread
from voicecoach.bench.staging import staged
from voicecoach.core.commands import COMMAND_OF
from voicecoach.core.errors import ModelBroken
from voicecoach.core.units import BLOCK, RATE, Samples, seconds
from voicecoach.hearing.gate import ATTACK, Edge, Gate
from voicecoach.hearing.level import SILENCE, mic_level
from voicecoach.hearing.lexicon import read_lexicon
from voicecoach.hearing.listener import PRE_ROLL
from voicecoach.hearing.recording import PAD
from voicecoach.hearing.utterance import Verdict
from voicecoach.hearing.voice import SileroVoice, VoiceDetector
from voicecoach.ports import InputPcm
from voicecoach.shipped import compact_model

MODULE = "pocketsphinx"

_QUIET = 3  # greatest value of the silence around a recording, in steps of a 16-bit sample


class _Hypothesis(Protocol):
    hypstr: str


class SphinxDecoder(Protocol):
    """What is used of PocketSphinx's own class."""

    def start_utt(self) -> None:
        """Begin a recording."""

    def process_raw(self, sound: bytes, /, *, full_utt: bool) -> object:
        """Take 16-bit samples."""

    def end_utt(self) -> None:
        """End the recording."""

    def hyp(self) -> _Hypothesis | None:
        """Return the best phrase, if any fits."""


def why_no_comparison() -> str | None:
    """Say what keeps PocketSphinx from hearing the commands here; None when nothing does."""
    if find_spec(MODULE) is None:
        return "the package pocketsphinx is not installed"
    try:
        _decoder()
    except (RuntimeError, KeyError, ModelBroken) as error:
        return f"PocketSphinx does not take the commands: {error}"
    return None


def hear_all_by_sphinx(takes: Iterable[Take], jobs: int = 1) -> Iterator[Outcome]:
    """Return what comes of each take in PocketSphinx's ears, in order."""
    yield from spread(_hear_take, takes, processes=jobs)


def sphinx_decoder(phrases: Iterable[str]) -> SphinxDecoder:
    """Return a decoder of its own general model that hears these phrases and nothing else.

    Words that its dictionary lacks sound as in the compact model. Raises RuntimeError when it refuses the phrases,
    KeyError for a word that neither knows, ModelBroken.
    """
    phrases = tuple(phrases)
    decoder = import_module(MODULE).Decoder(loglevel="FATAL", samprate=RATE)
    missing = {word for phrase in phrases for word in phrase.split() if decoder.lookup_word(word) is None}
    if missing:
        sounds = read_lexicon(compact_model())
        for word in sorted(missing):
            decoder.add_word(word, " ".join(sounds[word][0]))
    rule = " | ".join(dict.fromkeys(phrases))
    decoder.add_jsgf_string("phrases", f"#JSGF V1.0;\ngrammar phrases;\npublic <phrase> = {rule};\n")
    decoder.activate_search("phrases")
    found: SphinxDecoder = decoder
    return found


def decoded(decoder: SphinxDecoder, sound: InputPcm) -> str:
    """Return the phrase that a whole recording sounds like most, or nothing."""
    decoder.start_utt()
    decoder.process_raw(sound.tobytes(), full_utt=True)
    decoder.end_utt()
    best = decoder.hyp()
    return best.hypstr if best else ""


def _hear_take(take: Take) -> Outcome:
    pcm = staged(take)
    decoder = _decoder()
    started = time.process_time()
    heard = tuple(_understood(decoded(decoder, sound), end) for sound, end in segments(pcm, SileroVoice()))
    return Outcome(
        take=take,
        heard=tuple(one for one in heard if one.text),
        duration=seconds(pcm.size),
        word_end=None,
        cpu=time.process_time() - started,
    )


def segments(pcm: InputPcm, voice: VoiceDetector) -> Iterator[tuple[InputPcm, Samples]]:
    """Return what the session's gate lets through, pre-roll included, each with its end in the recording."""
    quiet = np.random.default_rng(0).integers(-_QUIET, _QUIET + 1, PAD).astype(np.int16)
    whole = np.concatenate([quiet, pcm, quiet])
    gate, start = Gate(), 0
    is_open = False
    for offset in range(0, whole.size - BLOCK + 1, BLOCK):
        end = offset + BLOCK
        level = mic_level(whole[offset:end])
        is_voice = voice.step(whole[offset:end], is_sound=gate.is_sound(level))
        edge = gate.step(level, SILENCE, is_voice).edge
        match edge:
            case Edge.OPENED:
                is_open, start = True, max(0, end - (PRE_ROLL + ATTACK) * BLOCK)
            case Edge.CLOSED | Edge.CUT:
                yield whole[start:end], Samples(end - PAD)
                is_open, start = edge is Edge.CUT, end
            case Edge.NONE:
                pass
    if is_open:
        yield whole[start:], Samples(whole.size - PAD)


def _understood(text: str, end: Samples) -> Understood:
    command = COMMAND_OF.get(text)
    return Understood(
        text=text,
        phrase=text if command else "",
        command=command,
        verdict=Verdict.ACCEPTED if command else Verdict.NO_COMMAND,
        score=None,
        at=seconds(end),
    )


@cache
def _decoder() -> SphinxDecoder:
    return sphinx_decoder(COMMAND_OF)
