"""What the rules said at the end of each session, as rows."""

import json
from dataclasses import asdict

from pydantic import TypeAdapter
from sqlalchemy import Connection, RowMapping, delete, insert

from voicecoach.core.progress import Decision, Evidence, SessionDone, decide
from voicecoach.history.listing import moment, numbered
from voicecoach.history.schema import plan_decisions

LOOK_BACK = 20
"""Sessions that count that are at hand for the rules, which look at two."""


def decide_anew(connection: Connection, person: str, since: str) -> None:
    """Write what the rules said at the end of each session from a moment on."""
    seen: list[SessionDone] = []
    rows: list[dict[str, object]] = []
    numbers: list[int] = []
    for number, listed in numbered(connection, person, None):
        if not listed.done.counts:
            continue
        seen = [*seen[-LOOK_BACK:], listed.done]
        if moment(listed.began) >= moment(since):
            numbers.append(number)
            rows.append({"session": number, **_decided(decide(seen, listed.done.day))})
    for number in numbers:
        connection.execute(delete(plan_decisions).where(plan_decisions.c.session == number))
    if rows:
        connection.execute(insert(plan_decisions), rows)


def _decided(decision: Decision) -> dict[str, object]:
    evidence = json.dumps([asdict(shown) for shown in decision.evidence], separators=(",", ":"))
    values = {name: str(value) if isinstance(value, str) else value for name, value in asdict(decision).items()}
    return {**values, "evidence": evidence}


def decision_of(row: RowMapping) -> Decision:
    """Return the decision of which this is the row."""
    values = {name: value for name, value in row.items() if name not in ("session", "evidence")}
    evidence = tuple(Evidence(**shown) for shown in json.loads(row["evidence"]))
    return _DECISION.validate_python({**values, "evidence": evidence})


_DECISION = TypeAdapter(Decision)
