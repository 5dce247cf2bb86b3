"""Where a cue becomes its final sound: spoken, fitted, verified, levelled, faded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from voicecoach.core.errors import RenderingFailed
from voicecoach.core.units import CueId, seconds
from voicecoach.ports import OutputPcm, SpeechEngine, Voice
from voicecoach.speech.catalogue import CueText
from voicecoach.speech.loudness import faded, normalised
from voicecoach.speech.verify import flaw

FASTEST = 450
"""Words a minute beyond which espeak's speech is no longer understood."""

HASTE = 1.06
"""Factor between two rates that are tried for a cue which has to fit a time."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Take:
    """One cue as it was recorded."""

    cue: CueId
    pcm: OutputPcm
    words_a_minute: int


def record(lines: Mapping[CueId, CueText], engine: SpeechEngine, voice: Voice) -> Iterator[Take]:
    """Render each cue, faster and faster where it has to fit a time; those that fit at once come first.

    Raises SpeechEngineMissing, and RenderingFailed where a cue is unusable or cannot fit.
    """
    pending = dict(lines)
    for rate in _rates(voice.words_a_minute):
        if not pending:
            return
        for take in _round(dict(pending), engine, replace(voice, words_a_minute=rate)):
            if _fits(take, lines[take.cue]):
                del pending[take.cue]
                yield take
    for cue, line in pending.items():
        raise RenderingFailed(
            f"cue {cue!r} does not fit {line.fit} s even at {FASTEST} words a minute; shorten its text"
        )


def _rates(start: int) -> Iterator[int]:
    rate = float(start)
    while round(rate) < FASTEST:
        yield round(rate)
        rate *= HASTE
    yield max(start, FASTEST)


def _round(lines: Mapping[CueId, CueText], engine: SpeechEngine, voice: Voice) -> Iterator[Take]:
    sounds = engine.render([line.text for line in lines.values()], voice)
    for (cue, line), sound in zip(lines.items(), sounds, strict=True):
        fault = flaw(sound, line.text, voice.words_a_minute)
        if fault:
            raise RenderingFailed(f"cue {cue!r} is unusable: it {fault}; try another voice or rate")
        yield Take(cue=cue, pcm=faded(normalised(sound)), words_a_minute=voice.words_a_minute)


def _fits(take: Take, line: CueText) -> bool:
    return line.fit is None or seconds(len(take.pcm)) <= line.fit
