"""The command `voicecoach cues`: list, check, render and export what the coach can say."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from voicecoach.core.errors import CuesMissing, StorageFull
from voicecoach.core.units import RATE, CueId, seconds
from voicecoach.hearing.lexicon import read_lexicon
from voicecoach.ports import OutputPcm, SpeechEngine, Voice
from voicecoach.shipped import compact_model
from voicecoach.speech.bank import Bank, BankFolders, load_bank, shelves_of
from voicecoach.speech.catalogue import Catalogue, load_catalogue
from voicecoach.speech.engine import COACH_VOICE, PyttsxEngine
from voicecoach.speech.lint import Finding, lacking, lint
from voicecoach.speech.manifest import Manifest
from voicecoach.speech.pronunciations import load_pronunciations
from voicecoach.speech.rendering import render_bank
from voicecoach.speech.sound_lint import SoundLint

app = typer.Typer(name="cues", help="What the coach can say.", no_args_is_help=True)

Language = Annotated[str, typer.Option(help="Language of the cues.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_cues(*, language: Language = "en", as_json: AsJson = False) -> None:
    """Print every cue with its length and its words."""
    folders = BankFolders.of(language)
    shelves, notices = shelves_of(folders)
    rows = []
    for cue, line in load_catalogue(folders.shipped).items():
        track = next((track for shelf in shelves if (track := shelf.track(cue, line))), None)
        length = None if track is None else round(seconds(track.samples), 3)
        rows.append({"id": cue, "seconds": length, "text": line.text, "source": line.source})
    _tell(notices)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        length_shown = "not rendered" if row["seconds"] is None else f"{row['seconds']:.2f} s"
        typer.echo(f"{row['id']:<28} {length_shown:>12}  {row['text']}")


@app.command("lint")
def lint_cues(*, language: Language = "en", as_json: AsJson = False) -> None:
    """Check that no cue contains, resembles or sounds like a command, and that no variation lacks one; else exit 1."""
    folder = BankFolders.of(language).shipped
    catalogue = load_catalogue(folder)
    sounds = SoundLint({**load_pronunciations(folder), **read_lexicon(compact_model())})
    findings = (*lacking(catalogue), *lint(catalogue), *sounds.findings(catalogue))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        _print_findings(findings)
    if findings:
        raise typer.Exit(1)


@app.command("render")
def render_cues(
    *,
    voice: Annotated[str, typer.Option(help="Voice, as pyttsx3 names it.")] = COACH_VOICE.name,
    rate: Annotated[int, typer.Option(min=80, max=450, help="Words a minute.")] = COACH_VOICE.words_a_minute,
    folder: Annotated[
        Path | None, typer.Option("-o", "--output", help="Folder to render into, in place of your own bank.")
    ] = None,
    is_beside: Annotated[
        bool, typer.Option("--beside", help="Keep it beside your own bank, for whoever's profile names this voice.")
    ] = False,
    language: Language = "en",
) -> None:
    """Render every cue with another voice or rate, into a bank of your own."""
    folders = BankFolders.of(language, voice if is_beside else None)
    catalogue = load_catalogue(folders.shipped)
    target = folders.own if folder is None else folder
    render_with_bar(catalogue, PyttsxEngine(), Voice(name=voice, words_a_minute=rate), target)
    typer.echo(f"{len(catalogue)} cues by {voice} at {rate} words a minute are in {target}")


@app.command("export")
def export_cue(
    cue: Annotated[str, typer.Argument(metavar="CUE_ID", help="Id of the cue, as `voicecoach cues list` prints it.")],
    *,
    file: Annotated[Path, typer.Option("-o", "--output", help="WAV file to write.")],
    language: Language = "en",
) -> None:
    """Write a cue's sound as the mixer plays it at 0 dB: int16, mono, 16 kHz."""
    bank = load_bank(BankFolders.of(language), PyttsxEngine())
    _tell(bank.notices)
    sound = _sound(bank, CueId(cue))
    _write_wav(file, sound)
    typer.echo(f"{cue}: {seconds(len(sound)):.3f} s in {file}")


def render_with_bar(catalogue: Catalogue, engine: SpeechEngine, voice: Voice, folder: Path) -> Manifest:
    """Render a bank and show how far it is, on standard error.

    Raises what `render_bank` raises.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("rendering cues", total=len(catalogue))
        return render_bank(catalogue, engine, voice, folder, lambda _cue: bar.advance(task))


def _print_findings(findings: Iterable[Finding]) -> None:
    for finding in findings:
        typer.echo(f"cue {finding.cue!r}: {finding.words!r} {finding.kind} ({finding.phrase!r})")


def _tell(notices: Iterable[str]) -> None:
    for notice in notices:
        typer.echo(notice, err=True)


def _sound(bank: Bank, cue: CueId) -> OutputPcm:
    if cue in bank.pcm:
        return bank.pcm[cue]
    near = get_close_matches(cue, bank.pcm, n=3, cutoff=0.5)
    hint = f"near it: {', '.join(near)}" if near else "see: voicecoach cues list"
    raise CuesMissing(f"no cue {cue!r}; {hint}")


def _write_wav(file: Path, sound: OutputPcm) -> None:
    import soundfile  # noqa: PLC0415 - slow to import

    try:
        with file.open("wb") as out:
            soundfile.write(out, np.round(sound * 32767).astype(np.int16), RATE, format="WAV", subtype="PCM_16")
    except (OSError, soundfile.LibsndfileError) as failure:
        raise StorageFull(f"cannot write {file}: {failure}; choose another place with -o") from failure
