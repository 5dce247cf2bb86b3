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
from voicecoach.core.calls import COUNTED
from voicecoach.core.effects import SetVolume
from voicecoach.core.errors import CuesMissing, VoicecoachError
from voicecoach.core.journal import Header
from voicecoach.core.memory import Memory
from voicecoach.core.person import Profile
from voicecoach.core.progress import MASTERED_IN, Load
from voicecoach.core.routine import STRETCH, Routine
from voicecoach.core.schedule import Day
from voicecoach.core.schedule import is_rest_day as is_rest_day_after
from voicecoach.core.session import Session
from voicecoach.core.standing import Standing
from voicecoach.core.units import CueId, Decibels, Samples, Seconds, seconds
from voicecoach.core.verbosity import verbosity_after
from voicecoach.hearing.models import find_model, model_hash
from voicecoach.hearing.personal import recogniser_for, turned_to
from voicecoach.hearing.pipeline import Hearing
from voicecoach.history.journals import JournalFile
from voicecoach.history.keeping import catch_up, open_store
from voicecoach.ports import Microphone, SoundFacts, Speaker
from voicecoach.speech.bank import Bank, BankFolders, load_bank
from voicecoach.speech.engine import PyttsxEngine
from voicecoach.speech.lint import lacking

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
    voice: str | None = None
    """The voice in which the coach speaks; the usual one where none is named."""
    instead: "Plan | None" = None
    """The new session, for a person who is asked and does not want to go on with the interrupted one."""
    profile: Profile | None = None
    """What was learnt of the person's voice."""
    of_person: "Callable[[str], Plan] | None" = None
    """Makes the plan for another person who says that it is them."""
    ended: "Callable[[Plan, Session], None]" = lambda plan, session: None
    """Called once the session has ended, with what it was to be."""


def load_cues(language: str = "en", *, voice: str | None = None) -> Bank:
    """Return the coach's voice, or another that was rendered beside it, mended where files are damaged.

    Raises CuesMissing where a variation lacks a cue, and what `load_bank` raises.
    """
    folders = BankFolders.of(language, voice)
    bank = load_bank(folders, PyttsxEngine())
    for finding in lacking(bank.text):
        raise CuesMissing(f"the variation {finding.words} has no cue {finding.cue}; type: voicecoach cues lint")
    if voice is None or folders.own.is_dir():
        return bank
    missing = (
        f"the voice {voice} was never rendered, the usual one speaks: voicecoach cues render --voice {voice} --beside"
    )
    return replace(bank, notices=(*bank.notices, missing))


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
    left: Callable[[], None] = lambda: None
    """Called once the devices are closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known before anybody is heard: of the person, and of the way to them."""

    profile: Profile | None = None
    """What was learnt of the person's voice."""
    people: Sequence[str] = ()
    """Who may say at the beginning that it is them."""
    sound: SoundFacts | None = None
    """What a check of the sound told of these devices, on this day or another."""


def listen(
    microphone: Callable[[], Microphone], bank: Bank, model: str, known: Known = Known()
) -> tuple[CommandSource, str]:
    """Load a model, a person's own way where there is a profile, then open the microphone.

    Return the ears and the model's hash.

    Raises ModelMissing, ModelBroken and what opening the microphone raises.
    """
    folder = find_model(model)
    recogniser = recogniser_for(folder, known.profile, known.people)
    STARTING.debug("model")
    hearing = Hearing(recogniser, known=known.sound)

    def turn_to(other: Profile | None) -> None:
        hearing.turn_to(turned_to(other, recogniser, folder))

    return Listening(microphone(), KalmanCanceller(), hearing, bank, turn_to), model_hash(folder)


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
            recent, days, sits = store.recent(person), store.days(person), store.sits(person)
    except VoicecoachError:
        return Memory(today=today)
    memory = Memory(
        today=today,
        sessions=recent[-MASTERED_IN:],
        is_rest_day=today in days or is_rest_day_after(today, days),
        earlier=len(recent),
        sits=sits,
    )
    return replace(memory, familiar=sum(one.variation is memory.for_today.variation for one in recent))


def routine_for(memory: Memory) -> Routine:
    """Return what the history asks of a person today, and why it is less where it is."""
    decision = memory.for_today
    return Routine(
        variation=decision.variation,
        reps=decision.reps,
        stretch=STRETCH if memory.sits else Seconds(0.0),
        asks_sitting=memory.earlier > 0 and memory.sits is None,
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
            following = _after(plan, conductor.session)
            if following is None:
                return conductor
            _make_way(following, room, mixer)
            plan = following
    finally:
        room.source.close()
        room.speaker.close()
        room.left()


def _after(plan: Plan, session: Session) -> Plan | None:
    """Return what follows at once on a session that has ended: another person's, a new one instead, or nothing.

    The journal of a session that was left to somebody else before anything was done is not kept.
    """
    if session.handed_to is None or plan.of_person is None:
        plan.ended(plan, session)
        return _instead_of(plan) if session.is_declined else None
    if plan.standing is None:
        plan.journal.unlink(missing_ok=True)
    return plan.of_person(session.handed_to)


def _instead_of(plan: Plan) -> Plan | None:
    new = plan.instead
    return new and replace(new, profile=plan.profile, of_person=plan.of_person, ended=plan.ended)


def _make_way(following: Plan, room: Room, mixer: Mixer) -> None:
    """Let the ears turn to whoever trains next, at the volume that all begin with."""
    if isinstance(room.source, Listening):
        room.source.turn_to(following.profile)
    mixer.carry_out(SetVolume(at=seconds(mixer.clock), gain=Decibels(0.0)))


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
