"""What is needed for a table of thresholds: commands and everything else, heard with every threshold open."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from voicecoach.bench.clip import NOISE, WORDS, Clip, Kind
from voicecoach.bench.corpus import WAKE_WORDS, Corpus, Selection, read_corpus
from voicecoach.bench.pool import spread
from voicecoach.bench.sound_level import mixed
from voicecoach.bench.split import Part
from voicecoach.bench.staging import LEAD, TRAIL, reverberated
from voicecoach.core.commands import COMMAND_OF, RULE_OF, Cost
from voicecoach.core.errors import CorpusBroken
from voicecoach.core.units import Decibels, Seconds, seconds
from voicecoach.hearing.models import model_hash
from voicecoach.hearing.recogniser import VoskRecogniser
from voicecoach.hearing.recording import listen_to_sound, read_sound
from voicecoach.hearing.threshold_file import Source, Table
from voicecoach.hearing.thresholds import LET_ALL_PASS
from voicecoach.hearing.tuning import Budget, Trial, Truth, counts_for, operating_points
from voicecoach.hearing.utterance import Utterance
from voicecoach.ports import InputPcm, Voice
from voicecoach.rehearsal.acoustics import Response, voice_response
from voicecoach.rehearsal.persona import Room
from voicecoach.speech.engine import EspeakEngine

TUNES = frozenset((WORDS, "sentences", "assistant", WAKE_WORDS))
"""The collections that thresholds are made from, of each the speakers that calibrate."""

VOICES = ("en-us+m1", "en-us+f2", "en-gb+m3", "en-gb+f4")
"""Voices of espeak-ng that say every phrasing; none of them is in `bench.voices`."""

WORDS_A_MINUTE = 150

SNR = Decibels(12.0)
"""Each command is heard as it is, once so far over a noise, and once more so in a room."""

ROOMS = (Room(distance=1.2, rt60=0.3), Room(distance=2.4, rt60=0.6))
"""Simulated rooms that take turns; `bench hearing` judges by others."""

TALK_BUDGET = 0.5
"""False accepts an hour of talk."""

FIRM = frozenset((Cost.VERDICT, Cost.GRAVE))
"""The costs whose thresholds share a budget of their own: rep verdicts, and what is asked about first.

Not all that ends or changes the session is in it: what is said for safety must be easy to say.
"""

FIRM_BUDGET = 0.1
"""False accepts an hour of talk by commands of these costs."""

WORD_BUDGET = 0.02
"""Share of single words that may lead to a command that is not theirs."""

_FULL_SCALE = np.float32(32_768)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """A recording to hear: as it is, over the first half of a noise, or in a room over it."""

    clip: Clip
    noise: Path | None = None
    room: Room | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What one hearing brought."""

    hearing: Hearing
    duration: Seconds
    found: tuple[Trial, ...]


Advance = Callable[[int, int], None]
"""Told how many recordings of how many have been heard."""


def tune(folder: Path, model: Path, *, every: int, jobs: int, advance: Advance) -> Table:
    """Hear a corpus with a model and return the table of thresholds; the same for any number of jobs.

    Raises CorpusBroken, SoundFileBroken, ModelMissing, ModelBroken, HearingFailed, SpeechEngineMissing and
    RenderingFailed.
    """
    corpus = _tuning_part(read_corpus(folder, Selection(part=Part.CALIBRATES)), every)
    with TemporaryDirectory() as rendered:
        clips = (*corpus.clips, *_thinned(_voiced(Path(rendered)), every))
        hearings = tuple(_hearings(clips, corpus.noises))
        heard = tuple(_heard(hearings, model, jobs, advance))
    return table(heard, model=model_hash(model), corpus=corpus.digest)


def table(heard: Sequence[Findings], *, model: str, corpus: str) -> Table:
    """Return the table for what was heard; raises CorpusBroken where no command or nothing else was found."""
    trials = tuple(trial for findings in heard for trial in findings.found)
    truths = {trial.truth for trial in trials}
    if Truth.COMMAND not in truths or len(truths) == 1:
        raise CorpusBroken("too few recordings for thresholds: there must be commands understood, and others mistaken")
    source = _source(heard, trials, model=model, corpus=corpus)
    counts = counts_for(trials)
    points = operating_points(trials, counts, _budget(source))
    return Table(source=source, evidence=counts, **{cost.value: point for cost, point in points.items()})


def _budget(source: Source) -> Budget:
    return Budget(
        talk=int(TALK_BUDGET * source.talk_hours),
        firm_talk=int(FIRM_BUDGET * source.talk_hours),
        words=int(WORD_BUDGET * source.words),
        firm=FIRM,
    )


def _source(heard: Sequence[Findings], trials: Sequence[Trial], *, model: str, corpus: str) -> Source:
    talk = sum(findings.duration for findings in heard if _is_talk(findings.hearing.clip))
    return Source(
        model=model,
        corpus=corpus,
        commands=sum(findings.hearing.clip.meant is not None for findings in heard),
        found=sum(trial.truth is Truth.COMMAND for trial in trials),
        words=sum(findings.hearing.clip.collection == WORDS for findings in heard),
        talk_hours=round(talk / 3600, 3),
    )


def _tuning_part(corpus: Corpus, every: int) -> Corpus:
    clips = tuple(clip for clip in corpus.clips if clip.collection in TUNES)
    return replace(corpus, clips=tuple(_thinned(clips, every)))


def _thinned(clips: Iterable[Clip], every: int) -> Iterator[Clip]:
    """Return each so manieth recording of a list, chosen by name so that no word or voice is favoured."""
    return (clip for clip in clips if int(sha256(clip.name.encode()).hexdigest(), 16) % every == 0)


def _voiced(folder: Path) -> Iterator[Clip]:
    """Let each voice say each phrasing; raises SpeechEngineMissing and RenderingFailed."""
    import soundfile  # noqa: PLC0415 - brings its own library

    for name in VOICES:
        sounds = EspeakEngine().render(COMMAND_OF, Voice(name=name, words_a_minute=WORDS_A_MINUTE))
        for (text, command), sound in zip(COMMAND_OF.items(), sounds, strict=True):
            file = folder / f"{name}-{text.replace(' ', '-')}.wav"
            soundfile.write(file, sound, 16_000)
            yield Clip(file=file, name=file.name, collection="synthetic", kind=Kind.SYNTHETIC, text=text, meant=command)


def _hearings(clips: Iterable[Clip], noises: Sequence[Path]) -> Iterator[Hearing]:
    number = 0
    for clip in clips:
        yield Hearing(clip=clip)
        if clip.meant is not None and noises:
            noise = noises[number % len(noises)]
            yield Hearing(clip=clip, noise=noise)
            yield Hearing(clip=clip, noise=noise, room=ROOMS[number % len(ROOMS)])
            number += 1


def _heard(hearings: Sequence[Hearing], model: Path, jobs: int, advance: Advance) -> Iterator[Findings]:
    act = partial(_hear, model)
    results = map(act, hearings) if jobs == 1 else spread(act, hearings, processes=jobs)
    for number, findings in enumerate(results, 1):
        advance(number, len(hearings))
        yield findings


def _hear(model: Path, hearing: Hearing) -> Findings:
    pcm = sound_of(hearing)
    utterances = (placed.utterance for placed in listen_to_sound(pcm, _recogniser(model)))
    found = tuple(trial for utterance in utterances if (trial := _trial(utterance, hearing.clip)) is not None)
    return Findings(hearing=hearing, duration=seconds(pcm.size), found=found)


def _trial(utterance: Utterance, clip: Clip) -> Trial | None:
    """Return a command that was found as a trial; nothing for what no threshold would let pass, or really said."""
    command, evidence = utterance.command, utterance.evidence
    if command is None or evidence is None:
        return None
    if clip.meant is command:
        truth = Truth.COMMAND
    elif _is_talk(clip) and clip.really_says(command):
        return None
    else:
        truth = Truth.TALK if _is_talk(clip) else Truth.OTHER_WORD
    return Trial(evidence=evidence, cost=RULE_OF[command].cost, truth=truth)


def _is_talk(clip: Clip) -> bool:
    return clip.kind is Kind.RECORDED and clip.collection not in (WORDS, NOISE)


def sound_of(hearing: Hearing) -> InputPcm:
    """Return what is heard: int16, (frames,), 16 kHz, in the first half of the noise; raises SoundFileBroken."""
    dry = read_sound(hearing.clip.file)
    if hearing.noise is None:
        return dry
    whole = read_sound(hearing.noise)
    near = np.asarray(dry / _FULL_SCALE, np.float32)
    speech = np.pad(reverberated(near, _response(hearing.room)) if hearing.room else near, (LEAD, TRAIL))
    noise = np.resize(np.asarray(whole[: whole.size // 2] / _FULL_SCALE, np.float32), speech.size)
    return np.asarray(np.clip(np.rint(mixed(speech, noise, SNR) * _FULL_SCALE), -32_768, 32_767), dtype=np.int16)


@cache
def _response(room: Room) -> Response:
    return voice_response(room, np.random.default_rng(0))


@cache
def _recogniser(model: Path) -> VoskRecogniser:
    return VoskRecogniser(model, LET_ALL_PASS)
