"""The command `tune`: the coach learns by voice how one person says the commands."""

import json
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from voicecoach.audio.clock import SessionClock
from voicecoach.audio.devices import choose, sound_devices
from voicecoach.audio.live import LiveSpeaker
from voicecoach.audio.sound_files import PacedSpeaker, SilentSpeaker, WavSpeaker
from voicecoach.auditioning import AuditionLoop, learn, open_ears, recordings_of
from voicecoach.cli.coach import (
    CTRL_C,
    KEYBOARD,
    NONE,
    InputOption,
    ModelOption,
    OutputOption,
    is_sound_file,
    microphone_for,
)
from voicecoach.core.audition import Audition, EventOfAudition, Step
from voicecoach.core.errors import SettingsBroken
from voicecoach.core.events import Device, Effect, Say
from voicecoach.core.person import Profile
from voicecoach.core.tryout import Answered, Finding, Try
from voicecoach.hearing.models import find_model
from voicecoach.home.own_recordings import keep
from voicecoach.home.profiles import DEFAULT, folder_of, people_folder, write_profile
from voicecoach.ports import CueBank, Microphone, Speaker
from voicecoach.wiring import lengths_of, load_cues


def tune(
    *,
    person: Annotated[str, typer.Option("--person", help="Whose voice it is.")] = DEFAULT,
    input_: InputOption = None,
    output: OutputOption = None,
    model: ModelOption = "auto",
    keep_recordings: Annotated[
        bool, typer.Option("--keep-recordings", help="Keep what you say, on this machine, without asking by voice.")
    ] = False,
    in_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Learn how you say the commands: repeat each one after the coach, lying where you train.

    Stay silent for four commands in a row to leave it; then nothing is stored.
    """
    people = people_folder()
    folder = folder_of(person, people)
    bank, found_model = load_cues(), find_model(model)
    for notice in bank.notices:
        typer.echo(notice, err=True)
    ears = open_ears(found_model)
    speaker, microphone = _sound(input_, output)
    audition = Audition(lengths_of(bank), may_keep=True if keep_recordings else None)
    loop = AuditionLoop(
        audition=audition,
        ears=ears,
        bank=bank,
        speaker=speaker,
        microphone=microphone,
        observe=_Said(bank) if not in_json else lambda event, effects: None,
    )
    with _breaks_off(loop):
        loop.run()
    if audition.step is not Step.DONE:
        typer.echo("left before its end; nothing is stored", err=True)
        raise typer.Exit(CTRL_C if loop.is_interrupted else 1)
    recordings = recordings_of(audition, ears)
    profile = learn(person, recordings, found_model)
    stored = [write_profile(profile, people)]
    if audition.may_keep:
        stored.append(keep(recordings, folder))
    _report(audition.findings, profile, stored, in_json=in_json)


def _sound(wanted_input: str | None, wanted_output: str | None) -> tuple[Speaker, Microphone]:
    """Open both; a device sets the pace, and where there is none, real time for a live person.

    Raises DeviceMissing, DeviceFailed, SoundLibraryMissing, SoundFileBroken and StorageFull.
    """
    if wanted_input == KEYBOARD:
        raise SettingsBroken("a keyboard has no voice to tune to; give --input a microphone or a sound file")
    if wanted_output != NONE and not is_sound_file(wanted_output):
        clock = SessionClock()
        device = choose(sound_devices(), wanted_output, Device.SPEAKER)
        microphone = microphone_for(wanted_input, clock)()
        return LiveSpeaker(device, clock), microphone
    microphone = microphone_for(wanted_input, None)()
    silent = SilentSpeaker() if wanted_output == NONE else WavSpeaker(Path(str(wanted_output)))
    return (silent if is_sound_file(wanted_input) else PacedSpeaker(silent)), microphone


@contextmanager
def _breaks_off(loop: AuditionLoop) -> Iterator[None]:
    """Break off on Ctrl-C, at once on the second one."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        if loop.is_interrupted:
            raise KeyboardInterrupt
        loop.is_interrupted = True

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Said:
    """Print what is asked for and what is heard."""

    def __init__(self, bank: CueBank) -> None:
        self._text = bank.text

    def __call__(self, event: EventOfAudition, effects: Sequence[Effect]) -> None:
        if isinstance(event, Answered):
            typer.echo(f"  you    {event.text}")
        words = " ".join(self._text[effect.cue] for effect in effects if isinstance(effect, Say))
        if words:
            typer.echo(f"  coach  {words}")


def _report(findings: Sequence[Finding], profile: Profile, stored: Sequence[Path], *, in_json: bool) -> None:
    if in_json:
        typer.echo(json.dumps(_fields(findings, profile, stored), ensure_ascii=False, indent=1))
        return
    understood = sum(finding.is_understood for finding in findings)
    Console().print(_table(findings))
    typer.echo(f"{understood} of {len(findings)} commands understood both times; stored: {', '.join(map(str, stored))}")


def _table(findings: Sequence[Finding]) -> Table:
    table = Table("say", "heard", "confused with", "say instead")
    for finding in findings:
        results = ", ".join(each.result for each in finding.tries)
        table.add_row(
            finding.phrase,
            "understood" if finding.is_understood else results,
            ", ".join(finding.confusions),
            finding.advice or ("" if finding.is_understood else "nothing better was found"),
        )
    return table


def _fields(findings: Sequence[Finding], profile: Profile, stored: Sequence[Path]) -> dict[str, object]:
    return {
        "person": profile.name,
        "understood": sum(finding.is_understood for finding in findings),
        "commands": [_finding(finding) for finding in findings],
        "corrections": dict(profile.corrections),
        "decoys": profile.decoys,
        "stored": [str(path) for path in stored],
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "command": finding.command,
        "phrase": finding.phrase,
        "understood": finding.is_understood,
        "confused_with": finding.confusions,
        "say_instead": finding.advice,
        "tries": [_try(each) for each in finding.tries],
        "synonyms": [_try(each) for each in finding.synonyms],
    }


def _try(each: Try) -> dict[str, object]:
    answer = each.answer
    score = answer.score if answer else None
    return {
        "phrase": each.prompt.phrase,
        "result": each.result,
        "text": answer.text if answer else None,
        "score": None if score is None else round(score, 3),
    }
