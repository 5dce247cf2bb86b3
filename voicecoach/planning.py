"""What a session is to be for one person: as told, as it was interrupted, or as history and habits ask."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from voicecoach.core.errors import JournalBroken, VoicecoachError
from voicecoach.core.routine import Routine
from voicecoach.core.schedule import Day
from voicecoach.core.standing import Standing
from voicecoach.history.journals import journal_folder, new_journal, read_journal
from voicecoach.history.keeping import open_store
from voicecoach.history.replay import session_at_end
from voicecoach.history.unfinished import broken_off, latest_resumable
from voicecoach.home.habits import read_habits, write_habits
from voicecoach.home.profiles import names, people_folder
from voicecoach.home.routines import read_routine
from voicecoach.wiring import Plan, memory_of, routine_for

LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was told on the command line."""

    routine: Path | None = None
    journal: Path | None = None
    resume: str | None = None
    """The journal of an interrupted session, or `last`."""


def plan_for(person: str, wishes: Wishes) -> Plan:
    """Return what a person's session is to be.

    Raises SettingsBroken for a routine or a profile that is wrong, and JournalBroken for what cannot be resumed.
    """
    moment = datetime.now().astimezone()
    memory = memory_of(person, Day(moment.toordinal()))
    habits = read_habits(person, people_folder())
    asked = habits.applied_to(read_routine(wishes.routine)) if wishes.routine else None
    plan = Plan(
        routine=asked or habits.todays(routine_for(memory), memory),
        journal=wishes.journal or new_journal(journal_folder(), moment),
        person=person,
        began=moment.isoformat(timespec="seconds"),
        memory=memory,
        voice=habits.voice,
    )
    if wishes.resume:
        resumed = _going_on(plan, _journal_of(wishes.resume))
        return replace(resumed, routine=asked or resumed.routine, journal=wishes.journal or resumed.journal)
    earlier = None if wishes.journal else broken_off(journal_folder(), person, moment)
    return _offering(_going_on(plan, earlier), plan) if earlier else plan


def known_people() -> tuple[str, ...]:
    """Return everybody who trained or tuned here, sorted; of the history only what can be read."""
    known = set(names(people_folder()))
    with suppress(VoicecoachError), open_store() as store:
        known |= set(store.people())
    return tuple(sorted(known))


def learn(person: str, routine: Routine, standing: Standing) -> None:
    """Keep what a session showed of a person's habits; raises SettingsBroken and StorageFull."""
    before = read_habits(person, people_folder())
    after = before.after(routine, standing)
    if after != before:
        write_habits(after, person, people_folder())


def _going_on(plan: Plan, earlier: Path) -> Plan:
    """Return a plan that goes on where an interrupted session stood, with what was remembered then.

    Raises JournalBroken when there is no such journal, or nothing left to go on with.
    """
    journal = read_journal(earlier)
    session = session_at_end(journal)
    if not session.is_resumable:
        raise JournalBroken(f"{earlier}: this session came to its end; start a new one: voicecoach")
    return replace(
        plan,
        person=journal.header.person,
        routine=journal.header.routine,
        journal=new_journal(journal_folder(), datetime.fromisoformat(str(plan.began)), continues=earlier),
        standing=session.standing,
        memory=journal.header.memory,
    )


def _offering(resumed: Plan, plan: Plan) -> Plan:
    """Return a plan that asks first whether to go on, with a new session instead; that one brings no rest day up."""
    standing = resumed.standing and replace(resumed.standing, is_offered=True)
    memory = plan.memory and replace(plan.memory, is_rest_day=False)
    return replace(resumed, standing=standing, instead=replace(plan, memory=memory))


def _journal_of(wanted: str) -> Path:
    """Return the journal to go on from; raises JournalBroken when `last` finds none."""
    return _latest() if wanted == LAST else Path(wanted)


def _latest() -> Path:
    """Return the journal that was written last and can be gone on with."""
    if path := latest_resumable(journal_folder()):
        return path
    raise JournalBroken(f"{journal_folder()} holds no session to go on with; start a new one: voicecoach")
