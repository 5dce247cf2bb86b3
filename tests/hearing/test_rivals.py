"""Commands that are near each other: when it is open which of the two was said, and what then reaches the session."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from voicecoach.cli.hear import fields_of
from voicecoach.core.commands import Command
from voicecoach.core.events import Event, HalfHeard, Heard, Misheard
from voicecoach.core.units import RATE, samples, seconds
from voicecoach.hearing.pipeline import Hearing
from voicecoach.hearing.recogniser import VoskRecogniser, Way
from voicecoach.hearing.recording import listen_to_sound
from voicecoach.hearing.thresholds import BY_CONFIDENCE, NEAR, Thresholds, Weights
from voicecoach.hearing.voice import Anything
from voicecoach.ports import Ears, OutputPcm

from .fake_recogniser import FakeRecogniser, spoken
from .sounds import SILENT_REFERENCE, frames, noise, pcm, placed, recorded

LENGTH = 9_600  # samples of a word: 20 of the recogniser's steps
STEPS = LENGTH / 480
UNSURE = 0.5
"""A confidence that is too little for any command but those of safety."""


def hear(text: str, rival: Way | None, confidence: float = UNSURE, thresholds: Thresholds = BY_CONFIDENCE) -> Event:
    answer = spoken(text, start=5_760, word=LENGTH, confidence=confidence)
    return heard_by(Hearing(FakeRecogniser(answer, rival=rival, thresholds=thresholds), Anything()))


def heard_by(ears: Ears, reference: OutputPcm = SILENT_REFERENCE) -> Event:
    (event,) = [
        event
        for frame in frames(placed(noise(0.6, -20.0), RATE, 3 * RATE))
        for event in ears.hear(frame, reference, seconds(frame.start + 320))
        if isinstance(event, Heard | HalfHeard | Misheard)
    ]
    return event


def at(text: str, distance: float) -> Way:
    return Way(text=text, cost=distance * STEPS)


@pytest.mark.parametrize("distance", [-0.5, 0.0, NEAR - 0.01])
def test_an_unsure_command_with_another_near_it_is_half_heard(distance: float) -> None:
    event = hear("easier", at("repeat", distance))
    assert isinstance(event, HalfHeard)
    assert (event.candidates, event.text) == ((Command.EASIER, Command.REPEAT), "easier")
    assert event.spoken_at == pytest.approx(1.0, abs=0.06)


@pytest.mark.parametrize(
    ("text", "rival"),
    [
        pytest.param("easier", None, id="other sounds are nearer"),
        pytest.param("easier", at("repeat", NEAR + 0.01), id="the other is far"),
        pytest.param("easier", at("it hurts", 0.1), id="the other is an alarm"),
        pytest.param("go to set one", Way(text="go to set four", cost=0.1), id="the other differs by its number"),
    ],
)
def test_any_other_unsure_command_is_misheard(text: str, rival: Way | None) -> None:
    assert isinstance(hear(text, rival), Misheard)


def test_a_stop_that_is_unsure_is_never_asked_about() -> None:
    assert isinstance(hear("stop", at("skip", 0.1), confidence=0.3), Misheard)


def test_a_sure_command_is_heard_however_near_another_is() -> None:
    assert isinstance(hear("easier", at("repeat", 0.01), confidence=1.0), Heard)


@pytest.mark.parametrize(("margin", "kind"), [(-1.0, HalfHeard), (1.0, Heard)])
def test_a_sure_command_is_half_heard_where_its_evidence_says_that_another_fits_better(
    margin: float, kind: type[Event]
) -> None:
    weights = Weights(margin=0.0, lead=0.0, distance=0.01, confidence=1.0)
    fake = FakeRecogniser(
        spoken("easier", start=5_760, word=LENGTH),
        margin=margin,
        rival=at("repeat", -0.1),
        thresholds=replace(BY_CONFIDENCE, weights=weights),
    )
    assert type(heard_by(Hearing(fake, Anything()))) is kind


def test_the_coach_asking_which_of_two_is_not_taken_for_the_answer() -> None:
    ears = Hearing(FakeRecogniser(spoken("easier", start=5_760, word=LENGTH)), Anything())
    ears.note_playing("easier", samples(0.9), samples(1.6))
    loud = np.full(320, 0.03, np.float32)  # -30 dB; the microphone has -20 dB
    events = [
        event
        for frame in frames(placed(noise(0.6, -20.0), RATE, 3 * RATE))
        for event in ears.hear(frame, loud if frame.start >= RATE else SILENT_REFERENCE, seconds(frame.start + 320))
    ]
    assert not [event for event in events if isinstance(event, Heard | HalfHeard | Misheard)]


def test_hear_tells_the_two_commands_and_the_number() -> None:
    answer = spoken("thirty more seconds", start=5_760, word=LENGTH, confidence=UNSURE)
    sound = pcm(placed(noise(2.0, -20.0), RATE, 5 * RATE))
    (found,) = listen_to_sound(sound, FakeRecogniser(answer, rival=Way(text="end the session", cost=1.0)), Anything())
    told = fields_of(Path("a.wav"), found)
    assert {name: told[name] for name in ("command", "amount", "set", "candidates", "accepted")} == {
        "command": Command.MORE_REST,
        "amount": 30.0,
        "set": None,
        "candidates": (Command.MORE_REST, Command.END_WORKOUT),
        "accepted": False,
    }


def test_a_phrasing_that_holds_the_command_itself_is_no_rival() -> None:
    assert isinstance(hear("how many", at("how many left", 0.1)), Misheard)


@pytest.mark.parametrize(("margin", "kind"), [(1.9, Misheard), (2.1, HalfHeard)])
def test_both_commands_must_fit_better_than_any_sounds_of_speech(margin: float, kind: type[Event]) -> None:
    answer = spoken("easier", start=5_760, word=LENGTH, confidence=UNSURE)
    fake = FakeRecogniser(answer, margin=margin, rival=Way(text="repeat", cost=2.0))
    assert type(heard_by(Hearing(fake, Anything()))) is kind


@pytest.mark.product
def test_the_best_way_is_one_of_the_phrases_and_costs_what_it_costs(recogniser: VoskRecogniser) -> None:
    sound = pcm(recorded("pause-flite"))
    phrases = ("repeat", "pause", "easier")
    way = recogniser.best_way(sound, phrases)
    assert way == Way(text="pause", cost=recogniser.cost(sound, phrases) or 0.0)
