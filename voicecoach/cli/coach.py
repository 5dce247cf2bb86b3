"""The command `coach`: a live session, on devices, sound files or typed commands."""

import gc
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, TextIO

import typer

from voicecoach.app import CommandSource, Typing
from voicecoach.audio.clock import SessionClock
from voicecoach.audio.devices import choose, sound_devices
from voicecoach.audio.live import LiveDevices
from voicecoach.audio.sleep_watch import SleepingSpeaker
from voicecoach.audio.sound_files import PacedSpeaker, SilentSpeaker, WavMicrophone, WavSpeaker
from voicecoach.cli.interruption import CTRL_C, Interruption, ending_as_on_ctrl_c
from voicecoach.cli.screen import Transcript
from voicecoach.cli.sound import Lines, get_to_know, live_microphone, live_speaker, pair_of, warn
from voicecoach.core.errors import PersonUnknown, VoicecoachError
from voicecoach.core.events import Device
from voicecoach.core.person import Profile
from voicecoach.core.session import Session
from voicecoach.hearing.keyboard import Keyboard
from voicecoach.hearing.models import find_model, model_hash
from voicecoach.history.ongoing import Ongoing
from voicecoach.history.running import lock_file, only_session
from voicecoach.home.music import notes_file, put_back_left_over, quiet_music
from voicecoach.home.profiles import DEFAULT, find_profile, people_folder
from voicecoach.home.pulse_mixer import PulseMixer
from voicecoach.home.settings import read_settings, settings_file
from voicecoach.home.wakefulness import staying_awake
from voicecoach.planning import Wishes, known_people, learn, plan_for
from voicecoach.ports import Microphone, SoundFacts
from voicecoach.speech.bank import Bank
from voicecoach.wiring import STARTING, Known, Plan, Room, conduct, listen, load_cues, remember

SOUND_FILES = (".wav", ".flac", ".ogg", ".opus", ".mp3")
KEYBOARD, NONE = "keyboard", "none"

RoutineOption = Annotated[Path | None, typer.Option("--routine", help="A routine as a TOML file.")]
InputOption = Annotated[str | None, typer.Option("--input", help="A microphone by name, a sound file, or 'keyboard'.")]
OutputOption = Annotated[
    str | None, typer.Option("--output", help="A speaker by name, a WAV file to write, or 'none'.")
]
ModelOption = Annotated[
    str, typer.Option("--model", help="A folder with a Vosk model; 'auto' takes the best one here.")
]
JournalOption = Annotated[Path | None, typer.Option("--journal", help="Where the journal is written.")]
ResumeOption = Annotated[
    str | None, typer.Option("--resume", help="The journal of an interrupted session to go on from; 'last' finds it.")
]
PersonOption = Annotated[
    str | None, typer.Option("--person", help="Who trains, with a history and a tuned voice of their own; else 'me'.")
]

EarsOn = Callable[[Callable[[], Microphone]], tuple[CommandSource, str]]
"""Makes ears on a microphone that it opens; returns them and the hash of their model."""


def coach(
    *,
    routine: RoutineOption = None,
    input_: InputOption = None,
    output: OutputOption = None,
    model: ModelOption = "auto",
    journal: JournalOption = None,
    resume: ResumeOption = None,
    person: PersonOption = None,
) -> None:
    """Coach a session by voice; with no options on the default microphone and speaker."""
    STARTING.debug("imported")
    with ending_as_on_ctrl_c(), _in_the_room(input_, output, is_remembered=journal is None):
        told = _remember()
        wishes = Wishes(routine=routine, journal=journal, resume=resume)
        plan = _plan_for(person, wishes, model)
        known = Known(profile=plan.profile, people=_nameable())

        def enter(bank: Bank) -> Room:
            facts = _facts_of(input_, output, bank)
            ears = partial(listen, bank=bank, model=model, known=replace(known, sound=facts))
            return open_room(input_, output, ears)

        _coach(plan, enter, told)


def _facts_of(wanted_input: str | None, wanted_output: str | None, bank: Bank) -> SoundFacts | None:
    """Return what is known of the devices where both are some, and get to know those that were never used."""
    if _is_silent(wanted_output) or _is_typed(wanted_input):
        return None
    pair = pair_of(wanted_input, wanted_output)
    if read_settings(settings_file()).check_sound:
        get_to_know(pair, bank)
    return pair.facts


def _coach(plan: Plan, open_: Callable[[Bank], Room], told: str | None) -> None:
    bank = load_cues(voice=plan.voice)
    STARTING.debug("bank")
    for notice in bank.notices:
        typer.echo(notice, err=True)
    room = open_(bank)
    STARTING.debug("devices")
    interruption = Interruption()
    with interruption.on_ctrl_c(), Ongoing(remember) as ongoing:
        gc.freeze()  # a look for rubbish through all that stays would hold up the sound
        observers = (Transcript(bank), interruption.watch, ongoing.observe)
        conductor = conduct(plan, bank, room, observers, started=interruption.arm)
    _remember(told)
    if conductor.is_interrupted:
        if conductor.session.is_resumable:
            typer.echo(f"closed; go on with: voicecoach coach --resume {interruption.journal}", err=True)
        raise typer.Exit(CTRL_C)


def _plan_for(person: str | None, wishes: Wishes, model: str) -> Plan:
    """Return the plan for a person, with all that it takes to go on with another one who says that it is them."""

    def of_person(name: str) -> Plan:
        return _plan_for(name, replace(wishes, routine=None, resume=None), model)

    plan = plan_for(person or DEFAULT, wishes)
    return replace(plan, profile=_voice_of(person, model), of_person=of_person, ended=_learn)


def _nameable() -> tuple[str, ...]:
    """Return who may say that it is them; whoever trains without a name says that it is me."""
    return tuple(dict.fromkeys((*known_people(), DEFAULT)))


def _learn(plan: Plan, session: Session) -> None:
    """Keep how the person trains for their next session; say so where it cannot be kept."""
    try:
        learn(plan.person, plan.routine, session.standing)
    except VoicecoachError as failure:
        typer.echo(f"{failure}; what this session showed of {plan.person}'s habits is not kept", err=True)


def _voice_of(person: str | None, model: str) -> Profile | None:
    """Return what was learnt of the voice of the one who trains; whoever never tuned has none."""
    with suppress(PersonUnknown):
        return profile_of(person, model)
    return None


def profile_of(person: str | None, model: str) -> Profile | None:
    """Return what was learnt of a voice; say so where it was learnt with another model, so that half of it counts.

    Raises PersonUnknown, SettingsBroken and ModelMissing.
    """
    profile = find_profile(person, people_folder())
    if profile and profile.model != model_hash(find_model(model)):
        typer.echo(
            f"the thresholds of {profile.name} were learnt with another model and are left out; "
            f"learn them anew: voicecoach tune --person {profile.name}",
            err=True,
        )
    return profile


@contextmanager
def _in_the_room(wanted_input: str | None, wanted_output: str | None, *, is_remembered: bool) -> Iterator[None]:
    """Keep a second session off the sound devices, the computer awake and music low, while somebody is coached.

    One without devices is kept off too where it would be remembered: it would go on with the session that still runs.
    What an earlier session left turned down is put back by each that is let in.
    Raises AnotherSession when it is the second one, and SettingsBroken.
    """
    is_silent = _is_silent(wanted_output)
    is_without_devices = is_silent and _is_typed(wanted_input)
    with ExitStack() as held:
        settings = None if is_without_devices else read_settings(settings_file())
        if settings or is_remembered:
            held.enter_context(only_session(lock_file()))
        if settings and settings.stay_awake:
            held.enter_context(staying_awake())
        if settings and settings.quiet_music and not is_silent:
            held.enter_context(quiet_music(PulseMixer(), notes_file()))
        elif settings or is_remembered:
            put_back_left_over(PulseMixer(), notes_file())
        yield


def _remember(told: str | None = None) -> str | None:
    """Store what waits to be stored; say once what failed."""
    if (notice := remember()) and notice != told:
        typer.echo(notice, err=True)
    return notice


def open_room(wanted_input: str | None, wanted_output: str | None, ears: EarsOn) -> Room:
    """Open the coach's mouth and ears: a device sets the pace, and where there is none, real time for a live person.

    Raises DeviceMissing, DeviceFailed, SoundLibraryMissing, SoundFileBroken, ModelMissing and ModelBroken.
    """
    devices, lines = LiveDevices(), Lines()
    if wanted_output != NONE and not is_sound_file(wanted_output):
        clock = SessionClock()
        device = choose(sound_devices(), wanted_output, Device.SPEAKER)
        source, heard_by = _open_source(wanted_input, ears, lambda: microphone_for(wanted_input, clock, devices, lines))
        speaker = SleepingSpeaker(devices.add(live_speaker(device, clock, lines)), warn)
        return Room(speaker=speaker, source=source, model=heard_by, devices=devices, left=lines.keep)
    silent = SilentSpeaker() if wanted_output == NONE else WavSpeaker(Path(str(wanted_output)))
    if is_sound_file(wanted_input):
        source, heard_by = _open_source(wanted_input, ears, lambda: microphone_for(wanted_input, None, devices, lines))
        return Room(speaker=silent, source=source, model=heard_by)
    paced = PacedSpeaker(silent)
    if wanted_input == KEYBOARD and wanted_output == NONE:
        return Room(speaker=paced, source=Typing(Keyboard(_typed_lines(), _nameable()), paced.free_run), model=KEYBOARD)
    source, heard_by = _open_source(wanted_input, ears, lambda: microphone_for(wanted_input, None, devices, lines))
    return Room(speaker=paced, source=source, model=heard_by, devices=devices)


def _open_source(
    wanted: str | None, ears: EarsOn, microphone: Callable[[], Callable[[], Microphone]]
) -> tuple[CommandSource, str]:
    if wanted == KEYBOARD:
        return Typing(Keyboard(_typed_lines(), _nameable())), KEYBOARD
    return ears(microphone())


def microphone_for(
    wanted: str | None, clock: SessionClock | None, devices: LiveDevices, lines: Lines
) -> Callable[[], Microphone]:
    """Return what opens the wanted microphone, as one of the session's devices, or sound file.

    `lines` opens the speaker too, so that the microphone is placed by what was measured of the two.
    Raises DeviceMissing and SoundLibraryMissing.
    """
    if wanted and is_sound_file(wanted):
        return lambda: WavMicrophone(Path(wanted))
    device = choose(sound_devices(), wanted, Device.MICROPHONE)
    return live_microphone(device, clock, lines, devices)


def _typed_lines() -> TextIO:
    """Return standard input as text, whatever bytes come in.

    It is a stream of its own and unbuffered: the thread that waits for a line holds the lock of a buffer, without which
    Python cannot close `sys.stdin` at its end.
    """
    return io.TextIOWrapper(io.FileIO(sys.stdin.fileno(), closefd=False), encoding="utf-8", errors="replace")


def _is_silent(wanted_output: str | None) -> bool:
    return wanted_output == NONE or is_sound_file(wanted_output)


def _is_typed(wanted_input: str | None) -> bool:
    return wanted_input == KEYBOARD or is_sound_file(wanted_input)


def is_sound_file(wanted: str | None) -> bool:
    """Say whether an option names a sound file rather than a device."""
    return wanted is not None and wanted.lower().endswith(SOUND_FILES)
