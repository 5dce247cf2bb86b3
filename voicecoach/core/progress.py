"""What the next session asks for, and why: one named rule decides, the first in the list that has something to say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from voicecoach.core.exercise import GENTLEST, UNASKED_NEVER, USUAL, Variation, easier, gentler_of, harder
from voicecoach.core.schedule import Day

TARGET = 10
"""Perfect reps in each of three sets (article, "Real-World Frequency")."""

MASTERY = 15
"""Perfect reps in a set that, with `SLOW` counts down, allow the next step (article, "Real-World Frequency")."""

SLOW = 3
SETS = 3
MASTERED_IN = 2
"""Sessions in which the mastery must show, so that one good day is not taken for strength."""

TOO_MANY_VOIDED = 0.4
"""Share of voided reps above which the variation is too hard."""

LONG_BREAK = 14
"""Days without a session after which the next one starts one step easier."""


class Load(StrEnum):
    """What a decision does to the load, compared with the last session."""

    LESS = "less"
    SAME = "same"
    MORE = "more"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDone:
    """The tally of one set."""

    number: int
    variation: Variation
    """That of its last rep."""
    descent: int
    """Counts of its fastest descent."""
    attempted: int
    perfect: int
    voided: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDone:
    """What the rules need to know of one session."""

    day: Day
    variation: Variation
    """That of its last rep, or a gentler one in which something hurt; with neither the one it was begun with."""
    reps_asked: int
    sets: tuple[SetDone, ...]
    alarms: tuple[str, ...] = ()
    """What was said to stop it for safety: `it_hurts`, `dizzy`, `doming`."""
    floor: float | None = None
    """Where the back wanted to lift, as the fraction of the descent, 0 top to 1 ground."""
    arches: int | None = None
    """Reps that did not count because the back arched; nothing where it is not known."""

    @property
    def attempted(self) -> int:
        """Count the reps that were done to their end or failed."""
        return sum(done.attempted for done in self.sets)

    @property
    def perfect(self) -> int:
        """Count the perfect reps."""
        return sum(done.perfect for done in self.sets)

    @property
    def voided(self) -> int:
        """Count the reps that did not count."""
        return sum(done.voided for done in self.sets)

    @property
    def counts(self) -> bool:
        """Say whether it came to reps or to an alarm; one that was closed in the warm-up says nothing."""
        return bool(self.attempted or self.alarms)


def told_by(last: Variation | None, hurt_in: Variation | None) -> Variation | None:
    """Return the variation that a session tells of: that of its last rep, or a gentler one in which something hurt."""
    return hurt_in if last is None else gentler_of(hurt_in, last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A day and what it showed."""

    day: Day
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the next session asks for."""

    rule: str
    variation: Variation
    reps: int
    """In each of three sets."""
    load: Load
    because: str
    """One sentence."""
    evidence: tuple[Evidence, ...]
    would_change: str
    """One sentence."""


History = Sequence[SessionDone]
"""The sessions that count, oldest first, at least one."""


def decide(sessions: Sequence[SessionDone], today: Day) -> Decision:
    """Return what the next session asks for, by the first rule that has something to say."""
    history = [session for session in sessions if session.counts]
    if not history:
        return FIRST
    decisions = (rule(history, today) for rule in RULES)
    return next(decision for decision in decisions if decision is not None)


FIRST = Decision(
    rule="first_session",
    variation=USUAL,
    reps=TARGET,
    load=Load.SAME,
    because="This is the first session, and the test lift finds the variation that suits you.",
    evidence=(),
    would_change="A shaky test lift leads to an easier variation.",
)


def after_pain(history: History, today: Day) -> Decision | None:
    """Go one step down after pain, dizziness or doming."""
    last = history[-1]
    if not last.alarms:
        return None
    return _down(
        "after_pain",
        last,
        because="You reported pain, dizziness or doming in the last session.",
        shown=f"said {', '.join(alarm.replace('_', ' ') for alarm in last.alarms)}, {figures(last)}",
        would_change=f"{MASTERED_IN} sessions without pain that fulfil the rule for more.",
    )


def mostly_voided(history: History, today: Day) -> Decision | None:
    """Go one step down when more than 40 % of the last session's reps did not count."""
    last = history[-1]
    if not last.attempted or last.voided / last.attempted <= TOO_MANY_VOIDED:
        return None
    return _down(
        "mostly_voided",
        last,
        because=f"{last.voided} of your last {last.attempted} reps did not count, more than 40 percent.",
        shown=figures(last),
        would_change="A session with 40 percent or fewer voided reps keeps the variation.",
    )


def long_break(history: History, today: Day) -> Decision | None:
    """Start one step easier after two weeks or more."""
    last = history[-1]
    away = today - last.day
    if away < LONG_BREAK:
        return None
    return _down(
        "long_break",
        last,
        because=f"Your last session was {away} days ago.",
        shown=figures(last),
        would_change=f"Fewer than {LONG_BREAK} days between two sessions keep the variation.",
    )


def mastered(history: History, today: Day) -> Decision | None:
    """Go one step up after 15 perfect reps in a set, lowered slowly, in two painless sessions at one variation.

    Weight is never added by itself: the person says "harder" and confirms it.
    """
    last = history[-1]
    shown = [_best(session, last.variation) for session in history[-MASTERED_IN:]]
    next_one = harder(last.variation)
    sets = [best for best in shown if best is not None]
    if next_one is None or next_one in UNASKED_NEVER or len(sets) < MASTERED_IN or _hurt_lately(history):
        return None
    words = [f"{best.perfect} perfect in set {best.number}, {best.descent} seconds down" for best in sets]
    return Decision(
        rule="mastered",
        variation=next_one,
        reps=TARGET,
        load=Load.MORE,
        because=f"You did {MASTERY} perfect reps in a set, slowly lowered, in {MASTERED_IN} sessions.",
        evidence=tuple(
            Evidence(day=session.day, words=said) for session, said in zip(history[-MASTERED_IN:], words, strict=True)
        ),
        would_change="Pain, or more than 40 percent voided reps, leads back down.",
    )


def _hurt_lately(history: History) -> bool:
    return any(session.alarms for session in history[-MASTERED_IN:])


def _best(session: SessionDone, variation: Variation) -> SetDone | None:
    """Return a set that shows mastery of a variation."""
    mastered_sets = (
        done
        for done in session.sets
        if done.variation is variation and done.perfect >= MASTERY and done.descent >= SLOW
    )
    return next(mastered_sets, None)


def target_reached(history: History, today: Day) -> Decision | None:
    """Ask for 15 reps a set once three sets of ten were all perfect."""
    last = history[-1]
    full = [done for done in last.sets if done.variation is last.variation and done.perfect >= TARGET]
    if last.reps_asked >= MASTERY or len(full) < SETS or last.voided or _hurt_lately(history):
        return None
    return Decision(
        rule="target_reached",
        variation=last.variation,
        reps=MASTERY,
        load=Load.MORE,
        because=f"All your reps were perfect, in {SETS} sets of {TARGET}.",
        evidence=(Evidence(day=last.day, words=figures(last)),),
        would_change=f"{MASTERY} perfect in a set in {MASTERED_IN} sessions leads to a harder variation.",
    )


def keep_on(history: History, today: Day) -> Decision:
    """Stay where the last session ended; a short one leads to whole sets unless it hurt lately."""
    last = history[-1]
    reps = MASTERY if last.reps_asked >= MASTERY else TARGET
    reps = min(reps, last.reps_asked) if _hurt_lately(history) else reps
    aim = (
        f"{MASTERY} perfect in a set, {SLOW} seconds down, in {MASTERED_IN} sessions leads to a harder variation."
        if reps == MASTERY
        else f"{SETS} sets of {TARGET}, all perfect, lead to sets of {MASTERY}."
    )
    if reps == MASTERY and harder(last.variation) in (None, *UNASKED_NEVER):
        aim = "Nothing harder comes by itself; say harder when you want weight, and it will ask first."
    return Decision(
        rule="keep_on",
        variation=last.variation,
        reps=reps,
        load=_load(reps, last.reps_asked),
        because=f"{last.perfect} of {last.attempted} reps were perfect; perfect comes before more.",
        evidence=(Evidence(day=last.day, words=figures(last)),),
        would_change=aim,
    )


def _load(reps: int, before: int) -> Load:
    if reps == before:
        return Load.SAME
    return Load.MORE if reps > before else Load.LESS


Rule = Callable[[History, Day], Decision | None]
RULES: tuple[Rule, ...] = (after_pain, mostly_voided, long_break, mastered, target_reached, keep_on)
"""In the order in which they are asked; what takes load away comes first, and the last one always answers."""


def figures(session: SessionDone) -> str:
    """Return what a session showed in figures."""
    return f"{session.perfect} of {session.attempted} perfect, {session.variation.value.replace('_', ' ')}"


def _down(rule: str, last: SessionDone, *, because: str, shown: str, would_change: str) -> Decision:
    return Decision(
        rule=rule,
        variation=easier(last.variation) or GENTLEST,
        reps=min(TARGET, last.reps_asked),
        load=Load.SAME if last.variation is GENTLEST and last.reps_asked <= TARGET else Load.LESS,
        because=because,
        evidence=(Evidence(day=last.day, words=shown),),
        would_change=would_change,
    )
