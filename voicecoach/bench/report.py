"""The report card of the ears: every figure, derived from the outcomes of all takes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voicecoach.bench.acceptance import Acceptance, Confusion, acceptance, by, confusions
from voicecoach.bench.clip import NOISE, WORDS, Kind
from voicecoach.bench.curve import Curve, curve
from voicecoach.bench.false_accepts import FalseAccepts, false_accepts
from voicecoach.bench.latency import Latency, latency
from voicecoach.bench.outcome import Outcome
from voicecoach.bench.voices import speaker_of
from voicecoach.core.commands import RULE_OF, Cost

ALL_TALK = "all people talking"
OTHER_WORDS = "single words that are no commands"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What was measured, with what: enough to measure it again."""

    program: str
    model: str
    model_sha256: str
    corpus: str
    corpus_sha256: str
    only_held_out: bool
    """Only speakers that `bench.split` keeps from training and calibrating."""
    left_out: int
    """Recordings of the speakers who are kept out."""
    every: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Recorded people who give commands."""

    total: Acceptance
    each: tuple[Acceptance, ...]
    by_snr: tuple[Acceptance, ...]
    by_noise: tuple[Acceptance, ...]
    by_room: tuple[Acceptance, ...]
    latency: tuple[Latency, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """Recorded words that are no commands and must lead to none."""

    total: Acceptance
    each: tuple[Acceptance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Synthetic voices, in no figure with people."""

    voices: int
    speakers: int
    """Fewer where one speaks in several accents."""
    total: Acceptance
    in_rooms: Acceptance
    by_room: tuple[Acceptance, ...]
    each: tuple[Acceptance, ...]
    by_voice: tuple[Acceptance, ...]
    latency: Latency


@dataclass(frozen=True, slots=True, kw_only=True)
class Computing:
    """What it took; the one part of a report that differs from run to run."""

    cpu_seconds: float
    sound_seconds: float
    real_time: float
    """Seconds of one core for a second of sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Another recogniser on the same recordings as they are."""

    name: str
    skipped: str | None
    """Why it was not measured, or nothing."""
    people: Acceptance
    others: Acceptance
    false_accepts: tuple[FalseAccepts, ...]
    computing: Computing


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Every figure of one examination."""

    provenance: Provenance
    counts: dict[str, int]
    """Recordings of each list."""
    people: People
    others: Others
    confusions: tuple[Confusion, ...]
    false_accepts: tuple[FalseAccepts, ...]
    synthetic: Voices | None
    curves: tuple[Curve, ...]
    comparison: Comparison
    computing: Computing


def report(provenance: Provenance, outcomes: Sequence[Outcome], comparison: Comparison) -> Report:
    """Derive all figures from the outcomes of the takes."""
    clean = tuple(one for one in outcomes if one.take.condition.is_clean)
    spoken = commands(clean)
    return Report(
        provenance=provenance,
        counts=dict(Counter(one.take.clip.collection for one in clean)),
        people=_people(outcomes),
        others=_others(clean),
        confusions=confusions((*spoken, *other_words(clean))),
        false_accepts=all_false_accepts(clean),
        synthetic=_voices([one for one in outcomes if one.take.clip.kind is Kind.SYNTHETIC]),
        curves=tuple(curve(name, spoken, talk) for name, talk in talking(clean).items()),
        comparison=comparison,
        computing=computing(outcomes),
    )


def commands(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Return the takes of recorded people who give a command."""
    return tuple(one for one in outcomes if one.take.clip.meant and one.take.clip.kind is Kind.RECORDED)


def other_words(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Return the takes of single words that are no commands."""
    return tuple(one for one in outcomes if one.take.clip.collection == WORDS and not one.take.clip.meant)


def talking(outcomes: Iterable[Outcome]) -> dict[str, tuple[Outcome, ...]]:
    """Return the lists of people who talk and command nothing; the first holds them all."""
    lists: dict[str, list[Outcome]] = {ALL_TALK: []}
    for one in outcomes:
        clip = one.take.clip
        if clip.meant or clip.collection in (WORDS, NOISE) or clip.kind is Kind.SYNTHETIC:
            continue
        lists[ALL_TALK].append(one)
        lists.setdefault(clip.collection, []).append(one)
    return {name: tuple(group) for name, group in lists.items() if group}


def all_false_accepts(clean: Sequence[Outcome]) -> tuple[FalseAccepts, ...]:
    """Return the false accepts of people talking, of other words, and of noise alone."""
    lists = talking(clean)
    lists[OTHER_WORDS] = other_words(clean)
    lists[NOISE] = tuple(one for one in clean if one.take.clip.collection == NOISE)
    return tuple(false_accepts(name, group) for name, group in lists.items() if group)


def computing(outcomes: Sequence[Outcome]) -> Computing:
    """Return what these takes took."""
    cpu, sound = sum(one.cpu for one in outcomes), sum(one.duration for one in outcomes)
    return Computing(
        cpu_seconds=round(cpu, 2), sound_seconds=round(sound, 2), real_time=round(cpu / sound, 4) if sound else 0.0
    )


def _people(outcomes: Sequence[Outcome]) -> People:
    spoken = commands(outcomes)
    clean = [one for one in spoken if one.take.condition.is_clean]
    noisy = [one for one in spoken if one.take.condition.noise]
    safety = [one for one in clean if one.take.clip.meant and RULE_OF[one.take.clip.meant].cost is Cost.SAFETY]
    return People(
        total=acceptance("all", clean),
        each=by(_text, clean),
        by_snr=(acceptance("clean", clean), *by(_snr, noisy)),
        by_noise=by(lambda one: f"{_noise(one)}, {_snr(one)}", noisy),
        by_room=by(_place, (one for one in spoken if one.take.condition.place)),
        latency=(latency("all", clean), latency("those for safety, taken early", safety)),
    )


def _others(clean: Sequence[Outcome]) -> Others:
    words = other_words(clean)
    return Others(total=acceptance("all", words), each=by(_text, words))


def _voices(outcomes: Sequence[Outcome]) -> Voices | None:
    if not outcomes:
        return None
    labels = {one.take.clip.voice for one in outcomes}
    clean = [one for one in outcomes if one.take.condition.is_clean]
    far = [one for one in outcomes if not one.take.condition.is_clean]
    return Voices(
        voices=len(labels),
        speakers=len(set(map(speaker_of, labels))),
        total=acceptance("as rendered", clean),
        in_rooms=acceptance("in rooms", far),
        by_room=by(_place, far),
        each=by(_command, far),
        by_voice=by(_voice, far),
        latency=latency("synthetic voices", clean),
    )


def _text(one: Outcome) -> str:
    return one.take.clip.text or ""


def _command(one: Outcome) -> str:
    return one.take.clip.meant or ""


def _voice(one: Outcome) -> str:
    return one.take.clip.voice


def _snr(one: Outcome) -> str:
    return f"{one.take.condition.snr or 0:g} dB"


def _noise(one: Outcome) -> str:
    return one.take.condition.noise.stem if one.take.condition.noise else ""


def _place(one: Outcome) -> str:
    return one.take.condition.place
