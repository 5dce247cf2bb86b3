"""Verdicts on reps: each changes the ledger, and the order that tells of it stands in the journal."""

from voicecoach.core.attribution import breaks_off
from voicecoach.core.effects import Credit, Reason, Void
from voicecoach.core.ledger import Ledger, Rep, Verdict
from voicecoach.core.turn import Moment


class Verdicts:
    """Count reps, take them out of the tally, and take that back."""

    def __init__(self, ledger: Ledger, moment: Moment) -> None:
        self._ledger = ledger
        self._moment = moment

    def credit(self) -> None:
        """Count the provisional rep, if there is one."""
        self._emit_credit(self._ledger.credit())

    def undo(self) -> Rep | None:
        """Take the last verdict back, if there is one: the rep counts, or is done again where it was cut short."""
        rep = self._ledger.undo(self._moment.now)
        if rep and rep.verdict is Verdict.CREDITED:
            self._emit_credit(rep)
        elif rep and rep.reason:
            self._moment.emit(Void(at=self._moment.now, set=rep.set, rep=rep.number, reason=rep.reason))
        return rep

    def void(self, rep: Rep, reason: Reason) -> None:
        """Take a rep out of the tally."""
        self._ledger.void(rep, reason, self._moment.now)
        self._moment.emit(Void(at=self._moment.now, set=rep.set, rep=rep.number, reason=reason))

    def settle(self, reason: Reason) -> None:
        """Leave no rep open: interrupt what ran when the person began to speak, else credit what awaits its verdict."""
        begun = self._moment.now if self._moment.spoken_at is None else self._moment.spoken_at
        if broken_off := self._ledger.running or breaks_off(self._ledger, begun):
            self.void(broken_off, reason)
        self.credit()

    def _emit_credit(self, rep: Rep | None) -> None:
        if rep:
            self._moment.emit(Credit(at=self._moment.now, set=rep.set, rep=rep.number))
