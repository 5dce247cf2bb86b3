"""What one person's history says today: the decision, the days to come, the weeks kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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


def outlook(
    recent: Sequence[SessionDone], done: Sequence[Day], today: Day, weekdays: Sequence[int] = WEEKDAYS
) -> Outlook:
    """Return what one person's last sessions, oldest first, and all the days of training lead to."""
    return Outlook(
        decision=decide(recent, today),
        days=tuple(plan_days(today, done, weekdays)),
        is_rest_day=today in done or is_rest_day(today, done),
        weeks_kept=len(weeks_kept(done)),
        streak=streak(today, done),
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
