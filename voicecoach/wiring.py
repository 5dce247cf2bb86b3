"""What a session is put together from: cue bank, ears, journal, session, mixer."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from voicecoach import __version__
from voicecoach.app import CommandSource, Conductor, Listening, Observer
from voicecoach.audio.echo_canceller import KalmanCanceller
from voicecoach.audio.live import LiveDevices
from voicecoach.audio.mixer import Mixer
from voicecoach.core import script
from voicecoach.core.course import Standing
from voicecoach.core.errors import VoicecoachError
from voicecoach.core.journal import Header
from voicecoach.core.memory import Memory
from voicecoach.core.person import Profile
from voicecoach.core.progress import MASTERED_IN, Load
from voicecoach.core.routine import Routine
from voicecoach.core.schedule import Day
from voicecoach.core.schedule import is_rest_day as is_rest_day_after
from voicecoach.core.script import COUNTED
from voicecoach.core.session import Session
from voicecoach.core.units import CueId, Samples
from voicecoach.core.verbosity import verbosity_after
from voicecoach.hearing.models import find_model, model_hash
from voicecoach.hearing.pipeline import open_hearing
from voicecoach.history.journals import JournalFile
from voicecoach.history.keeping import catch_up, open_store
from voicecoach.ports import Microphone, Speaker
from voicecoach.speech.bank import Bank, BankFolders, load_bank
from voicecoach.speech.engine import PyttsxEngine

STARTING = logging.getLogger("voicecoach.start")
"""Told how far the start of a session has come, for whoever measures it; see `bench.live`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a session is to be."""

    routine: Routine
    journal: Path
    standing: Standing | None = None
    person: str = "me"
    began: str | None = None
    """ISO 8601; nothing for a rehearsal, which is the same on every day."""
    memory: Memory | None = None
    """The person's sessions before this one."""
    instead: "Plan | None" = None
    """The new session, for a person who is asked and does not want to go on with the interrupted one."""


def load_cues(language: str = "en") -> Bank:
    """Return the coach's voice, mended where files are damaged."""
    return load_bank(BankFolders.of(language), PyttsxEngine())


def lengths_of(bank: Bank) -> Mapping[CueId, Samples]:
    """Return the samples of each cue."""
    return bank.lengths


def count_beats_of(bank: Bank) -> Mapping[CueId, Samples]:
    """Return where in each count its beat is perceived."""
    return {cue: beat for cue, beat in bank.beats.items() if cue.startswith(COUNTED)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Where the coach is heard, and where the person's commands come from."""

    speaker: Speaker
    source: CommandSource
    model: str
    """The hash of what understands the commands, or `keyboard`."""
    devices: LiveDevices | None = None
    """Live devices, which tell what they did not manage; nothing where there are none."""


def listen(
    microphone: Callable[[], Microphone], bank: Bank, model: str, profile: Profile | None = None
) -> tuple[CommandSource, str]:
    """Load a model, a person's own way where there is a profile, then open the microphone.

    Return the ears and the model's hash.

    Raises ModelMissing, ModelBroken and what opening the microphone raises.
    """
    folder = find_model(model)
    hearing = open_hearing(folder, profile)
    STARTING.debug("model")
    return Listening(microphone(), KalmanCanceller(), hearing, bank), model_hash(folder)


def remember() -> str | None:
    """Store the sessions that wait in their journals; return one line about what failed or was mended.

    Never raises for what can go wrong with a database: the journals keep everything until the next time.
    """
    try:
        stored = catch_up()
    except VoicecoachError as failure:
        return f"{failure}; the session is safe in its journal and is stored at the next start"
    if stored.set_aside:
        return f"the history was damaged; it lies in {stored.set_aside} and was made anew from the journals"
    return None


def memory_of(person: str, today: Day) -> Memory:
    """Return what is remembered of a person's sessions; nothing when there is no history to read."""
    try:
        with open_store() as store:
            recent, days = store.recent(person), store.days(person)
    except VoicecoachError:
        return Memory(today=today)
    memory = Memory(
        today=today,
        sessions=recent[-MASTERED_IN:],
        is_rest_day=today in days or is_rest_day_after(today, days),
        earlier=len(recent),
    )
    return replace(memory, familiar=sum(one.variation is memory.for_today.variation for one in recent))


def routine_for(memory: Memory) -> Routine:
    """Return what the history asks of a person today, and why it is less where it is."""
    decision = memory.for_today
    return Routine(
        variation=decision.variation,
        reps=decision.reps,
        verbosity=verbosity_after(memory.familiar),
        earlier_sessions=memory.earlier,
        because=script.because(decision.rule, is_gentler=decision.load is Load.LESS),
    )


def conduct(
    plan: Plan,
    bank: Bank,
    room: Room,
    observers: Sequence[Observer] = (),
    *,
    started: Callable[[Conductor, JournalFile], None] = lambda conductor, journal: None,
) -> Conductor:
    """Run a session to its end, or the one instead of it, and close the devices and the journals.

    `started` gets hold of a session and its journal before the first sound. Return the session that ended last.
    Raises StorageFull when a journal could not be saved where it was wanted; it is whole elsewhere then.
    """
    mixer = Mixer(bank.pcm)
    try:
        while True:
            conductor, journal = _conductor(plan, bank, room, mixer)
            conductor.observers = (journal.write, *observers)
            started(conductor, journal)
            try:
                conductor.conduct()
            finally:
                journal.close()
            if plan.instead is None or not conductor.session.is_declined:
                return conductor
            plan = plan.instead
    finally:
        room.source.close()
        room.speaker.close()


def _conductor(plan: Plan, bank: Bank, room: Room, mixer: Mixer) -> tuple[Conductor, JournalFile]:
    lengths, beats = lengths_of(bank), count_beats_of(bank)
    header = Header(
        package=__version__,
        routine=plan.routine,
        cues=bank.hash,
        model=room.model,
        cue_lengths=lengths,
        count_beats=beats,
        standing=plan.standing,
        memory=plan.memory,
        person=plan.person,
        began=plan.began,
    )
    conductor = Conductor(
        session=Session(plan.routine, lengths, beats=beats, standing=plan.standing, memory=plan.memory),
        mixer=mixer,
        speaker=room.speaker,
        source=room.source,
        devices=room.devices,
    )
    return conductor, JournalFile(plan.journal, header)
