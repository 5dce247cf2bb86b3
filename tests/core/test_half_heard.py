"""Did you say easier or repeat: asked once, for the next answer only, and never for ever."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.story import LENGTHS, TEXTS, USUAL, Story
from voicecoach.core.commands import RULES, Command, Cost
from voicecoach.core.effects import Say
from voicecoach.core.events import Event, HalfHeard, Misheard, SpeechBegan, SpeechEnded
from voicecoach.core.ledger import Verdict
from voicecoach.core.machine import Phase
from voicecoach.core.stage import ANSWER_WITHIN, UNSPOKEN
from voicecoach.core.turn import Turn
from voicecoach.core.units import RATE, CueId, Seconds, on_grid

EITHER = (Command.EASIER, Command.REPEAT)
ASKED = ["did_you_say", "command.easier", "or", "command.repeat"]


def half_hear(story: Story, candidates: tuple[Command, Command] = EITHER, *, after: float = 0.5) -> Turn:
    at = on_grid(story.now + after)
    return story.take(HalfHeard(at=at, spoken_at=Seconds(at - 0.3), text="easier", candidates=candidates))


def said(turn: Turn) -> list[str]:
    return [effect.cue for effect in turn.effects if isinstance(effect, Say)]


def resting() -> Story:
    story = Story().run_to(Phase.REST)
    story.run_clock(story.now + 4.0)
    return story


def asked_about_the_tension() -> Story:
    story = Story(answers={"ready.ask": "yes"}).run_to(Phase.TENSION_CHECK)
    story.take(SpeechEnded(at=story.session.ends_at))
    return story


@pytest.mark.parametrize("command", [rule.command for rule in RULES if rule.cost is not Cost.SAFETY])
def test_every_command_that_can_be_asked_about_has_a_name(command: Command) -> None:
    assert CueId(f"command.{command.value}") in TEXTS


def test_one_of_two_commands_is_asked_about() -> None:
    story = resting()
    turn = half_hear(story)
    assert (said(turn), turn.phase) == (ASKED, Phase.REST)


def test_saying_one_of_the_two_does_it() -> None:
    story = resting()
    half_hear(story)
    assert said(story.say("easier", after=3.0))[:2] == ["change.easier", "variation.hands_under"]


@pytest.mark.parametrize("word", ["no", "yes"])
def test_an_answer_that_chooses_neither_goes_back(word: str) -> None:
    story = resting()
    half_hear(story)
    turn = story.say(word, after=3.0)
    assert (said(turn), turn.phase) == (["confirm.kept"], Phase.REST)


def test_a_no_later_on_is_an_answer_to_something_else() -> None:
    story = asked_about_the_tension()
    half_hear(story, after=1.0)
    assert said(story.say("no", after=2.5 + ANSWER_WITHIN + 1.0)) == ["tension.tip", "tension.ask"]


def test_neither_at_a_question_asks_the_question_again() -> None:
    story = asked_about_the_tension()
    half_hear(story, after=1.0)
    turn = story.say("no", after=4.0)
    assert (said(turn), turn.phase) == (["confirm.kept", "tension.ask"], Phase.TENSION_CHECK)


def test_a_no_that_was_one_of_the_two_is_a_no() -> None:
    story = asked_about_the_tension()
    half_hear(story, (Command.NO, Command.REPEAT), after=1.0)
    assert said(story.say("no", after=3.0)) == ["tension.tip", "tension.ask"]


def test_a_command_that_is_understood_before_the_question_makes_it_pointless() -> None:
    story = Story(answers={"ready.ask": "yes"}).run_to(Phase.TENSION_CHECK)
    half_hear(story, after=0.5)
    turn = story.say("how many", after=0.5)
    assert said(turn) == ["number.0", "tally.so_far", "tension.intro", "tension.ask"]


def test_any_other_command_is_obeyed() -> None:
    story = resting()
    half_hear(story)
    assert story.say("pause", after=2.0).phase is Phase.PAUSED


def test_silence_goes_back_to_the_rest_which_ends_when_it_would_have() -> None:
    plain, asked = resting(), resting()
    half_hear(asked)
    assert asked.run_to(Phase.BETWEEN_REPS).now == plain.run_to(Phase.BETWEEN_REPS).now


def test_the_next_rep_waits_for_the_answer() -> None:
    story = Story().run_to(Phase.DESCEND, rep=1).run_to(Phase.BETWEEN_REPS)
    turn = half_hear(story)
    ends = max(effect.at + LENGTHS[effect.cue] / RATE for effect in turn.effects if isinstance(effect, Say))
    story.run_until(lambda: "earcon.credited" in story.said())
    assert story.now == pytest.approx(ends + ANSWER_WITHIN)


def test_nobody_holds_the_plank_longer_for_a_question() -> None:
    plain, asked = Story().run_to(Phase.PLANK), Story().run_to(Phase.PLANK)
    assert said(half_hear(asked, (Command.PAUSE, Command.REPEAT), after=8.0))[0] == "did_you_say"
    assert asked.run_to(Phase.SUMMARY).now == plain.run_to(Phase.SUMMARY).now


def test_what_the_question_broke_off_is_said_after_the_time_to_answer() -> None:
    story = Story(answers={"ready.ask": "yes"}).run_to(Phase.TENSION_CHECK)
    turn = half_hear(story, after=0.5)
    says = [effect for effect in turn.effects if isinstance(effect, Say)]
    assert [say.cue for say in says] == [*ASKED, "tension.intro", "tension.ask"]
    assert says[4].at == pytest.approx(says[3].at + LENGTHS[says[3].cue] / RATE + ANSWER_WITHIN)


def test_it_never_asks_twice_before_a_command_is_understood() -> None:
    story = resting()
    half_hear(story)
    assert half_hear(story, after=9.0).effects == ()
    assert said(half_hear(story, (Command.PAUSE, Command.SKIP), after=1.0)) == []
    story.say("how many", after=1.0)
    assert said(half_hear(story, after=3.0)) == ASKED


def test_the_second_unclear_answer_to_a_question_is_a_miss() -> None:
    story = asked_about_the_tension()
    half_hear(story, after=1.0)
    assert said(half_hear(story, after=5.0)) == ["misheard", "tension.ask"]


@pytest.mark.parametrize("phase", UNSPOKEN)
def test_a_running_rep_is_never_asked_into(phase: Phase) -> None:
    story = Story().run_to(phase)
    assert half_hear(story, after=0.1).effects == ()


@pytest.mark.parametrize(
    "candidates",
    [
        pytest.param((Command.STOP, Command.SKIP), id="safety"),
        pytest.param((Command.SKIP, Command.IT_HURTS), id="safety second"),
        pytest.param((Command.MORE_REST, Command.MARK_FLOOR), id="makes no sense now"),
    ],
)
def test_some_commands_are_never_asked_about(candidates: tuple[Command, Command]) -> None:
    assert half_hear(resting(), candidates).effects == ()


@dataclass(frozen=True)
class Noise:
    """Something that is no command, or silence, a while after the last thing."""

    candidates: tuple[Command, Command] | None
    after: float
    is_silence: bool


noises = st.lists(
    st.builds(
        Noise,
        candidates=st.one_of(st.none(), st.permutations(list(Command)).map(lambda some: (some[0], some[1]))),
        after=st.floats(0.1, 30),
        is_silence=st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


def at_ready_check() -> Story:
    return Story(answers={})


def at_tension_check() -> Story:
    return Story(answers={"ready.ask": "yes"}).run_to(Phase.TENSION_CHECK)


def at_test_lift() -> Story:
    return Story(answers={"ready.ask": "yes", "tension.ask": "yes"}).run_to(Phase.TEST_LIFT)


def confirming() -> Story:
    story = resting()
    story.say("end workout", after=0.5)
    return story


def at_a_safety_stop() -> Story:
    story = resting()
    story.say("it hurts", after=0.5)
    return story


QUESTIONS = (at_ready_check, at_tension_check, at_test_lift, confirming, at_a_safety_stop)


@settings(max_examples=40, deadline=None)
@given(
    pattern=noises,
    began=st.sampled_from([at_ready_check, at_tension_check, at_test_lift, confirming, at_a_safety_stop]),
)
def test_no_sequence_of_noise_keeps_the_coach_asking(pattern: list[Noise], began: object) -> None:
    assert callable(began)
    story: Story = began()
    before, start = len(story.turns), story.now
    for noise in pattern * 40:
        if story.phase in (Phase.PAUSED, Phase.SUMMARY, Phase.DONE):
            break
        at = on_grid(story.now + noise.after)
        story.run_clock(at)
        if not noise.is_silence:
            for event in _heard(noise, at):
                story.take(event)
    story.run_until(lambda: story.phase in (Phase.PAUSED, Phase.SUMMARY, Phase.DONE))
    asked = [cue for cue in story.said(before) if cue in (*USUAL, "did_you_say", "confirm.closed", "safety.ask")]
    assert story.now - start < 150
    assert asked.count("did_you_say") <= 1
    assert len(asked) <= 5
    assert all(rep.verdict is not Verdict.RUNNING for rep in story.session.reps)


def _heard(noise: Noise, at: Seconds) -> tuple[Event, ...]:
    spoken_at = Seconds(max(0.0, at - 0.4))
    if noise.candidates is None:
        event: Event = Misheard(at=at, spoken_at=spoken_at, text="")
    else:
        event = HalfHeard(at=at, spoken_at=spoken_at, text="", candidates=noise.candidates)
    return SpeechBegan(at=at), event, SpeechEnded(at=at)
