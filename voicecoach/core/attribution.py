"""Which rep something spoken is about."""

from voicecoach.core.ledger import Ledger, Rep, Verdict
from voicecoach.core.units import Seconds

GRACE = Seconds(4.0)
"""How long after a rep's end a verdict that was spoken or recognised late still reaches it."""


def open_at(ledger: Ledger, spoken_at: Seconds) -> tuple[Rep, ...]:
    """Return the reps that something spoken then breaks off: any without a verdict, and the one that ran then."""
    open_reps = (Verdict.RUNNING, Verdict.PROVISIONAL)
    return tuple(
        rep
        for rep in ledger.here
        if rep.verdict in open_reps or (rep.verdict is Verdict.CREDITED and _ran_at(rep, spoken_at))
    )


def breaks_off(ledger: Ledger, spoken_at: Seconds) -> Rep | None:
    """Return the rep without a verdict that ran when something was spoken: it was not done to its end in peace."""
    rep = ledger.provisional
    return rep if rep and _ran_at(rep, spoken_at) else None


def attribute(ledger: Ledger, spoken_at: Seconds, at: Seconds) -> Rep | None:
    """Return the rep that a verdict is about: the one that ran when its first word began.

    A verdict spoken after a rep's end, before the next rep, is about that rep for `GRACE` seconds;
    one that is recognised later than `GRACE` after the rep's end reaches none.
    """
    begun = [rep for rep in ledger.here if rep.start <= spoken_at and rep.verdict is not Verdict.INTERRUPTED]
    if not begun:
        return None
    rep = begun[-1]
    is_recent = rep.end is None or (spoken_at - rep.end <= GRACE and at - rep.end <= GRACE)
    return rep if is_recent and rep.verdict is not Verdict.VOIDED else None


def _ran_at(rep: Rep, at: Seconds) -> bool:
    return rep.start <= at and (rep.end is None or at < rep.end)
