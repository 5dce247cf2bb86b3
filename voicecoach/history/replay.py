"""Running the core again over a journal: to check it, to try other commands, to resume from it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from voicecoach.core.commands import MEANING_OF
from voicecoach.core.errors import SettingsBroken
from voicecoach.core.events import ClockReached, Event, Heard, Interrupted
from voicecoach.core.journal import encode_turn
from voicecoach.core.session import Session
from voicecoach.core.turn import Turn
from voicecoach.core.units import Seconds, on_grid
from voicecoach.history.journals import Journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first turn in which a replay went another way."""

    line: int
    journal: str
    """The line of the journal, empty where it has none."""
    replay: str
    """The line that the replay gives, empty where it gives none."""


def parse_injection(text: str) -> Heard:
    """Return the command of a text such as `rep failed@12.4`.

    Raises SettingsBroken when the phrase is no command or the time no number.
    """
    phrase, _, at = text.rpartition("@")
    said = " ".join(phrase.lower().split())
    meaning = MEANING_OF.get(said)
    try:
        time = on_grid(float(at))
    except (ValueError, OverflowError) as error:
        raise SettingsBroken(f"'{text}': write a phrase, an at sign and seconds, as in 'rep failed@12.4'") from error
    if meaning is None:
        raise SettingsBroken(f"'{phrase}' is no command; `voicecoach commands` lists what can be said")
    return Heard.saying(meaning, said, at=time, spoken_at=time)


def session_of(journal: Journal) -> Session:
    """Return a new session that runs with what the journal's session ran with."""
    header = journal.header
    return Session(
        header.routine,
        header.cue_lengths,
        beats=header.count_beats,
        standing=header.standing,
        memory=header.memory,
    )


def replay(session: Session, events: Iterable[Event]) -> Iterator[Turn]:
    """Run a session over what happened from outside; the session's own deadlines come by themselves."""
    for event in events:
        if isinstance(event, ClockReached):
            continue
        yield from _run_clock(session, event.at)
        yield session.handle(event)
    yield from _run_clock(session, Seconds(float("inf")))


def recorded(journal: Journal) -> tuple[Event, ...]:
    """Return what happened from outside in a journal."""
    return tuple(line.event for line in journal.lines if not isinstance(line.event, ClockReached))


def inject(events: Iterable[Event], extra: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events with others put in at their times."""
    return tuple(sorted((*events, *extra), key=lambda event: event.at))


def first_difference(journal: Journal) -> Difference | None:
    """Run the core again over every event of a journal and return the first turn that differs.

    Clock events come from the session's own deadlines, so a deadline that moved is a difference too.
    """
    session = session_of(journal)
    again = (encode_turn(turn) for turn in _until(replay(session, recorded(journal)), journal))
    for line in journal.lines:
        text = next(again, "")
        if text != line.text:
            return Difference(line=line.number, journal=line.text, replay=text)
    return None


def session_at_end(journal: Journal) -> Session:
    """Return the session as the journal left it; one that a crash cut off is closed at its last line."""
    session = session_of(journal)
    at = Seconds(0.0)
    for line in journal.lines:
        session.handle(line.event)
        at = line.event.at
    if not session.is_over:
        session.handle(Interrupted(at=at))
    return session


def _until(turns: Iterator[Turn], journal: Journal) -> Iterator[Turn]:
    """Leave out turns past the journal's end: a crash may have cut it off."""
    yield from (turn for turn, _ in zip(turns, journal.lines, strict=False))


def _run_clock(session: Session, before: Seconds) -> Iterator[Turn]:
    while session.deadline is not None and session.deadline < before and not session.is_over:
        yield session.handle(ClockReached(at=session.deadline))
