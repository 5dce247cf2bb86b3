"""What one person's history says today: the decision, the days to come, the weeks kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from voicecoach.core.effects import FloorCause
from voicecoach.core.floors import Learnt, learnt
from voicecoach.core.progress import Decision, SessionDone, decide
from voicecoach.core.schedule import WEEKDAYS, Day, is_rest_day, plan_days, streak, weeks_kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What comes next."""

    decision: Decision
    days: tuple[Day, ...]
    """The training days of the next two weeks."""
    is_rest_day: bool
    """Whether a session today would come too soon."""
    weeks_kept: int
    streak: int
    floor: Learnt | None = None
    """With which floor the next session begins; nothing where it is looked for anew."""


def outlook(
    recent: Sequence[SessionDone], done: Sequence[Day], today: Day, weekdays: Sequence[int] = WEEKDAYS
) -> Outlook:
    """Return what one person's last sessions, oldest first, and all the days of training lead to."""
    decision = decide(recent, today)
    return Outlook(
        decision=decision,
        days=tuple(plan_days(today, done, weekdays)),
        is_rest_day=today in done or is_rest_day(today, done),
        weeks_kept=len(weeks_kept(done)),
        streak=streak(today, done),
        floor=learnt(recent, decision.variation),
    )


def explain(decision: Decision) -> str:
    """Return a decision with its rule, its evidence and what would change it, in four lines at most."""
    lines = [
        f"{words(decision.variation)}, 3 sets of {decision.reps} ({decision.load.value} load; "
        f"rule: {words(decision.rule)})",
        f"Why: {decision.because}",
    ]
    if decision.evidence:
        lines.append(f"Seen: {'; '.join(f'{date_of(shown.day)}: {shown.words}' for shown in decision.evidence)}.")
    return "\n".join([*lines, f"What would change it: {decision.would_change}"])


FLOOR_CAUSES = {
    FloorCause.MARKED: "marked",
    FloorCause.CLEAR: "flat to the ground",
    FloorCause.KEPT: "kept",
    FloorCause.LOWERED: "lower: two sessions without an arch",
    FloorCause.RAISED: "higher: two arches",
}
"""Why the floor was where it was, as a person reads it."""


def words(name: str) -> str:
    """Return a name of the files as a person reads it."""
    return name.replace("_", " ")


def date_of(day: Day) -> str:
    """Return a day as in a letter: `Mon 2 Nov 2026`."""
    found = date.fromordinal(day)
    return f"{found:%a} {found.day} {found:%b %Y}"


def short_date_of(day: Day) -> str:
    """Return a day where there is little room: `2 Nov 26`."""
    found = date.fromordinal(day)
    return f"{found.day} {found:%b %y}"
