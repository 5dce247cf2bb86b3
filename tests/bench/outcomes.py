"""Takes and what came of them, made by hand."""

from pathlib import Path

from voicecoach.bench.clip import WORDS, Clip, Kind
from voicecoach.bench.condition import CLEAN, Condition, Take
from voicecoach.bench.outcome import Outcome, Understood
from voicecoach.core.commands import COMMAND_OF
from voicecoach.core.units import Decibels, Seconds
from voicecoach.hearing.utterance import Verdict

DURATION = Seconds(36.0)
"""Of every take: a hundredth of an hour."""


def heard(phrase: str, score: float = 1.0, *, accepted: bool = True, at: float = 1.5) -> Understood:
    """An utterance that is a phrasing from end to end."""
    return Understood(
        text=phrase,
        phrase=phrase,
        command=COMMAND_OF[phrase],
        verdict=Verdict.ACCEPTED if accepted else Verdict.UNSURE,
        score=score,
        at=Seconds(at),
    )


def said(text: str, *understood: Understood, where: Condition = CLEAN, kind: Kind = Kind.RECORDED) -> Outcome:
    """A single word or phrase in `words`, and what was heard in it; it ends after one second."""
    is_synthetic = kind is Kind.SYNTHETIC
    clip = Clip(
        file=Path(f"{text}.wav"),
        name=f"{WORDS}/{text}.wav",
        collection="synthetic" if is_synthetic else WORDS,
        kind=kind,
        text=text,
        meant=COMMAND_OF.get(text),
        voice="robot" if is_synthetic else "",
    )
    return outcome(clip, *understood, where=where)


def talk(collection: str, text: str | None, *understood: Understood) -> Outcome:
    """Somebody who talks to somebody else."""
    return outcome(
        Clip(file=Path("talk.wav"), name=f"{collection}/talk.wav", collection=collection, text=text), *understood
    )


def outcome(clip: Clip, *understood: Understood, where: Condition = CLEAN) -> Outcome:
    """Any clip, and what was heard in it."""
    is_timed = where == CLEAN and clip.meant is not None
    return Outcome(
        take=Take(clip=clip, condition=where, seed=1),
        heard=understood,
        duration=DURATION,
        word_end=Seconds(1.0) if is_timed else None,
        cpu=0.36,
    )


def noise(name: str, snr: float) -> Condition:
    """A noise at a ratio."""
    return Condition(noise=Path(f"{name}.flac"), snr=Decibels(snr))
