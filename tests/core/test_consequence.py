"""What each command leaves behind."""

import pytest

from voicecoach.core.commands import RULES, Command
from voicecoach.core.consequence import CONSEQUENCE_OF, Consequence
from voicecoach.core.safety import ALARMS


def test_every_command_has_a_consequence() -> None:
    assert set(CONSEQUENCE_OF) == set(Command)


@pytest.mark.parametrize("command", [*sorted(ALARMS), Command.END_WORKOUT, Command.PERSON])
def test_what_can_end_the_session_is_told_to(command: Command) -> None:
    assert CONSEQUENCE_OF[command] is Consequence.ENDS


def test_what_is_asked_about_first_lasts() -> None:
    assert all(CONSEQUENCE_OF[rule.command].lasts for rule in RULES if rule.asks_first)
