"""What is heard of the numbers of reps: after a verdict no other tally than the one that it leaves."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.story import LENGTHS, SHORT, TEXTS, Story
from tests.core.test_session_properties import Outburst, go_on, judgements
from voicecoach.core.commands import Command, Meaning
from voicecoach.core.effects import Hush, Say
from voicecoach.core.ledger import Ledger
from voicecoach.core.machine import Phase
from voicecoach.core.session import Session
from voicecoach.core.units import RATE, CueId, Seconds, samples

TOLD_BEFORE = ("void.taken_out", "undo.done")
TOLD_AFTER = ("tally.perfect", "tally.so_far", "summary.perfect_of")
MEANT_BEFORE = (
    *("set.number", "set.of", "set.do", "rest.for", "left.reps", "left.sets", "reset.intro", "plank.intro"),
    *("plank.held", "decision.sets", "confirm.set", "summary.floor", "summary.perfect_of"),
    *("floor.known", "floor.lowered", "floor.raised"),
)
MEANT_AFTER = ("rest.added", "rest.seconds", "plank.seconds", "summary.tried", "summary.percent_down")
"""What makes a number one of something else than reps that count."""
NUMBERS = {CueId(f"number.{number}"): number for number in range(21)}


@dataclass(frozen=True)
class Told:
    """A number of reps that was heard, and what was true when it began."""

    number: int
    set: int
    of_rep: bool
    """It stood for itself, as that of a rep does."""
    credited: tuple[int, ...]
    """How many reps counted in each set."""

    @property
    def is_true(self) -> bool:
        if self.of_rep and self.set < len(self.credited):  # once the sets are done, it is of the session
            return self.number == self.credited[self.set]
        return self.number in (*self.credited, sum(self.credited))


def heard(story: Story) -> Iterator[tuple[Say, Session]]:
    """Return each cue that began to sound, with the session as it was then."""
    session, planned = Session(SHORT, LENGTHS), list[Say]()
    for turn in story.turns:
        yield from ((say, session) for say in planned if samples(say.at) < samples(turn.event.at))
        planned = [say for say in planned if samples(say.at) >= samples(turn.event.at)]
        session.handle(turn.event)
        for effect in turn.effects:
            match effect:
                case Hush(at=at):
                    planned = [say for say in planned if samples(say.at) < samples(at)]
                case Say(cue=cue) if cue in TEXTS:
                    planned = sorted((*planned, effect), key=lambda say: say.at)
                case _:
                    pass
    yield from ((say, session) for say in planned)


def told(story: Story) -> Iterator[Told]:
    """Return the numbers of reps that were heard."""
    said = [(say.cue, _credited(session), session.standing.set) for say, session in heard(story)]
    cues = ["", *(cue for cue, _, _ in said), ""]
    for (cue, credited, of_set), before, after in zip(said, cues, cues[2:], strict=False):
        if not cue.startswith("number.") or before in MEANT_BEFORE or after in MEANT_AFTER:
            continue
        yield Told(
            number=NUMBERS[cue],
            set=of_set,
            of_rep=not (before in TOLD_BEFORE or after in TOLD_AFTER),
            credited=credited,
        )


def _credited(session: Session) -> tuple[int, ...]:
    ledger = Ledger(session.reps)
    return tuple(ledger.credited(number) for number in range(SHORT.sets + 1))


asked = st.one_of(
    st.sampled_from([Command.BACK_ARCHED, Command.REP_FAILED, Command.UNDO]),
    st.sampled_from([Command.HOW_MANY, Command.REPEAT, Command.WHATS_LEFT]),
)
soon = st.lists(
    st.builds(
        Outburst,
        meant=asked.map(lambda command: Meaning(command=command)),
        after=st.one_of(st.floats(0.05, 1.5), st.floats(0.5, 9)),
        lag=st.floats(0.0, 0.9),
    ),
    min_size=3,
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(judgements, soon), st.sampled_from([(1, 1), (1, 3), (2, 3)]), st.booleans())
def test_no_number_of_reps_is_heard_that_is_not_true_when_it_begins(
    sayings: list[Outburst], since: tuple[int, int], is_at_the_end: bool
) -> None:
    set_number, rep = since
    story = Story().run_to(Phase.STOP_POINT, rep=rep, set_number=set_number).run_to(Phase.BETWEEN_REPS)
    if is_at_the_end:
        story.run_until(lambda: "earcon.credited" in story.said(len(story.turns) - 1))
    numbers = list(told(go_on(story, sayings).finish()))
    assert numbers
    assert [number for number in numbers if not number.is_true] == []


def credited_third_rep() -> Story:
    """Return a session in which the last rep of a set was credited just now."""
    story = Story().run_to(Phase.STOP_POINT, rep=3)
    story.run_until(lambda: story.verdicts() == ["credited"] * 3)
    return story


@pytest.mark.parametrize("verdict", ["back arched", "rep failed"])
def test_the_number_of_a_rep_that_is_taken_out_before_it_is_said_is_not_said(verdict: str) -> None:
    story = credited_third_rep()
    before = len(story.turns)
    story.say(verdict, after=0.1)
    story.run_to(Phase.REST)
    assert story.said(before)[:4] == ["earcon.voided", "void.taken_out", "number.2", "set.done"]
    assert story.said(before)[4:] == ["number.2", "tally.perfect", "rest.for", "number.20", "rest.seconds"]


def test_repeat_after_a_verdict_tells_the_tally_that_it_leaves_and_the_rest_that_is_left() -> None:
    story = credited_third_rep().run_to(Phase.REST)
    story.say("back arched", after=0.05, began=-1.5)
    before = len(story.turns)
    story.say("repeat", after=8.0)
    assert story.said(before)[1:4] == ["number.2", "tally.perfect", "rest.for"]
    assert story.said(before)[4:] == ["number.12", "rest.seconds"]


def test_a_result_that_a_verdict_makes_untrue_is_cut_short_and_told_anew() -> None:
    story = credited_third_rep().run_to(Phase.REST)
    before = len(story.turns)
    turn = story.say("back arched", after=0.05, began=-1.5)
    assert Hush(at=turn.event.at) in turn.effects
    assert story.said(before)[1:5] == ["void.taken_out", "number.2", "set.done", "number.2"]


def test_a_summary_is_told_anew_when_the_person_takes_a_verdict_back() -> None:
    story = Story(replace(SHORT, plank=Seconds(0.0))).run_to(Phase.BETWEEN_REPS, rep=3, set_number=2)
    story.say("back arched", after=0.2)
    story.run_to(Phase.SUMMARY)
    before = len(story.turns)
    story.say("undo", after=0.2)
    story.finish()
    assert story.said(before)[1:6] == ["undo.done", "number.3", "summary.intro", "number.6", "summary.perfect_of"]


def test_repeat_in_the_last_seconds_of_a_rest_tells_those_that_are_left() -> None:
    story = Story().run_to(Phase.REST)
    story.run_until(lambda: story.said()[-1] == "rest.ten")
    before = len(story.turns)
    story.say("repeat", after=4.0)
    assert story.said(before) == ["number.6", "rest.seconds"]


def test_a_number_that_has_begun_is_said_to_its_end() -> None:
    story = credited_third_rep()
    turn = story.say("back arched", after=0.3)
    assert not [effect for effect in turn.effects if isinstance(effect, Hush) and effect.at == turn.event.at]


def test_an_answer_that_was_kept_back_is_not_heard_together_with_the_hold() -> None:
    brisk = replace(SHORT, tempo=replace(SHORT.tempo, stop_point=Seconds(0.0)))
    story = Story(brisk).run_to(Phase.DESCEND, rep=2)
    story.say("how many", after=0.5)
    story.run_to(Phase.BETWEEN_REPS)
    says = [effect for effect in story.effects(Say) if isinstance(effect, Say) and effect.cue in TEXTS]
    hold, number, _ = says[-3:]
    assert (hold.cue.startswith("rep.hold"), number.cue) == (True, "number.1")
    assert number.at - (hold.at + LENGTHS[hold.cue] / RATE) > NEAR


NEAR = 0.3
"""Silence over which two cues may be heard as one."""
