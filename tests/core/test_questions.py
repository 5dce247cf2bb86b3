"""Questions at any time outside a rep: answered briefly, cut short on demand, and the session goes on where it was."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.story import LENGTHS, SHORT, TEXTS, Story
from tests.core.test_session import reach
from voicecoach.core.commands import COMMAND_OF, MEANING_OF, Command, Meaning
from voicecoach.core.effects import Credit, Hush, Say
from voicecoach.core.events import Heard, SpeechEnded
from voicecoach.core.machine import REP, UNFINISHED, Phase
from voicecoach.core.questions import QUESTIONS
from voicecoach.core.script import answer_to
from voicecoach.core.turn import Turn
from voicecoach.core.units import RATE, Seconds
from voicecoach.speech.lint import words_of

ROOT = Path(__file__).parents[2]
CATALOGUE = tomllib.loads((ROOT / "audio_cues/en/catalogue.toml").read_text(encoding="utf-8"))
LONGEST_ANSWER = 12.0
DOMING = "what is doming"
WAITS = (*REP, Phase.FINDING_FLOOR, Phase.PLANK)


def said(turn: Turn) -> list[str]:
    return [effect.cue for effect in turn.effects if isinstance(effect, Say)]


def test_there_are_at_least_25_questions_with_several_phrasings_each() -> None:
    assert len(QUESTIONS) >= 25
    assert all(len(set(phrasings)) >= 2 for phrasings in QUESTIONS.values())


@pytest.mark.parametrize("topic", QUESTIONS)
def test_an_answer_is_short_and_comes_from_the_article(topic: str) -> None:
    answer = answer_to(topic)
    assert CATALOGUE[answer]["source"]
    assert LENGTHS[answer] / RATE <= LONGEST_ANSWER


def test_no_answer_belongs_to_no_question() -> None:
    assert {cue for cue in TEXTS if cue.startswith("answer.")} == {answer_to(topic) for topic in QUESTIONS}


@pytest.mark.parametrize(("topic", "phrasing"), [(topic, said) for topic, some in QUESTIONS.items() for said in some])
def test_every_phrasing_asks_its_question(topic: str, phrasing: str) -> None:
    assert MEANING_OF[phrasing] == Meaning(command=Command.QUESTION, topic=topic)


def test_no_phrasing_of_a_question_is_another_command_with_a_word_before_or_after_it() -> None:
    others = [words_of(phrase) for phrase, command in COMMAND_OF.items() if command is not Command.QUESTION]
    asked = [words_of(phrase) for some in QUESTIONS.values() for phrase in some]
    assert not [(other, phrase) for other in others for phrase in asked if len(other) > 1 and _holds(phrase, other)]


def _holds(phrase: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(phrase[start : start + len(other)] == other for start in range(len(phrase)))


@pytest.mark.parametrize("phase", [phase for phase in UNFINISHED if phase not in WAITS])
def test_a_question_is_answered_where_it_is_asked_and_the_phase_goes_on(phase: Phase) -> None:
    story = reach(phase)
    turn = story.say(DOMING, after=0.1)
    assert "answer.doming" in said(turn)
    assert turn.phase is phase
    story.finish()
    assert story.said().count("answer.doming") == 1


@pytest.mark.parametrize("phase", WAITS)
def test_a_question_in_a_rep_or_in_the_plank_is_answered_after_it(phase: Phase) -> None:
    story = reach(phase)
    assert "answer.doming" not in said(story.say(DOMING, after=0.1))
    story.run_until(lambda: "answer.doming" in story.said())
    assert story.phase not in WAITS


def test_the_number_of_a_rep_comes_before_the_answer_to_a_question_asked_in_it() -> None:
    story = Story().run_to(Phase.DESCEND, rep=1)
    story.say(DOMING, after=0.5)
    story.run_to(Phase.LIFT, rep=2)
    assert [cue for cue in story.said() if cue in ("number.1", "answer.doming")][-2:] == ["number.1", "answer.doming"]


def test_an_alarm_drops_an_answer_that_was_kept_back() -> None:
    story = Story().run_to(Phase.DESCEND, rep=2)
    story.say(DOMING, after=0.3)
    story.say("it hurts", after=0.3)
    story.say("easier", after=8.0)
    assert "answer.doming" not in story.finish().said()


def test_a_question_right_after_a_rep_leaves_its_number_in_time() -> None:
    story = Story().run_to(Phase.STOP_POINT, rep=1).run_to(Phase.BETWEEN_REPS)
    ended = story.now
    story.say(DOMING, after=0.3)
    story.run_until(lambda: bool(story.effects(Credit)))
    assert story.now - ended == pytest.approx(1.5, abs=0.1)
    assert story.said()[-2:] == ["number.1", "answer.doming"]


def test_skip_cuts_an_answer_short_and_the_phase_goes_on() -> None:
    story = resting()
    story.say(DOMING, after=0.5)
    turn = story.say("skip", after=2.0)
    assert (turn.phase, turn.effects) == (Phase.REST, (Hush(at=turn.event.at),))
    assert story.say("skip", after=1.0).phase is Phase.BETWEEN_REPS


def test_another_question_cuts_an_answer_short() -> None:
    story = resting()
    story.say(DOMING, after=0.5)
    turn = story.say("which muscles", after=2.0)
    first, second = turn.effects
    assert first == Hush(at=turn.event.at)
    assert isinstance(second, Say)
    assert (second.cue, second.at) == ("answer.muscles", turn.event.at)


@pytest.mark.parametrize("phrase", ["stop", "it hurts", "pause"])
def test_stop_and_pain_act_during_an_answer(phrase: str) -> None:
    story = resting()
    story.say(DOMING, after=0.5)
    turn = story.say(phrase, after=2.0)
    assert turn.effects[0] == Hush(at=turn.event.at)
    assert turn.phase in (Phase.PAUSED, Phase.SAFETY_STOP)


def test_a_rest_is_as_long_with_a_question_as_without() -> None:
    plain, asking = resting(), resting()
    asking.say(DOMING, after=0.5)
    ends = [story.run_to(Phase.BETWEEN_REPS).now for story in (plain, asking)]
    assert ends[0] == ends[1]


def test_a_question_of_the_coach_waits_for_its_answer_once_the_person_s_is_answered() -> None:
    story = Story(answers={"ready.ask": "yes"}).run_to(Phase.TENSION_CHECK)
    story.take(SpeechEnded(at=story.session.ends_at))
    story.say(DOMING, after=1.0)
    assert story.session.deadline == pytest.approx(story.session.ends_at + 10.0)
    assert story.say("yes", after=12.0).phase is Phase.TEST_LIFT


def test_an_answer_can_be_repeated() -> None:
    story = resting()
    story.say(DOMING, after=0.5)
    assert said(story.say("repeat", after=12.0)) == ["answer.doming"]


def test_a_question_without_a_topic_gets_a_short_answer() -> None:
    story = resting()
    at = Seconds(story.now + 1.0)
    assert said(story.take(Heard(at=at, spoken_at=at, command=Command.QUESTION, text="question"))) == ["not_now"]


def resting() -> Story:
    """Return a session in a long rest in which everything has been said."""
    story = Story(replace(SHORT, rest=Seconds(60.0))).run_to(Phase.REST)
    story.take(SpeechEnded(at=story.session.ends_at))
    return story
