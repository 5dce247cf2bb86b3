"""What holds whatever a person says, and whenever."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.story import LENGTHS, SHORT, Story
from voicecoach.core.attribution import GRACE
from voicecoach.core.commands import MEANING_OF, Command, Meaning
from voicecoach.core.effects import Credit, End, Hush, Say
from voicecoach.core.events import ClockReached, Event, HalfHeard, Heard, Misheard, SpeechBegan, SpeechEnded
from voicecoach.core.journal import encode_turn
from voicecoach.core.ledger import Verdict
from voicecoach.core.machine import Phase
from voicecoach.core.session import Session
from voicecoach.core.turn import Turn
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


def tell(sayings: list[Outburst], since: Phase = Phase.READY_CHECK) -> Story:
    """Run a session in which a person says these things once a phase has begun."""
    return go_on(Story().run_to(since), sayings)


def go_on(story: Story, sayings: list[Outburst]) -> Story:
    """Let the person say these things from now on."""
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


judgements = st.lists(
    st.builds(
        Outburst,
        meant=st.sampled_from([Command.BACK_ARCHED, Command.REP_FAILED, Command.UNDO, Command.HOW_MANY]).map(
            lambda command: Meaning(command=command)
        ),
        after=st.floats(0.5, 9),
        lag=st.floats(0.1, 1.0),
    ),
    min_size=4,
    max_size=12,
)
TALLIES = {"tally.so_far": -1, "undo.done": 1, "void.taken_out": 1, "tally.perfect": -1, "summary.perfect_of": -1}
"""Cues that stand beside a number of credited reps, and on which side of them it is."""


def is_bare_number(cues: Sequence[str]) -> bool:
    """Say whether an utterance begins with a number that stands for itself, as that of a rep does."""
    return bool(cues) and cues[0] in NUMBERS and cues[1:2] not in (["tally.so_far"], ["rest.added"])


def told(cues: Sequence[str]) -> list[int]:
    """Return the numbers of reps that are told as credited in an utterance, composed ones left out."""
    places = [place + TALLIES[cue] for place, cue in enumerate(cues) if cue in TALLIES]
    return [NUMBERS[cues[place]] for place in places]


def is_verdict(turn: Turn) -> bool:
    """Say whether time made a rep count in a turn, so that its number is spoken."""
    is_credited = any(isinstance(effect, Credit) for effect in turn.effects)
    return is_credited and isinstance(turn.event, ClockReached) and turn.phase is Phase.BETWEEN_REPS


@settings(max_examples=25, deadline=None)
@given(judgements)
def test_no_number_is_told_of_reps_that_are_not_credited(sayings: list[Outburst]) -> None:
    session = Session(SHORT, LENGTHS)
    for turn in tell(sayings, since=Phase.LIFT).finish().turns:
        session.handle(turn.event)
        cues = [
            effect.cue for effect in turn.effects if isinstance(effect, Say) and not effect.cue.startswith("earcon")
        ]
        credited = [rep.set for rep in session.reps if rep.verdict is Verdict.CREDITED]
        counts = {len(credited), *(credited.count(number) for number in range(SHORT.sets + 1))}
        assert set(told(cues)) <= counts, turn
        if is_verdict(turn):
            assert NUMBERS[cues[0]] == credited.count(session.reps[-1].set), turn
        elif turn.phase is Phase.BETWEEN_REPS and isinstance(turn.event, ClockReached):
            assert not is_bare_number(cues), turn


@walks
@given(outbursts)
def test_a_credited_rep_came_to_its_stop_point(sayings: list[Outburst]) -> None:
    story = tell(sayings).finish()
    for rep in story.session.reps:
        if rep.verdict is Verdict.CREDITED:
            assert rep.end is not None
            assert rep.end - rep.start >= SHORT.tempo.descent


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
