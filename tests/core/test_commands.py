"""The command table: complete and unambiguous."""

from collections import Counter

import pytest

from voicecoach.core.commands import COMMAND_OF, RULE_OF, RULES, THRESHOLDS, Command, Cost, Rule
from voicecoach.core.machine import UNFINISHED


def test_every_command_has_one_rule() -> None:
    assert Counter(rule.command for rule in RULES) == Counter(Command)


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.command is not Command.PERSON], ids=lambda rule: str(rule.command)
)
def test_every_command_can_be_said_in_several_ways(rule: Rule) -> None:
    assert len(set(rule.phrasings)) >= 3


def test_no_phrasing_means_two_commands() -> None:
    assert len(COMMAND_OF) == sum(len(rule.phrasings) for rule in RULES)


@pytest.mark.parametrize("command", [Command.STOP, Command.IT_HURTS, Command.DIZZY, Command.DOMING])
def test_stop_and_alarms_make_sense_in_every_phase(command: Command) -> None:
    assert RULE_OF[command].phases == set(UNFINISHED)
    assert RULE_OF[command].cost is Cost.SAFETY


def test_the_dearer_a_mistake_the_surer_the_recogniser_must_be() -> None:
    assert THRESHOLDS[Cost.SAFETY] == min(THRESHOLDS.values())
    assert THRESHOLDS[Cost.GRAVE] == max(THRESHOLDS.values())


def test_only_what_ends_the_session_or_adds_load_asks_first() -> None:
    assert {rule.command for rule in RULES if rule.asks_first} == {Command.END_WORKOUT, Command.HARDER}
