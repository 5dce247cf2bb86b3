"""`bench sound`, put together: which sessions are run, on how many processes, and what is made of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from pathlib import Path

from voicecoach import __version__
from voicecoach.bench.pool import spread
from voicecoach.bench.sound import barge_in, breath, own_voice, report
from voicecoach.bench.sound.words import recorded_stops, synthetic_stops
from voicecoach.hearing.models import model_hash

WORDS = 200
"""How many times "stop" is said by people, and as often by synthetic voices, at each ratio."""

BREATH_MINUTES = 30.0
"""Minutes of panting, sighing, coughing and noises in all."""

SOUNDING = 150.0
"""Seconds for which the coach sounds in a session of somebody who rambles, about."""

Advance = Callable[[str], None]
"""Told what has just been done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be measured."""

    model: Path
    corpus: Path | None
    hours: float
    """Of the coach's own voice, sounding."""
    every: int
    """Of words and minutes, one in so many."""
    seed: int
    jobs: int


def measure(wanted: Wanted, advance: Advance) -> report.SoundReport:
    """Run everything and return the figures; raises what the recordings and engines raise."""
    rambled = tuple(_own_voice(wanted, advance))
    return report.SoundReport(
        version=__version__,
        model=model_hash(wanted.model),
        seed=wanted.seed,
        every=wanted.every,
        has_corpus=wanted.corpus is not None,
        own_voice=report.own_voice(rambled) if rambled else (),
        own_voice_accepted=tuple(one for each in rambled for one in each.accepted),
        barge_in=tuple(_barge_in(wanted, advance)),
        breath=report.breath(_breath(wanted, advance)),
    )


def _own_voice(wanted: Wanted, advance: Advance) -> Iterator[own_voice.Rambled]:
    """Run sessions until the coach has sounded long enough; which ones does not depend on the processes."""
    spoken, seed = 0.0, wanted.seed
    while (missing := wanted.hours * 3600 - spoken) > 0:
        at_a_time = ceil(missing / SOUNDING)
        tasks = tuple(own_voice.tasks(wanted.model, at_a_time, seed))
        for one in spread(own_voice.ramble, tasks, processes=wanted.jobs, at_a_time=1):
            spoken += one.spoken
            yield one
        seed += at_a_time
        advance(f"own voice: {spoken / 3600:.2f} h of {wanted.hours:g} h")


def _barge_in(wanted: Wanted, advance: Advance) -> Iterator[report.BargeIn]:
    count = max(1, WORDS // wanted.every)
    voices = {report.SYNTHETIC: synthetic_stops(count)}
    if wanted.corpus:
        voices = {report.RECORDED: recorded_stops(wanted.corpus, count), **voices}
    for name, words in voices.items():
        said = partial(barge_in.Task, model=wanted.model, words=words, seed=wanted.seed)
        silent = _said(wanted, said(ratio=None))
        over = [_said(wanted, said(ratio=ratio, setting=setting)) for ratio, setting in barge_in.over_speech()]
        advance(f"barge-in: {name}, {len(words)} words in {len(over)} ways")
        yield from report.barge_in(name, silent, over)


def _said(wanted: Wanted, whole: barge_in.Task) -> Sequence[barge_in.Answered]:
    done = spread(barge_in.interrupt, tuple(barge_in.tasks(whole)), processes=wanted.jobs, at_a_time=1)
    return tuple(answered for each in done for answered in each)


def _breath(wanted: Wanted, advance: Advance) -> Iterator[tuple[str, own_voice.Rambled]]:
    noises = breath.noises(wanted.corpus, wanted.seed)

    def hear(missing: Mapping[str, float], number: int) -> Iterator[own_voice.Rambled]:
        tasks = tuple(breath.tasks(wanted.model, noises, missing, wanted.seed + breath.ANOTHER_ROOM * number))
        yield from spread(own_voice.ramble, tasks, processes=wanted.jobs, at_a_time=1)
        advance(f"breath: round {number + 1}, {len(tasks)} noises")

    yield from breath.heard_out(dict.fromkeys(noises, BREATH_MINUTES / len(noises) / wanted.every), hear)
