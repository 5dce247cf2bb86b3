"""What holds whatever a person says, and whenever."""

import itertools
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.story import LENGTHS, SHORT, Story
from voicecoach.core.commands import MEANING_OF, Command, Meaning
from voicecoach.core.events import (
    Credit,
    End,
    Event,
    HalfHeard,
    Heard,
    Hush,
    Misheard,
    Say,
    SpeechBegan,
    SpeechEnded,
    Void,
)
from voicecoach.core.journal import encode_turn
from voicecoach.core.ledger import GRACE, Verdict
from voicecoach.core.machine import Phase
from voicecoach.core.session import Session
from voicecoach.core.units import Seconds, on_grid, samples
from voicecoach.history.replay import replay

NUMBERS = {f"number.{n}": n for n in range(21)}


@dataclass(frozen=True)
class Outburst:
    """Something that the person says a while after the last thing."""

    meant: Meaning | tuple[Command, Command] | None
    """One of two commands, where it is open which; nothing for what is no command."""
    after: float
    lag: float
    """Seconds from the first word to its recognition."""


outbursts = st.lists(
    st.builds(
        Outburst,
        meant=st.one_of(
            st.none(),
            st.sampled_from(Command).map(lambda command: Meaning(command=command)),
            st.sampled_from(
                [meaning for meaning in MEANING_OF.values() if meaning.amount or meaning.set or meaning.topic]
            ),
            st.permutations(list(Command)).map(lambda commands: (commands[0], commands[1])),
        ),
        after=st.floats(0.02, 40),
        lag=st.floats(0.1, 2.0),
    ),
    max_size=12,
)
walks = settings(max_examples=15, deadline=None)


def tell(sayings: list[Outburst]) -> Story:
    story = Story()
    for saying in sayings:
        at = on_grid(story.now + saying.after)
        story.run_clock(at)
        if story.session.is_over:
            break
        spoken_at = Seconds(max(0.0, at - saying.lag))
        story.take(SpeechBegan(at=at))
        story.take(_event(saying, at=at, spoken_at=spoken_at))
        story.take(SpeechEnded(at=at))
    return story


def _event(saying: Outburst, *, at: Seconds, spoken_at: Seconds) -> Event:
    match saying.meant:
        case None:
            return Misheard(at=at, spoken_at=spoken_at, text="")
        case Meaning():
            return Heard.saying(saying.meant, saying.meant.command.value, at=at, spoken_at=spoken_at)
        case candidates:
            return HalfHeard(at=at, spoken_at=spoken_at, text="", candidates=candidates)


@walks
@given(outbursts)
def test_every_session_ends_and_nothing_raises(sayings: list[Outburst]) -> None:
    story = tell(sayings).finish()
    assert len(story.effects(End)) == 1


@walks
@given(outbursts)
def test_speech_is_planned_at_or_after_its_cause_and_counts_stay_on_the_second(sayings: list[Outburst]) -> None:
    for turn in tell(sayings).finish().turns:
        says = [effect for effect in turn.effects if isinstance(effect, Say)]
        assert all(samples(say.at) >= samples(turn.event.at) for say in says)
        counts = [samples(say.at) for say in says if say.cue.startswith("count.")]
        assert [after - before for before, after in itertools.pairwise(counts)] == [16_000] * (len(counts) - 1)


@walks
@given(outbursts)
def test_no_number_is_spoken_for_a_rep_that_is_not_credited(sayings: list[Outburst]) -> None:
    story = Story()
    credited: set[tuple[int, int]] = set()
    story = tell(sayings).finish()
    for turn in story.turns:
        for effect in turn.effects:
            if isinstance(effect, Credit):
                credited.add((effect.set, effect.rep))
            elif isinstance(effect, Void):
                credited.discard((effect.set, effect.rep))
        if any(isinstance(effect, Credit) for effect in turn.effects):
            set_number = next(effect.set for effect in turn.effects if isinstance(effect, Credit))
            said = [NUMBERS[e.cue] for e in turn.effects if isinstance(e, Say) and e.cue in NUMBERS]
            of_the_set = sum(number == set_number for number, _ in credited)
            assert turn.phase is not Phase.BETWEEN_REPS or not said or of_the_set in said or 0 in said


@walks
@given(outbursts)
def test_a_credited_rep_came_to_its_stop_point_or_was_given_back_by_the_person(sayings: list[Outburst]) -> None:
    story = tell(sayings).finish()
    undos = sum(isinstance(t.event, Heard) and t.event.command is Command.UNDO for t in story.turns)
    for rep in story.session.reps:
        if rep.verdict is Verdict.CREDITED:
            assert rep.end is not None
            assert rep.end - rep.start >= SHORT.tempo.descent or undos


@walks
@given(outbursts)
def test_a_replay_of_what_was_heard_gives_every_turn_again(sayings: list[Outburst]) -> None:
    story = tell(sayings).finish()
    outside = [turn.event for turn in story.turns]
    again = replay(Session(SHORT, LENGTHS), outside)
    assert [encode_turn(turn) for turn in again] == [encode_turn(turn) for turn in story.turns]


@walks
@given(outbursts)
def test_the_coach_never_talks_over_itself(sayings: list[Outburst]) -> None:
    playing: list[Say] = []
    for turn in tell(sayings).finish().turns:
        for effect in turn.effects:
            match effect:
                case Hush(at=at):
                    playing = [say for say in playing if say.at < at]
                    playing = [say for say in playing if samples(say.at) + LENGTHS[say.cue] <= samples(at)]
                case Say(cue=cue, at=at) if not cue.startswith("earcon."):
                    begin, end = samples(at), samples(at) + LENGTHS[cue]
                    over = [
                        old for old in playing if samples(old.at) < end and begin < samples(old.at) + LENGTHS[old.cue]
                    ]
                    assert not over, (turn.phase, cue, over)
                    playing.append(effect)
                case _:
                    pass


@settings(max_examples=60, deadline=None)
@given(moment=st.floats(0, 16), reaction=st.floats(0.1, 1.8), recognising=st.floats(0.15, 1.6))
def test_a_verdict_voids_the_rep_that_ran_when_it_began_however_late_it_was_understood(
    moment: float, reaction: float, recognising: float
) -> None:
    story = Story().run_to(Phase.LIFT, rep=1, set_number=1)
    began = story.now
    spoken_at = moment + reaction
    story.say("back arched", after=spoken_at + recognising, began=spoken_at)
    story.run_until(lambda: len(story.session.reps) > 2)
    first, second, *_ = story.session.reps
    meant = first if began + spoken_at < second.start else second
    is_late = meant.end is not None and began + spoken_at + recognising > meant.end + GRACE
    expected = [] if is_late else [meant.number]
    assert [rep.number for rep in (first, second) if rep.verdict is Verdict.VOIDED] == expected
