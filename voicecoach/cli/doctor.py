"""The command `doctor`: what works, what does not, and what mends it."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated

import typer

from voicecoach.audio.bluetooth import warning_about
from voicecoach.audio.sound_check import advice_on
from voicecoach.checkup import check_up
from voicecoach.cli.coach import ModelOption
from voicecoach.cli.sound import Pair, measure, pair_of
from voicecoach.history.running import lock_file, only_session
from voicecoach.ports import SoundFacts
from voicecoach.wiring import load_cues


def doctor(
    *,
    model: ModelOption = "auto",
    sound: Annotated[
        bool, typer.Option("--sound", help="Measure latency, leak, noise and your voice on the devices instead.")
    ] = False,
    input_: Annotated[str | None, typer.Option("--input", help="A microphone by name, for --sound.")] = None,
    output: Annotated[str | None, typer.Option("--output", help="A speaker by name, for --sound.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list, one object a part.")] = False,
) -> None:
    """Check devices, model, vocabulary, cue bank and folders; exits with 1 when something needs mending."""
    if sound:
        _check_sound(pair_of(input_, output), as_json=as_json)
        return
    findings = tuple(check_up(model))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        for finding in findings:
            typer.echo(f"{'ok  ' if finding.is_well else 'MEND'}  {finding.part}: {finding.words}")
    if not all(finding.is_well for finding in findings):
        raise typer.Exit(1)


def _check_sound(pair: Pair, *, as_json: bool) -> None:
    """Measure a pair of devices while nobody else uses them; exits with 1 when something can be bettered."""
    bank = load_cues()
    with only_session(lock_file()):
        typer.echo("Be silent until you are asked for a word; it takes 15 seconds.", err=True)
        facts = measure(pair, bank)
    narrow = (warning_about(pair.records.name),) if pair.is_narrow else ()
    advice = (*narrow, *advice_on(facts))
    if as_json:
        told = {
            "speaker": pair.plays.name,
            "microphone": pair.records.name,
            "is_narrow": pair.is_narrow,
            "drift": pair.drift,
        }
        typer.echo(json.dumps({**told, **asdict(facts), "advice": advice}, indent=2))
    else:
        typer.echo("\n".join(_lines(pair, facts)))
        for words in advice:
            typer.echo(f"MEND  {words}")
    if advice:
        raise typer.Exit(1)


def _lines(pair: Pair, facts: SoundFacts) -> Iterator[str]:
    yield f"      speaker: {pair.plays.name}"
    yield f"      microphone: {pair.records.name}"
    if facts.latency is None or facts.leak is None:
        yield "ok    the microphone does not hear the speaker, as with headphones"
    else:
        yield f"      latency: {1000 * facts.latency:.0f} ms more than the devices say; your words are placed by it"
        yield f"      leak: {facts.leak:.0f} dB; so much of the coach is expected until its first second has told more"
    yield f"      noise: {facts.noise:.0f} dB of full scale; what opens the ears in the first two seconds is louder"
    yield "      your voice: " + (
        "not heard" if facts.word is None else f"{facts.word:.0f} dB of full scale; a quiet first word is raised by it"
    )
    if pair.drift:
        yield f"      drift: {1e6 * pair.drift:.0f} ppm in an earlier session; followed until it is learnt anew"
