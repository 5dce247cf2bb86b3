"""Safety, whatever a person says and whenever: it acts at once, credits nothing, and ends what must end."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.story import LENGTHS, SHORT, TEXTS, USUAL, Story
from tests.core.test_session import reach
from tests.core.test_session_properties import Outburst, outbursts, tell, walks
from voicecoach.core.commands import MEANING_OF, RULE_OF, Command, Cost
from voicecoach.core.effects import BeginRep, Credit, End, Hush, Outcome, Reason, Say
from voicecoach.core.events import Event, Heard, Misheard
from voicecoach.core.exercise import KINDS, LADDER, Variation, easier
from voicecoach.core.kind import Place
from voicecoach.core.ledger import Rep, Verdict
from voicecoach.core.machine import UNFINISHED, Phase
from voicecoach.core.progress import Load, SessionDone, decide
from voicecoach.core.routine import Routine
from voicecoach.core.safety import ALARMS
from voicecoach.core.schedule import Day
from voicecoach.core.script import GENTLER_AFTER, because
from voicecoach.core.session import Session
from voicecoach.core.stage import HUSHED_FOR
from voicecoach.core.turn import Turn
from voicecoach.core.units import RATE, Seconds, on_grid

alarms = st.sampled_from(sorted(ALARMS))
OPEN = (Verdict.RUNNING, Verdict.PROVISIONAL)


def report(story: Story, command: Command, *, after: float = 0.02) -> Turn:
    at = on_grid(story.now + after)
    return story.take(Heard(at=at, spoken_at=at, command=command, text=command.value))


def is_hushed(turn: Turn) -> bool:
    """Say whether the coach fell silent in a turn before it spoke, if it was speaking."""
    at = turn.event.at
    speaks = [effect.at for effect in turn.effects if isinstance(effect, Say)]
    return min(speaks, default=at + HUSHED_FOR) >= at + HUSHED_FOR - 1e-3


@walks
@given(outbursts, alarms, st.floats(0.02, 30))
def test_an_alarm_acts_at_once_wherever_a_person_is(sayings: list[Outburst], alarm: Command, after: float) -> None:
    story = tell(sayings)
    story.run_clock(story.now + after)
    if story.session.is_over:
        return
    open_reps = [number for number, rep in enumerate(story.session.reps) if rep.verdict in OPEN]
    credited = len(story.effects(Credit))
    turn = report(story, alarm)
    assert turn.phase is Phase.SAFETY_STOP
    assert is_hushed(turn)
    assert len(story.effects(Credit)) == credited
    story.finish()
    assert all(story.session.reps[number].verdict is Verdict.VOIDED for number in open_reps)


@walks
@given(outbursts, st.floats(0.02, 30))
def test_stop_acts_at_once_wherever_a_person_is(sayings: list[Outburst], after: float) -> None:
    story = tell(sayings)
    story.run_clock(story.now + after)
    if story.session.is_over:
        return
    turn = report(story, Command.STOP)
    assert turn.phase in (Phase.PAUSED, Phase.SUMMARY, Phase.DONE)
    assert all(rep.verdict is not Verdict.RUNNING for rep in story.session.reps)


def spoken(kind: Variation) -> list[tuple[float, str]]:
    """Return when each cue of a whole session is half said."""
    story = Story(replace(SHORT, variation=kind, sets=1, reps=2)).finish()
    says = [effect for effect in story.effects(Say) if isinstance(effect, Say) and effect.cue in TEXTS]
    return [(say.at + LENGTHS[say.cue] / RATE / 2, say.cue) for say in says]


@pytest.mark.parametrize("phrase", ["stop", "it hurts", "i feel numb", "dizzy", "my middle is pushing out"])
def test_stop_and_alarms_act_during_every_cue(phrase: str) -> None:
    routine = replace(SHORT, variation=Variation("dead_bug"), sets=1, reps=2)
    for at, cue in spoken(Variation("dead_bug"))[:-1]:
        story = Story(routine)
        turn = story.say(phrase, after=at)
        assert turn.effects[0] == Hush(at=turn.event.at) or isinstance(turn.effects[1], Hush), cue
        assert turn.phase in (Phase.PAUSED, Phase.SAFETY_STOP, Phase.DONE), cue
        assert is_hushed(turn) or turn.phase is Phase.DONE, cue


@pytest.mark.parametrize("phrase", ["easier", "resume", "yes", "ready", "help", "pause", "what is doming"])
@pytest.mark.parametrize("phase", [phase for phase in UNFINISHED if phase is not Phase.SAFETY_STOP])
def test_dizziness_ends_the_session_whatever_is_said_then(phase: Phase, phrase: str) -> None:
    story = reach(phase)
    turn = story.say("dizzy", after=0.1)
    assert [effect.cue for effect in turn.effects if isinstance(effect, Say)] == ["safety.dizzy", "safety.end"]
    begun = len(story.effects(BeginRep))
    before = len(story.turns)
    story.say(phrase, after=1.0)
    story.finish()
    assert not {"safety.ask", "help.safety_stop"} & set(story.said(before))
    assert len(story.effects(BeginRep)) == begun
    assert [end.outcome for end in story.effects(End) if isinstance(end, End)] == [Outcome.SAFETY]


def test_nobody_is_offered_a_choice_by_a_stop_that_must_end() -> None:
    story = reach(Phase.DESCEND)
    story.say("dizzy", after=0.1)
    ends = max(on_grid(say.at + LENGTHS[say.cue] / RATE) for say in story.effects(Say) if isinstance(say, Say))
    before = len(story.turns)
    story.take(Misheard(at=on_grid(ends + 0.3), spoken_at=ends, text=""))
    assert story.finish().effects(End)[-1].outcome is Outcome.SAFETY  # type: ignore[attr-defined]
    assert not {"safety.ask", "misheard"} & set(story.said(before))


def test_after_pain_in_the_test_lift_the_gentler_kind_is_tested_from_half_the_height_on() -> None:
    story = Story(answers={**USUAL, "lift.ask_90": "it_hurts"})
    story.run_until(lambda: story.phase is Phase.SAFETY_STOP)
    before = len(story.turns)
    story.say("easier", after=9.0)
    story.run_until(lambda: any(cue.startswith("lift.to") for cue in story.said(before)))
    assert "lift.to_45" in story.said(before)


def must_end(reported: list[Command]) -> bool:
    """Say whether reports so far end a session: dizziness, or anything that came back."""
    return Command.DIZZY in reported or len(set(reported)) < len(reported)


@walks
@given(outbursts)
def test_what_must_end_a_session_ends_it_and_no_rep_begins_after_it(sayings: list[Outburst]) -> None:
    reported: list[Command] = []
    for turn in (story := tell(sayings).finish()).turns:
        assert not (must_end(reported) and any(isinstance(effect, BeginRep) for effect in turn.effects))
        if isinstance(turn.event, Heard) and turn.event.command in ALARMS and turn.phase is not Phase.DONE:
            reported.append(turn.event.command)
    if must_end(reported):
        assert [end.outcome for end in story.effects(End) if isinstance(end, End)] == [Outcome.SAFETY]


@walks
@given(outbursts)
def test_no_deadline_lies_in_the_past_so_that_no_rest_is_negative(sayings: list[Outburst]) -> None:
    session = Session(SHORT, LENGTHS)
    for turn in tell(sayings).finish().turns:
        session.handle(turn.event)
        assert session.deadline is None or session.deadline >= turn.event.at


def may_be_credited(rep: Rep, event: Event) -> bool:
    """Say whether a rep awaits its verdict, or was voided and the person takes that back."""
    if isinstance(event, Heard) and event.command is Command.UNDO:
        return rep.verdict is Verdict.VOIDED and rep.reason is not Reason.PAIN
    return rep.verdict is Verdict.PROVISIONAL and rep.end is not None


@walks
@given(outbursts)
def test_only_a_rep_that_came_to_its_end_is_credited_unless_the_person_takes_a_verdict_back(
    sayings: list[Outburst],
) -> None:
    session = Session(SHORT, LENGTHS)
    for turn in tell(sayings).finish().turns:
        before = session.reps
        session.handle(turn.event)
        for effect in turn.effects:
            if isinstance(effect, Credit):
                of_it = [rep for rep in before if (rep.set, rep.number) == (effect.set, effect.rep)]
                assert any(may_be_credited(rep, turn.event) for rep in of_it), turn


@pytest.mark.parametrize("phrase", ["it hurts", "my middle is pushing out"])
@pytest.mark.parametrize("variation", Variation)
def test_after_an_alarm_the_session_goes_on_one_step_gentler_or_not_at_all(variation: Variation, phrase: str) -> None:
    story = Story(replace(SHORT, variation=variation)).run_to(Phase.DESCEND, rep=2)
    story.say(phrase, after=0.5)
    story.say("easier", after=12.0)
    gentler = easier(variation)
    goes_on_at = Phase.BETWEEN_REPS if KINDS[variation].place is Place.FLOOR else Phase.READY_CHECK
    assert story.phase is (goes_on_at if gentler else Phase.SUMMARY)
    assert story.session.standing.variation is (gentler or variation)


@pytest.mark.parametrize("phrase", ["i feel a pinch", "it is pinching", "i feel numb", "my leg is numb"])
def test_a_pinch_and_numbness_are_taken_like_pain(phrase: str) -> None:
    story = reach(Phase.DESCEND)
    assert "safety.pain" in [e.cue for e in story.say(phrase, after=0.3).effects if isinstance(e, Say)]
    assert RULE_OF[Command.IT_HURTS].cost is Cost.SAFETY


def test_doming_that_returns_ends_the_session() -> None:
    story = Story().run_to(Phase.DESCEND, rep=1)
    story.say("my middle is pushing out", after=0.5)
    story.say("easier", after=12.0)
    story.run_to(Phase.DESCEND)
    turn = story.say("my middle is coming up", after=0.5)
    assert [e.cue for e in turn.effects if isinstance(e, Say)] == ["safety.doming", "safety.end"]
    assert story.finish().effects(End)[-1].outcome is Outcome.SAFETY  # type: ignore[attr-defined]


@pytest.mark.parametrize("alarm", sorted(ALARMS))
@pytest.mark.parametrize("variation", LADDER[1:])
def test_the_next_session_is_one_step_gentler_and_says_why(variation: Variation, alarm: Command) -> None:
    hurt = SessionDone(day=Day(7), variation=variation, reps_asked=10, sets=(), alarms=(alarm.value,))
    decision = decide([hurt], Day(9))
    assert decision.variation is easier(variation)
    told = because(decision.rule, is_gentler=decision.load is Load.LESS)
    assert told == ("opening.after_pain", "opening.gentler")
    story = Story(replace(SHORT, variation=decision.variation, because=told), answers=USUAL)
    assert story.said()[1:5] == ["ready.welcome", *told, "ready.setup"]


def test_every_rule_that_leads_down_has_its_words_and_the_others_have_none() -> None:
    assert {f"because.{rule}" for rule in GENTLER_AFTER} <= set(TEXTS)
    assert because("keep_on", is_gentler=False) == ()


def test_a_resumed_session_does_not_explain_the_plan_again() -> None:
    told = because("after_pain", is_gentler=True)
    story = Story(replace(SHORT, because=told)).run_to(Phase.REST)
    again = Story(replace(SHORT, because=told), standing=story.session.standing)
    assert not set(told) & set(again.said())


def test_an_alarm_is_recorded() -> None:
    story = Story().run_to(Phase.DESCEND, rep=2)
    story.say("it hurts", after=0.5)
    assert story.session.standing.alarms == (Command.IT_HURTS,)
    assert story.now > Seconds(0.0)


def one_phrase_a_meaning() -> list[str]:
    """Return a phrasing of each thing that can be said, each question and each mistake among them."""
    return list({meaning: phrase for phrase, meaning in MEANING_OF.items()}.values())


def speaking(story: Story) -> bool:
    """Say whether the coach is in the middle of a sentence, or soon will be."""
    return any(isinstance(effect, Say) and effect.cue in TEXTS for effect in story.turns[-1].effects)


@pytest.mark.parametrize("alarm", ["stop", "it hurts", "dizzy", "my middle is pushing out"])
@pytest.mark.parametrize("phase", [Phase.BETWEEN_REPS, Phase.REST, Phase.PAUSED, Phase.CONFIRMING, Phase.PLANK])
def test_stop_and_alarms_act_in_the_middle_of_every_answer(phase: Phase, alarm: str) -> None:
    answered = 0
    for phrase in one_phrase_a_meaning():
        story = reach(phase)
        story.say(phrase, after=0.5)
        if story.session.is_over or not speaking(story):
            continue
        answered += 1
        turn = story.say(alarm, after=0.3)
        acted = {Phase.PAUSED, Phase.SAFETY_STOP, Phase.SUMMARY, Phase.DONE}
        assert turn.phase in acted, phrase
        assert Hush(at=turn.event.at) in turn.effects, phrase
        assert alarm == "stop" or turn.phase is Phase.SAFETY_STOP, phrase
    assert answered > 30


@pytest.mark.parametrize("alarm", ["stop", "it hurts", "dizzy", "my middle is pushing out"])
@pytest.mark.parametrize("routine", [replace(SHORT, asks_sitting=True), replace(SHORT, variation=Variation("hanging"))])
def test_stop_and_alarms_act_during_every_cue_of_the_bar_and_of_the_question_of_sitting(
    routine: Routine, alarm: str
) -> None:
    told = Story(routine, answers={**USUAL, "sitting.ask": "no"}).finish()
    says = [effect for effect in told.effects(Say) if isinstance(effect, Say) and effect.cue in TEXTS]
    for say in says[:-1]:
        story = Story(routine, answers={**USUAL, "sitting.ask": "no"})
        turn = story.say(alarm, after=say.at + LENGTHS[say.cue] / RATE / 2)
        assert is_hushed(turn) or turn.phase is Phase.DONE, say.cue
        assert turn.phase in (Phase.PAUSED, Phase.SAFETY_STOP, Phase.SUMMARY, Phase.DONE), say.cue


def test_after_pain_while_loosening_up_nobody_is_led_back_into_it() -> None:
    story = Story().run_to(Phase.RESET)
    story.say("it hurts", after=1.0)
    story.say("easier", after=6.0)
    assert story.phase is Phase.TENSION_CHECK
    assert "reset.intro" not in story.said(len(story.turns) - 1)


def test_pain_right_after_a_rep_s_end_keeps_it_from_counting() -> None:
    story = Story().run_to(Phase.BETWEEN_REPS, set_number=1, rep=1)
    story.say("it hurts", after=0.5)
    assert story.verdicts() == ["voided"]


@pytest.mark.parametrize("phrase", ["resume", "easier"])
def test_after_pain_the_session_goes_on_gentler_alone(phrase: str) -> None:
    story = Story().run_to(Phase.DESCEND, rep=1)
    story.say("it hurts", after=0.5)
    story.say(phrase, after=6.0)
    story.run_to(Phase.LIFT)
    assert story.session.reps[-1].variation is Variation("hands_under")
