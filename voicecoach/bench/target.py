"""What was asked for, beside what was measured."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

HEADING = "## Against what was asked for"

_DECIMALS = {"%": 1, "ms": 0, "an hour": 2, "a minute": 2, "times real time": 4, "commands": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One figure that was asked for, and what it came to."""

    figure: str
    asked: float
    """At least where more is better, else at most."""
    unit: str
    """One of `_DECIMALS`; a share is given and asked as one, 0 to 1, and shown in percent."""
    measured: float | None
    """Nothing where it was not measured."""
    more_is_better: bool = False

    @property
    def is_met(self) -> bool | None:
        """Say whether it was reached; nothing where it was not measured."""
        if self.measured is None:
            return None
        return self.measured >= self.asked if self.more_is_better else self.measured <= self.asked

    @property
    def row(self) -> tuple[str, str, str, str]:
        """Return its line of the table: figure, measured, asked for, reached."""
        bound = "at least" if self.more_is_better else "at most"
        reached = {True: "yes", False: "no", None: "-"}[self.is_met]
        return self.figure, self._shown(self.measured), f"{bound} {self._shown(self.asked)}", reached

    def _shown(self, value: float | None) -> str:
        if value is None:
            return "-"
        shown = 100 * value if self.unit == "%" else 1000 * value if self.unit == "ms" else value
        return f"{shown:.{_DECIMALS[self.unit]}f} {self.unit}"


def target_lines(targets: Iterable[Target]) -> Iterator[str]:
    """Return the section that begins a report, line by line."""
    yield HEADING
    yield ""
    yield "| figure | measured | asked for | reached |"
    yield "|---|---:|---:|---:|"
    yield from (f"| {' | '.join(target.row)} |" for target in targets)
    yield ""
