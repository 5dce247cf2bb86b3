import pytest

from voicecoach.bench.acceptance import Confusion, acceptance, confusions
from voicecoach.bench.curve import curve
from voicecoach.bench.false_accepts import false_accepts
from voicecoach.bench.interval import Rate, Share
from voicecoach.bench.latency import latency
from voicecoach.bench.outcome import Result
from voicecoach.core.commands import Command, Cost

from .outcomes import heard, said, talk


def test_a_take_is_right_only_with_its_command_alone() -> None:
    assert said("stop", heard("stop")).result is Result.RIGHT
    assert said("stop", heard("stop"), heard("stop now")).result is Result.RIGHT
    assert said("stop", heard("stop"), heard("no")).result is Result.WRONG
    assert said("stop", heard("up")).result is Result.WRONG
    assert said("stop", heard("stop", accepted=False)).result is Result.MISSED
    assert said("stop").result is Result.MISSED


def test_a_word_that_is_no_command_is_right_when_it_leads_to_none() -> None:
    assert said("go").result is Result.RIGHT
    assert said("go", heard("no")).result is Result.WRONG


def test_right_wrong_and_missed_make_up_the_whole() -> None:
    figures = acceptance("all", [said("stop", heard("stop")), said("stop"), said("stop"), said("no", heard("up"))])
    assert (figures.right, figures.wrong, figures.missed) == (
        Share(count=1, of=4),
        Share(count=1, of=4),
        Share(count=2, of=4),
    )


def test_the_confusion_table_counts_what_each_word_led_to() -> None:
    outcomes = [said("no", heard("no")), said("no"), said("no", heard("no")), said("go", heard("no"), heard("up"))]
    assert confusions(outcomes) == (
        Confusion(said="go", heard="legs_up", count=1),
        Confusion(said="go", heard="no", count=1),
        Confusion(said="no", heard="no", count=2),
        Confusion(said="no", heard="nothing", count=1),
    )


def test_false_accepts_are_an_hour_and_those_that_were_said_are_apart() -> None:
    outcomes = [
        talk("reading", "a man said stop it to him", heard("stop it"), heard("end workout")),
        talk("reading", None, heard("pause"), heard("dizzy"), heard("skip"), heard("no", accepted=False)),
    ]
    figures = false_accepts("reading", outcomes)
    assert figures.all == Rate(count=4, hours=0.02)
    assert {cost: one.count for cost, one in figures.by_cost.items() if one.count} == {
        Cost.GRAVE: 1,
        Cost.FLOW: 2,
        Cost.SAFETY: 1,
    }
    assert figures.really_said == 1
    assert [each.command for each in figures.each] == [
        Command.END_WORKOUT,
        Command.PAUSE,
        Command.DIZZY,
        Command.SKIP,
    ]


@pytest.mark.parametrize("phrase", ["dizzy", "it hurts", "end workout", "skip", "go to set two", "easier", "shield"])
def test_what_ends_or_changes_the_session_is_a_lasting_false_accept(phrase: str) -> None:
    assert false_accepts("reading", [talk("reading", None, heard(phrase))]).lasting.count == 1


@pytest.mark.parametrize("phrase", ["stop", "pause", "yes", "how many", "louder"])
def test_what_is_over_in_a_moment_is_none(phrase: str) -> None:
    figures = false_accepts("reading", [talk("reading", None, heard(phrase))])
    assert (figures.all.count, figures.lasting.count) == (1, 0)


def test_latency_is_from_the_end_of_the_word_to_the_right_command() -> None:
    outcomes = [said("no", heard("no", at=1.0 + each / 10)) for each in range(1, 12)]
    others = [said("no", heard("up", at=9.0)), said("no"), said("go"), talk("reading", None)]
    figures = latency("all", [*outcomes, *others])
    assert (figures.count, figures.median, figures.p95) == (11, 0.6, 1.05)


def test_a_curve_trades_misses_against_false_accepts() -> None:
    commands = [said("no", heard("no", 0.9)), said("no", heard("no", 0.4, accepted=False)), said("no")]
    talking = [talk("reading", None, heard("stop", 0.6, accepted=False)), talk("reading", None, heard("no", 0.2))]
    drawn = curve("reading", commands, talking)
    assert [(point.threshold, round(point.missed, 2), round(point.an_hour)) for point in drawn.points] == [
        (0.2, 0.33, 100),
        (0.4, 0.33, 50),
        (0.6, 0.67, 50),
        (0.9, 0.67, 0),
    ]
    assert (round(drawn.default.missed, 2), round(drawn.default.an_hour)) == (0.67, 50)
