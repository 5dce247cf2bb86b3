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
from voicecoach.core.units import BLOCK, RATE, Samples, seconds
from voicecoach.hearing.gate import ATTACK, Edge, Gate
from voicecoach.hearing.level import SILENCE, mic_level
from voicecoach.hearing.listener import PRE_ROLL
from voicecoach.hearing.recording import PAD
from voicecoach.hearing.utterance import Verdict
from voicecoach.ports import InputPcm

MODULE = "pocketsphinx"

_QUIET = 3  # greatest value of the silence around a recording, in steps of a 16-bit sample


class _Hypothesis(Protocol):
    hypstr: str


class _Decoder(Protocol):
    def start_utt(self) -> None: ...
    def process_raw(self, sound: bytes, /, *, full_utt: bool) -> object: ...
    def end_utt(self) -> None: ...
    def hyp(self) -> _Hypothesis | None: ...


def is_installed() -> bool:
    """Say whether the comparison can be made here."""
    return find_spec(MODULE) is not None


def hear_all_by_sphinx(takes: Iterable[Take]) -> Iterator[Outcome]:
    """Return what comes of each take in PocketSphinx's ears, in order."""
    yield from spread(_hear_take, takes, processes=1)


def _hear_take(take: Take) -> Outcome:
    pcm = staged(take)
    decoder = _decoder()
    started = time.process_time()
    heard = tuple(_understood(_decoded(decoder, sound), end) for sound, end in _segments(pcm))
    return Outcome(
        take=take,
        heard=tuple(one for one in heard if one.text),
        duration=seconds(pcm.size + 2 * PAD),
        word_end=None,
        cpu=time.process_time() - started,
    )


def _segments(pcm: InputPcm) -> Iterator[tuple[InputPcm, Samples]]:
    """Return what the session's gate lets through, pre-roll included, each with its end in the recording."""
    quiet = np.random.default_rng(0).integers(-_QUIET, _QUIET + 1, PAD).astype(np.int16)
    whole = np.concatenate([quiet, pcm, quiet])
    gate, start = Gate(), 0
    is_open = False
    for offset in range(0, whole.size - BLOCK + 1, BLOCK):
        edge = gate.step(mic_level(whole[offset : offset + BLOCK]), SILENCE).edge
        end = offset + BLOCK
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


def _decoded(decoder: _Decoder, sound: InputPcm) -> str:
    decoder.start_utt()
    decoder.process_raw(sound.tobytes(), full_utt=True)
    decoder.end_utt()
    best = decoder.hyp()
    return best.hypstr if best else ""


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
def _decoder() -> _Decoder:
    rule = " | ".join(COMMAND_OF)
    decoder = import_module(MODULE).Decoder(loglevel="FATAL", samprate=RATE)
    decoder.add_jsgf_string("phrases", f"#JSGF V1.0;\ngrammar phrases;\npublic <phrase> = {rule};\n")
    decoder.activate_search("phrases")
    found: _Decoder = decoder
    return found
