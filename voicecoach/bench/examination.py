"""One examination of the ears: from a corpus to a folder with the report."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from voicecoach import __version__
from voicecoach.bench.acceptance import acceptance
from voicecoach.bench.chart import chart
from voicecoach.bench.condition import Take, takes
from voicecoach.bench.corpus import Corpus, Selection, read_corpus
from voicecoach.bench.encoding import as_json
from voicecoach.bench.hearing import hear_all
from voicecoach.bench.markdown import as_markdown
from voicecoach.bench.outcome import Outcome, as_line
from voicecoach.bench.report import (
    Comparison,
    Provenance,
    Report,
    all_false_accepts,
    commands,
    computing,
    other_words,
    report,
)
from voicecoach.bench.sphinx import hear_all_by_sphinx, why_no_comparison
from voicecoach.bench.split import Part
from voicecoach.bench.voices import render_commands
from voicecoach.core.errors import StorageFull
from voicecoach.hearing.models import model_hash

SEED = 2026
"""Where in a noise each take lies is drawn from it."""

SPHINX = "PocketSphinx"

Advance = Callable[[int, int], None]
"""Told how many takes of how many have been heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What is to be measured."""

    corpus: Path
    model: Path
    selection: Selection
    jobs: int = 1
    has_voices: bool = False
    """Synthetic voices are rendered and heard too."""
    has_comparison: bool = False
    """PocketSphinx hears the recordings too, where it is installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """The report, and what it rests on."""

    report: Report
    outcomes: tuple[Outcome, ...]


def examine(examination: Examination, advance: Advance) -> Examined:
    """Hear everything and derive the report; the figures but `computing` are the same for any number of jobs.

    Raises CorpusBroken, SoundFileBroken, ModelMissing, ModelBroken, HearingFailed, SpeechEngineMissing.
    """
    corpus = read_corpus(examination.corpus, examination.selection)
    with TemporaryDirectory() as folder:
        if examination.has_voices:
            corpus = _with_voices(corpus, examination, Path(folder))
        wanted = tuple(takes(corpus, SEED))
        outcomes = tuple(_heard(wanted, examination, advance))
        comparison = _comparison(wanted, examination)
        provenance = _provenance(examination, corpus)
    return Examined(report=report(provenance, outcomes, comparison), outcomes=outcomes)


def write(examined: Examined, folder: Path) -> None:
    """Write `report.json`, `report.md`, `operating-curve.svg` and `attempts.jsonl`; raises StorageFull."""
    files = {
        "report.json": as_json(examined.report),
        "report.md": as_markdown(examined.report),
        "operating-curve.svg": chart(examined.report.curves),
        "attempts.jsonl": "".join(f"{as_line(outcome)}\n" for outcome in examined.outcomes),
    }
    write_files(files, folder)


def write_files(files: dict[str, str], folder: Path) -> None:
    """Write texts under their names into a folder, which is made; raises StorageFull."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as failure:
        raise StorageFull(f"the report cannot be written to {folder}: {failure.strerror}") from failure


def _with_voices(corpus: Corpus, examination: Examination, folder: Path) -> Corpus:
    voices = render_commands(folder, every=examination.selection.every, jobs=examination.jobs)
    return replace(corpus, clips=(*corpus.clips, *voices))


def _heard(wanted: Sequence[Take], examination: Examination, advance: Advance) -> Sequence[Outcome]:
    outcomes: list[Outcome] = []
    for outcome in hear_all(wanted, examination.model, examination.jobs):
        outcomes.append(outcome)
        advance(len(outcomes), len(wanted))
    return outcomes


def _provenance(examination: Examination, corpus: Corpus) -> Provenance:
    return Provenance(
        program=__version__,
        model=examination.model.name,
        model_sha256=model_hash(examination.model),
        corpus=examination.corpus.resolve().name,
        corpus_sha256=corpus.digest,
        only_held_out=examination.selection.part is Part.EXAMINES and examination.corpus.is_dir(),
        left_out=corpus.left_out,
        every=examination.selection.every,
        seed=SEED,
    )


def _comparison(wanted: Sequence[Take], examination: Examination) -> Comparison:
    skipped = why_no_comparison() if examination.has_comparison else "not asked for"
    undisturbed = (take for take in wanted if take.condition.is_clean)
    clean = () if skipped else tuple(hear_all_by_sphinx(undisturbed, examination.jobs))
    return Comparison(
        name=SPHINX,
        skipped=skipped,
        people=acceptance("commands", commands(clean)),
        others=acceptance("words that are no commands", other_words(clean)),
        false_accepts=all_false_accepts(clean),
        computing=computing(clean),
    )
