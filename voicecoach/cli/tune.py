"""The command `tune`: the coach learns by voice how one person says the commands."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from voicecoach.audio.clock import SessionClock
from voicecoach.audio.devices import choose, sound_devices
from voicecoach.audio.live import LiveDevices
from voicecoach.audio.sound_files import PacedSpeaker, SilentSpeaker, WavSpeaker
from voicecoach.auditioning import AuditionLoop, learn, open_ears, recordings_of
from voicecoach.cli.coach import (
    KEYBOARD,
    NONE,
    ModelOption,
    OutputOption,
    is_sound_file,
    microphone_for,
)
from voicecoach.cli.interruption import CTRL_C
from voicecoach.cli.sound import Lines, live_speaker
from voicecoach.cli.tune_report import tell
from voicecoach.core.audition import Audition, EventOfAudition, Step
from voicecoach.core.effects import Effect, Say
from voicecoach.core.errors import SettingsBroken
from voicecoach.core.events import Device
from voicecoach.core.tryout import Answered
from voicecoach.hearing.models import find_model
from voicecoach.home.own_recordings import keep
from voicecoach.home.profiles import DEFAULT, folder_of, people_folder, write_profile
from voicecoach.ports import CueBank, Microphone, Speaker
from voicecoach.wiring import lengths_of, load_cues


def tune(
    *,
    person: Annotated[str, typer.Option("--person", help="Whose voice it is.")] = DEFAULT,
    input_: Annotated[str | None, typer.Option("--input", help="A microphone by name, or a sound file.")] = None,
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
    folder, found_model = folder_of(person, people), find_model(model)
    bank = load_cues()
    for notice in bank.notices:
        typer.echo(notice, err=True)
    ears = open_ears(found_model)
    speaker, microphone = _sound(input_, output)
    loop = AuditionLoop(
        audition=Audition(lengths_of(bank), may_keep=True if keep_recordings else None),
        ears=ears,
        bank=bank,
        speaker=speaker,
        microphone=microphone,
        observe=_nobody if in_json else _Said(bank),
    )
    _hold(loop)
    recordings = recordings_of(loop.audition, ears)
    profile = learn(person, recordings, found_model)
    stored = [write_profile(profile, people), *([keep(recordings, folder)] if loop.audition.may_keep else [])]
    tell(loop.audition.findings, profile, stored, in_json=in_json)


def _hold(loop: AuditionLoop) -> None:
    """Run an audition; leave the program with a line when it did not come to its end."""
    with _breaks_off(loop):
        loop.run()
    if loop.audition.step is not Step.DONE:
        typer.echo("left before its end; nothing is stored", err=True)
        raise typer.Exit(CTRL_C if loop.is_interrupted else 1)


def _nobody(_event: EventOfAudition, _effects: Sequence[Effect]) -> None:
    """Print nothing."""


def _sound(wanted_input: str | None, wanted_output: str | None) -> tuple[Speaker, Microphone]:
    """Open both; a device sets the pace, and where there is none, real time for a live person.

    Raises DeviceMissing, DeviceFailed, SoundLibraryMissing, SoundFileBroken and StorageFull.
    """
    if wanted_input == KEYBOARD:
        raise SettingsBroken("a keyboard has no voice to tune to; give --input a microphone or a sound file")
    if wanted_output != NONE and not is_sound_file(wanted_output):
        clock, lines = SessionClock(), Lines()
        device = choose(sound_devices(), wanted_output, Device.SPEAKER)
        microphone = microphone_for(wanted_input, clock, LiveDevices(), lines)()
        return live_speaker(device, clock, lines), microphone
    microphone = microphone_for(wanted_input, None, LiveDevices(), Lines())()
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
