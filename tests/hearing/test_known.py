"""What was measured on another day is begun with, and given up as soon as the room says otherwise."""

from dataclasses import replace

import numpy as np
import pytest

from voicecoach.audio.echo_canceller import KalmanCanceller
from voicecoach.bench.sound.scene import EchoRoom, Scene
from voicecoach.core.commands import Command
from voicecoach.core.events import Event, Heard, SpeechBegan
from voicecoach.core.units import BLOCK, RATE, CueId, Decibels, Seconds, samples, seconds
from voicecoach.hearing.echo import LEAST_AT_FIRST, EchoLevel
from voicecoach.hearing.floor import BUCKET, BUCKETS, NoiseFloor
from voicecoach.hearing.gate import Edge, Gate
from voicecoach.hearing.listener import Listener
from voicecoach.hearing.loudness import MOST_AT_FIRST, WANTED, Talker
from voicecoach.hearing.pipeline import Hearing
from voicecoach.hearing.recogniser import VoskRecogniser
from voicecoach.hearing.utterance import Utterance
from voicecoach.hearing.voice import Anything
from voicecoach.ports import SoundFacts
from voicecoach.sound_checking import check_sound
from voicecoach.wiring import load_cues

from .fake_recogniser import FakeRecogniser, spoken
from .sounds import SILENT_REFERENCE, Sound, frames, noise, pcm, placed, recorded

FACTS = SoundFacts(latency=Seconds(0.1), leak=Decibels(-18.0), noise=Decibels(-60.0), word=Decibels(-48.0))
OFF = Decibels(-90.0)


@pytest.mark.parametrize(
    ("noise", "first", "floor"),
    [
        pytest.param(None, -20.0, -20.0 + 1.5, id="nothing known, somebody speaks in the first frame"),
        pytest.param(-55.0, -20.0, -55.0, id="known"),
        pytest.param(-40.0, -55.0, -55.0 + 1.5, id="quieter by now"),
    ],
)
def test_the_floor_begins_no_higher_than_the_noise_of_another_day(
    noise: float | None, first: float, floor: float
) -> None:
    known = None if noise is None else Decibels(noise)
    assert NoiseFloor(known).step(Decibels(first)) == pytest.approx(floor)


def test_a_room_that_is_louder_by_now_is_its_own_floor_after_as_long_as_any_other_quiet_is_remembered() -> None:
    floor = NoiseFloor(Decibels(-60.0))
    steps = [floor.step(Decibels(-40.0)) for _ in range(BUCKET * BUCKETS)]
    assert steps[-2] == pytest.approx(-60.0)
    assert steps[-1] == pytest.approx(-40.0 + 1.5)


COACH, QUIET = Decibels(-17.0), Decibels(-62.0)


def gauged(gate: Gate, mic: float, frames: int) -> list[Edge]:
    """Return the edges while the coach speaks and arrives at a level."""
    return [edge for _ in range(frames) if (edge := gate.step(Decibels(mic), COACH).edge) is not Edge.NONE]


def begun(leak: float | None) -> Gate:
    """Return a gate in a quiet room, before the coach's first word."""
    gate = Gate(leak=None if leak is None else Decibels(leak))
    for _ in range(50):
        gate.step(QUIET, OFF)
    return gate


@pytest.mark.parametrize(
    ("leak", "opens"),
    [
        pytest.param(None, False, id="nothing known"),
        pytest.param(-18.0, True, id="a speaker that hardly leaks"),
        pytest.param(0.0, False, id="a speaker that was at the microphone"),
    ],
)
def test_a_person_is_heard_over_the_coachs_first_sentence_where_the_leak_is_known_to_be_small(
    leak: float | None, *, opens: bool
) -> None:
    gate = begun(leak)
    assert gauged(gate, COACH - 18.0, 20) == []
    assert gauged(gate, -20.0, 10) == ([Edge.OPENED] if opens else [])


@pytest.mark.parametrize("grown", [12.0, 20.0, 30.0])
def test_a_leak_that_has_grown_is_learnt_within_a_second_and_opens_the_gate_once_at_most(grown: float) -> None:
    gate = begun(-20.0)
    early = gauged(gate, COACH - 20.0 + grown, 50)
    assert gate.leak == pytest.approx(min(10.0, -20.0 + grown), abs=2.0)
    assert early.count(Edge.OPENED) <= (grown > 12.0)
    gauged(gate, COACH - 20.0 + grown, 50)
    gauged(gate, QUIET, 5)
    assert gauged(gate, COACH - 20.0 + grown, 500) == []


def test_no_leak_is_believed_to_be_smaller_than_what_the_gate_can_be_wrong_by() -> None:
    assert begun(-60.0).leak == LEAST_AT_FIRST


@pytest.mark.parametrize(
    ("word", "gain"),
    [
        pytest.param(None, 0.0, id="no word was heard"),
        pytest.param(-25.0, 0.0, id="near"),
        pytest.param(WANTED - 8.0, 8.0, id="far"),
        pytest.param(-75.0, MOST_AT_FIRST, id="too far to be believed"),
    ],
)
def test_a_person_is_expected_to_be_as_loud_as_they_were(word: float | None, gain: float) -> None:
    assert Talker(None if word is None else Decibels(word)).gain == gain


def test_what_is_understood_counts_alone_from_then_on() -> None:
    talker = Talker(Decibels(WANTED - 8.0))
    talker.learn(Decibels(-25.0))
    assert talker.gain == 0.0


def test_what_is_said_and_not_understood_ends_the_expectation() -> None:
    talker = Talker(Decibels(WANTED - 8.0))
    talker.doubt()
    assert talker.gain == 0.0


def test_a_level_that_was_learnt_in_this_session_outlives_a_word_that_is_not_understood() -> None:
    talker = Talker(Decibels(-25.0))
    talker.learn(Decibels(WANTED - 8.0))
    talker.doubt()
    assert talker.gain == 8.0


def peaks_of_two_words(answer: str) -> list[int]:
    """Return the greatest sample that the recogniser gets of each of two quiet words, with the same sound."""
    sound = placed(noise(0.5, -50.0), RATE, 5 * RATE)
    sound[3 * RATE : 3 * RATE + RATE // 2] += noise(0.5, -50.0)
    fake = FakeRecogniser(spoken(answer))
    listener = Listener(fake, Anything(), known=FACTS)
    peaks: list[int] = []
    for second in (sound[: 3 * RATE], sound[3 * RATE :]):
        fake.begun.clear()
        for frame in frames(second):
            listener.step(frame, SILENT_REFERENCE)
        heard = [part for decoding in fake.begun for part in decoding.heard]
        peaks.append(max(int(np.abs(part.astype(int)).max()) for part in heard))
    return peaks


def test_a_quiet_person_is_made_louder_from_the_first_word_on() -> None:
    untouched = int(np.abs(pcm(noise(0.5, -50.0)).astype(int)).max())
    first, _ = peaks_of_two_words("yes")
    assert first == pytest.approx(untouched * 10 ** (8 / 20), rel=0.05)


def test_after_something_that_was_not_understood_nothing_is_made_louder() -> None:
    untouched = int(np.abs(pcm(noise(0.5, -50.0)).astype(int)).max())
    first, second = peaks_of_two_words("[unk]")
    assert first > 2 * untouched
    assert second == pytest.approx(untouched, rel=0.05)


def commands(recogniser: VoskRecogniser, sound: Sound, known: SoundFacts | None) -> list[Command | None]:
    listener = Listener(recogniser, known=known)
    observed = [each for frame in frames(sound) for each in listener.step(frame, SILENT_REFERENCE)]
    return [each.command for each in observed if isinstance(each, Utterance) and each.is_accepted]


@pytest.mark.parametrize("name", ["stop-espeak", "pause-flite"])
@pytest.mark.parametrize(
    "known", [None, replace(FACTS, word=Decibels(-70.0), noise=Decibels(-80.0))], ids=["", "stale"]
)
def test_somebody_who_is_near_by_now_is_understood_at_once(
    recogniser: VoskRecogniser, name: str, known: SoundFacts | None
) -> None:
    assert len(commands(recogniser, placed(recorded(name), RATE, 3 * RATE), known)) == 1


ROOM = Scene(seed=5, rt60=0.4, leak=-20.0, delay=Seconds(0.05))


def told(recogniser: VoskRecogniser, room: EchoRoom, known: SoundFacts | None) -> list[Event]:
    """Return what the ears tell of the coach's first six seconds."""
    canceller, ears, events = KalmanCanceller(), Hearing(recogniser, known=known), list[Event]()
    talk = np.resize(load_cues().pcm[CueId("ready.welcome")], 6 * RATE // BLOCK * BLOCK)
    for block in talk.reshape(-1, BLOCK):
        room.write(block)
        for frame in room.read():
            clean = replace(frame, pcm=canceller.clean(frame.pcm, block))
            events += ears.hear(clean, block, seconds(frame.start + BLOCK))
    return events


@pytest.fixture(scope="module")
def facts() -> SoundFacts:
    """Return what a check tells of the room."""
    room = EchoRoom(ROOM)
    return check_sound(room, room, np.zeros(RATE, np.float32))


def test_what_a_check_told_lets_nobody_take_the_coach_for_a_person(
    recogniser: VoskRecogniser, facts: SoundFacts
) -> None:
    assert facts.leak == pytest.approx(ROOM.leak, abs=1.0)
    assert told(recogniser, EchoRoom(ROOM), facts) == []


def test_a_stop_over_the_coachs_first_words_is_understood_where_the_leak_is_known(
    recogniser: VoskRecogniser, facts: SoundFacts
) -> None:
    def heard(known: SoundFacts | None) -> list[str]:
        room = EchoRoom(ROOM)
        room.speak(0.7 * recorded("stop-espeak"), samples(0.8))
        return [event.text for event in told(recogniser, room, known) if isinstance(event, Heard)]

    assert heard(None) == []
    assert heard(facts) == ["stop"]


def test_a_speaker_that_was_turned_up_since_is_taken_for_no_command(
    recogniser: VoskRecogniser, facts: SoundFacts
) -> None:
    events = told(recogniser, EchoRoom(replace(ROOM, leak=6.0)), facts)
    assert not [event for event in events if isinstance(event, Heard)]
    assert not [event for event in events if isinstance(event, SpeechBegan) and event.at > 2.0]


def test_a_leak_measured_before_the_canceller_is_begun_with_no_higher_than_without_a_fact() -> None:
    assert EchoLevel(Decibels(13.0)).leak == EchoLevel().leak == 0.0
