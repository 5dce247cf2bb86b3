"""The transition table: complete, reachable, with no way past a stop."""

from collections import defaultdict
from inspect import getattr_static

import pytest

from voicecoach.core.machine import REP, STATIONS, TABLE, UNFINISHED, Facts, Machine, Phase, Row, Trigger


def rows(trigger: Trigger) -> list[Row]:
    return [row for row in TABLE if row.trigger is trigger]


def test_every_phase_is_reachable_from_the_first() -> None:
    reached = {Phase.READY_CHECK}
    while more := {row.dest for row in TABLE if row.source in reached} - reached:
        reached |= more
    assert reached == set(Phase)


def test_every_phase_but_the_last_can_be_left_and_the_last_cannot() -> None:
    assert {row.source for row in TABLE} == set(UNFINISHED)


def test_every_trigger_is_used() -> None:
    assert {row.trigger for row in TABLE} == set(Trigger)


@pytest.mark.parametrize("guard", sorted({row.guard for row in TABLE if row.guard}))
def test_every_guard_is_a_fact(guard: str) -> None:
    getattr_static(Facts, guard, None) or getattr(Facts(), guard)
    assert isinstance(getattr(Facts(), guard), bool)


def test_every_guarded_step_of_the_protocol_has_a_default_after_it() -> None:
    ways = defaultdict(list)
    for row in TABLE:
        ways[row.trigger, row.source].append(row.guard)
    for (trigger, source), guards in ways.items():
        if trigger is Trigger.RETURN and source in (Phase.READY_CHECK, Phase.PAUSED, Phase.SAFETY_STOP):
            continue  # always entered from a station, which the guards cover one by one
        assert guards[-1] is None, (trigger, source)
        assert None not in guards[:-1], (trigger, source)


@pytest.mark.parametrize("trigger", [Trigger.HURT, Trigger.CLOSE])
def test_a_safety_stop_and_an_interruption_are_possible_in_every_phase(trigger: Trigger) -> None:
    assert {row.source for row in rows(trigger)} == set(UNFINISHED)


def test_a_pause_is_possible_wherever_the_coach_is_at_work() -> None:
    assert {row.source for row in rows(Trigger.PAUSE)} >= {*STATIONS, *REP}


def test_an_aside_returns_to_the_station_that_was_left() -> None:
    for station in STATIONS:
        machine = Machine()
        machine.fire(Trigger.PAUSE)
        machine.facts.return_to = station
        assert machine.fire(Trigger.RETURN) is station


def test_a_complete_set_leads_to_the_rest_and_the_last_work_to_the_summary() -> None:
    machine = Machine()
    for _ in range(5):
        machine.fire(Trigger.COMPLETE)
    assert machine.phase is Phase.BETWEEN_REPS
    machine.facts.is_set_complete = True
    machine.facts.is_last_set, machine.facts.has_plank = True, False
    assert machine.fire(Trigger.COMPLETE) is Phase.SUMMARY


def test_a_trigger_that_the_table_does_not_know_is_a_bug() -> None:
    with pytest.raises(Exception, match="skip_set"):
        Machine().fire(Trigger.SKIP_SET)
