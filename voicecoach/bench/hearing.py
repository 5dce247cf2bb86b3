"""Takes through the session's own pipeline, on as many processes as wanted, always with the same outcome."""

import time
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path

import numpy as np

from voicecoach.bench.condition import Take
from voicecoach.bench.outcome import Outcome, Understood
from voicecoach.bench.pool import spread
from voicecoach.bench.score import score
from voicecoach.bench.sound_level import end_of_word
from voicecoach.bench.staging import staged
from voicecoach.core.units import Seconds, seconds
from voicecoach.hearing.recogniser import VoskRecogniser
from voicecoach.hearing.recording import Placed, listen_to_sound
from voicecoach.ports import InputPcm


def hear_all(takes: Iterable[Take], model: Path, jobs: int) -> Iterator[Outcome]:
    """Return what comes of each take, in order; each process loads the model once.

    Raises SoundFileBroken for a recording that cannot be read, HearingFailed when the recogniser breaks.
    """
    hear = partial(hear_take, model)
    yield from map(hear, takes) if jobs == 1 else spread(hear, takes, processes=jobs)


def hear_take(model: Path, take: Take) -> Outcome:
    """Return what comes of one take, heard with the model in a folder."""
    pcm = staged(take)
    recogniser = _recogniser(model)
    started = time.process_time()
    placed = tuple(listen_to_sound(pcm, recogniser))
    spent = time.process_time() - started
    return Outcome(
        take=take,
        heard=tuple(map(_understood, placed)),
        duration=seconds(pcm.size),
        word_end=_word_end(take, pcm),
        cpu=spent,
    )


def _understood(placed: Placed) -> Understood:
    utterance = placed.utterance
    return Understood(
        text=utterance.text,
        phrase=utterance.phrase,
        command=utterance.command,
        verdict=utterance.verdict,
        score=score(utterance),
        evidence=utterance.evidence,
        at=placed.at,
    )


def _word_end(take: Take, pcm: InputPcm) -> Seconds | None:
    if not take.condition.is_clean or take.clip.meant is None:
        return None
    return take.clip.word_end or end_of_word(np.asarray(pcm / np.float32(32_768), np.float32))


@cache
def _recogniser(model: Path) -> VoskRecogniser:
    return VoskRecogniser(model)
