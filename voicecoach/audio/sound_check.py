"""The sound of a place, measured once: what is played for it, and what follows from what was heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from voicecoach.audio.chirp import LATEST, LENGTH, Arrival, Sound, arrival, chirp, level
from voicecoach.core.errors import DeviceFailed
from voicecoach.core.units import BLOCK, RATE, Decibels, Seconds
from voicecoach.ports import OutputPcm, SoundFacts

CHIRPS_AT = (RATE // 2, RATE * 5 // 4, RATE * 2, RATE * 11 // 4)
"""Four: a noise that resembles one is not believed, and a busy computer may stumble over one."""

AGREE = 0.01
"""Seconds by which two of them may differ; the times of PulseAudio jitter by 5 ms."""

SILENCE_FROM, SILENCE_UNTIL = RATE * 17 // 4, RATE * 29 // 4
"""Where nobody makes a sound, the echo of the last chirp being over."""

ANSWER = 4 * RATE
"""Samples in which a word is waited for."""

_WORD = RATE // 5
"""Samples over which a word is measured: a short one lasts as long."""

AUDIBLE = 10.0
"""Decibels over the noise from which something is a word."""

MARGIN = Seconds(0.02)
"""Latency that is left in: the canceller can take out an echo that is late, and none that comes before its sound."""

LEAKY = Decibels(-6.0)
NOISY = Decibels(-35.0)
FAINT = 12.0
"""Decibels of a word over the noise below which commands are lost."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Programme:
    """What is played: four chirps, three seconds of nothing, a question, and time for the answer."""

    pcm: OutputPcm
    answer_from: int

    @classmethod
    def asking(cls, question: OutputPcm) -> "Programme":
        """Return the programme with a question for one word; its length is a whole number of blocks."""
        answer_from = SILENCE_UNTIL + len(question) + LATEST
        pcm = np.zeros(-(-(answer_from + ANSWER) // BLOCK) * BLOCK, np.float32)
        for at in CHIRPS_AT:
            pcm[at : at + LENGTH] = chirp()
        pcm[SILENCE_UNTIL : SILENCE_UNTIL + len(question)] = question
        return cls(pcm=pcm, answer_from=answer_from)


def facts_of(heard: Sound, programme: Programme) -> SoundFacts:
    """Return what a recording of the programme tells; it is as long as the programme and on the session clock.

    Raises DeviceFailed when the chirps arrive, and each with another delay.
    """
    noise = level(heard[SILENCE_FROM:SILENCE_UNTIL])
    word = _loudest(heard[programme.answer_from :])
    arrivals = [found for at in CHIRPS_AT if (found := arrival(heard, at, noise))]
    agreeing = _most_that_agree(arrivals)
    if len(agreeing) == 1 and len(arrivals) > 1:
        raise DeviceFailed("the sound stumbles, so that nothing can be measured; close other programs and try again")
    has_arrived = len(agreeing) > 1
    return SoundFacts(
        latency=Seconds(median(found.latency for found in agreeing)) if has_arrived else None,
        leak=Decibels(max(found.leak for found in agreeing)) if has_arrived else None,
        noise=noise,
        word=word if word >= noise + AUDIBLE else None,
    )


def _loudest(answer: Sound) -> Decibels:
    return max(level(answer[at : at + _WORD]) for at in range(0, len(answer) - _WORD, _WORD // 2))


def _most_that_agree(arrivals: Sequence[Arrival]) -> Sequence[Arrival]:
    groups = ([found for found in arrivals if abs(found.latency - one.latency) <= AGREE] for one in arrivals)
    return max(groups, key=len, default=())


def delay_of(facts: SoundFacts | None) -> Seconds:
    """Return by how much earlier sound was in the air than the devices say; nothing where that is near enough."""
    if facts is None or facts.latency is None or 0 <= facts.latency <= 2 * MARGIN:
        return Seconds(0.0)
    return Seconds(facts.latency - MARGIN)


def advice_on(facts: SoundFacts) -> tuple[str, ...]:
    """Return what a person can better, a sentence each."""
    found = (
        (facts.word is None, "no word was heard; say it louder, come nearer, or choose another --input"),
        (
            facts.word is not None and facts.word < facts.noise + FAINT,
            "your voice is hardly above the noise; come nearer to the microphone",
        ),
        (facts.noise > NOISY, "the room is loud; switch off what hums, or use a microphone near you"),
        (
            facts.leak is not None and facts.leak > LEAKY,
            "the microphone hears the coach louder than it should; turn the speaker down, or use headphones",
        ),
    )
    return tuple(words for is_so, words in found if is_so)
