import pytest

from tests.core.story import Story
from voicecoach.core.commands import MEANING_OF, Command
from voicecoach.core.effects import Duck, Unduck
from voicecoach.core.events import HalfHeard, Heard, SpeechBegan
from voicecoach.core.machine import Phase
from voicecoach.core.units import Seconds


@pytest.mark.parametrize("is_sure", [True, False], ids=["a command", "one of two"])
def test_once_a_command_is_understood_the_coach_is_as_loud_as_before_at_once(*, is_sure: bool) -> None:
    story = Story().run_to(Phase.REST)
    began, at = Seconds(story.now + 0.3), Seconds(story.now + 1.0)
    assert story.take(SpeechBegan(at=began)).effects == (Duck(at=began),)
    understood = (
        Heard.saying(MEANING_OF["how many"], "how many", at=at, spoken_at=began)
        if is_sure
        else HalfHeard(at=at, spoken_at=began, text="how", candidates=(Command.HOW_MANY, Command.REPEAT))
    )
    assert [effect for effect in story.take(understood).effects if isinstance(effect, Unduck)] == [Unduck(at=at)]
