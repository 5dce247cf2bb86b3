import math

import pytest

from voicecoach.core.units import Decibels
from voicecoach.hearing.echo import RESTED, SPREAD
from voicecoach.hearing.gate import ATTACK, LONGEST, RELEASE, VOICE, VOICE_STAYS, Edge, Gate

QUIET, SPEECH, OFF = -60.0, -30.0, -90.0


def run(gate: Gate, *stretches: tuple[int, float, float]) -> list[tuple[int, Edge]]:
    """Feed (frames, microphone dB, reference dB) stretches; return the edges and the frames they fell on."""
    levels = [(mic, reference) for count, mic, reference in stretches for _ in range(count)]
    steps = [gate.step(Decibels(mic), Decibels(reference)).edge for mic, reference in levels]
    return [(frame, edge) for frame, edge in enumerate(steps) if edge is not Edge.NONE]


def test_a_voice_opens_the_gate_after_three_frames_and_silence_closes_it() -> None:
    edges = run(Gate(), (50, QUIET, OFF), (25, SPEECH, OFF), (50, QUIET, OFF))
    assert edges == [(50 + ATTACK - 1, Edge.OPENED), (75 + RELEASE - 1, Edge.CLOSED)]


@pytest.mark.parametrize(
    ("stretch", "opens"),
    [
        pytest.param((2, SPEECH, OFF), False, id="a click is too short"),
        pytest.param((3, SPEECH, OFF), True, id="60 ms are enough"),
        pytest.param((25, QUIET + 5, OFF), False, id="5 dB over the floor are too little"),
        pytest.param((25, QUIET + 8, OFF), True, id="8 dB over the floor are enough"),
    ],
)
def test_how_much_sound_opens_the_gate(stretch: tuple[int, float, float], opens: bool) -> None:
    assert bool(run(Gate(), (50, QUIET, OFF), stretch)) == opens


@pytest.mark.parametrize(
    ("sibilants", "reference", "opens"),
    [(ATTACK, -20.0, True), (ATTACK - 1, -20.0, False), pytest.param(ATTACK, OFF, False, id="no coach to speak over")],
)
def test_an_s_opens_the_gate_over_the_coach_alone(sibilants: int, reference: float, opens: bool) -> None:
    gate, mic = Gate(), QUIET if reference is OFF else -40.0
    run(gate, (50, QUIET, OFF), (50, mic, reference))
    steps = [gate.step(Decibels(mic), Decibels(reference), 0.0, is_sibilant=True) for _ in range(sibilants)]
    assert (steps[-1].edge is Edge.OPENED) is opens
    assert gate.is_open is opens
    assert steps[-1].faint == 0


def test_a_stop_gap_inside_a_word_does_not_close_it() -> None:
    edges = run(Gate(), (50, QUIET, OFF), (15, SPEECH, OFF), (15, QUIET, OFF), (15, SPEECH, OFF))
    assert [edge for _, edge in edges] == [Edge.OPENED]


def test_a_steady_noise_becomes_the_floor_and_closes_the_gate_for_good() -> None:
    edges = run(Gate(), (100, QUIET, OFF), (1000, -35.0, OFF))
    assert [edge for _, edge in edges] == [Edge.OPENED, Edge.CLOSED]
    assert edges[1][0] < 100 + 180


def test_a_voice_over_a_steady_noise_still_opens_it() -> None:
    edges = run(Gate(), (300, -40.0, OFF), (20, -28.0, OFF))
    assert [edge for _, edge in edges] == [Edge.OPENED]


@pytest.mark.parametrize(("mic", "opens"), [(-33.0, True), (-36.5, False)])
@pytest.mark.parametrize("reference", [-20.0, OFF], ids=["over the coach", "in his silence"])
def test_what_is_heard_of_a_noise_meanwhile_is_no_echo(mic: float, reference: float, *, opens: bool) -> None:
    """The coach is far under a noise of -40 dB: as much opens the gate over him as while he is silent."""
    gate = Gate()
    noise = [[(1, level, played) for level in (-43.0, -40.0, -37.0) * 10] for played in (OFF, -20.0)]
    run(gate, *noise[0] * 4, *(noise[0] + noise[1]) * 20)
    assert bool(run(gate, (10, mic, reference))) is opens


def test_an_echo_that_rises_over_a_noise_is_learnt_by_what_it_adds_to_it() -> None:
    gate, noise = Gate(), -50.0
    heard = 10 * math.log10(10 ** (noise / 10) + 10 ** (-46.0 / 10))
    run(gate, (200, noise, OFF), *((30, heard, -20.0), (15, noise, OFF)) * 40)
    assert gate.leak == pytest.approx(-26.0, abs=1.0)


def test_a_muted_microphone_says_nothing_about_the_leak() -> None:
    gate = Gate()
    run(gate, (50, OFF, OFF), (500, OFF, -20.0))
    assert gate.leak == Gate().leak
    assert run(gate, (100, -20.0, -20.0)) == []


def test_the_tail_of_a_room_is_no_noise() -> None:
    """The coach pauses for a frame longer than his echo may come late, in which the room still rings."""
    gate = Gate()
    run(gate, (50, QUIET, OFF), *((30, -30.0, -20.0), (SPREAD + 1, -35.0, OFF)) * 30)
    assert gate.leak == pytest.approx(-10.0, abs=0.5)


def test_endless_speech_is_cut_after_eight_seconds() -> None:
    syllables = [stretch for _ in range(60) for stretch in ((8, SPEECH, OFF), (4, QUIET, OFF))]
    edges = run(Gate(), (50, QUIET, OFF), *syllables)
    assert edges[:2] == [(52, Edge.OPENED), (52 + LONGEST, Edge.CUT)]


def test_what_the_canceller_leaves_of_the_coach_is_no_sound_and_a_person_over_it_is() -> None:
    gate = Gate()
    rest = -40.0
    sentence = ((30, rest, -20.0), (10, QUIET, OFF))
    run(gate, (50, QUIET, OFF), *sentence * 15, sentence[0])
    assert not gate.is_sound(Decibels(rest))
    assert gate.is_sound(Decibels(rest + 6))
    run(gate, (150, QUIET, OFF))
    assert gate.is_sound(Decibels(rest))


def test_the_coach_does_not_open_it_at_any_leak() -> None:
    for leak in (-30.0, -10.0, 0.0):
        sentence = ((30, -20.0 + leak, -20.0), (10, QUIET, OFF))
        assert run(Gate(), (50, QUIET, OFF), *sentence * 10) == []


def test_the_tail_of_the_room_does_not_open_it() -> None:
    fading = [(1, max(QUIET, -20.0 - 2.0 * frame), OFF) for frame in range(20)]
    assert run(Gate(), (50, QUIET, OFF), (100, -20.0, -20.0), *fading) == []


def test_an_echo_that_comes_150_ms_late_does_not_open_it() -> None:
    late = ((7, QUIET, -20.0), (23, -25.0, -20.0), (7, -25.0, OFF))
    assert run(Gate(), (50, QUIET, OFF), *late * 5) == []


def test_a_person_clearly_over_the_echo_opens_it() -> None:
    coach = (400, -40.0, -20.0)
    edges = run(Gate(), (50, QUIET, OFF), coach, (10, -28.0, -20.0))
    assert [edge for _, edge in edges] == [Edge.OPENED]


COACH, OVER_THE_ECHO = (1500, -45.0, -20.0), (10, -36.0, -20.0)
"""The coach speaks until the leak is known, and somebody is 9 dB over his echo, or his echo has grown by that."""


@pytest.mark.parametrize(
    ("silence", "spoken", "opens"),
    [(RESTED, 0, False), (RESTED - 1, 0, True), (RESTED, 100, True), (RESTED, 10, False)],
    ids=["after a rest", "after a shorter one", "once the coach has gone on", "soon after a rest"],
)
def test_the_coachs_first_words_after_a_rest_are_doubted(silence: int, spoken: int, *, opens: bool) -> None:
    gate = Gate()
    run(gate, (50, QUIET, OFF), COACH, (silence, QUIET, OFF), (spoken, -45.0, -20.0))
    assert bool(run(gate, OVER_THE_ECHO)) is opens


def test_the_leak_is_learned_from_the_coachs_own_speech() -> None:
    gate = Gate()
    run(gate, (50, QUIET, OFF), (1500, -45.0, -20.0))
    assert gate.leak == pytest.approx(-25.0, abs=2.0)


def test_a_person_talking_over_the_coach_hardly_moves_the_leak() -> None:
    gate = Gate()
    run(gate, (50, QUIET, OFF), (1500, -45.0, -20.0))
    learned = gate.leak
    run(gate, (30, -25.0, -20.0))
    assert gate.leak - learned < 3.0


def test_what_is_loud_without_a_voice_opens_nothing_and_keeps_nothing_open() -> None:
    gate = Gate()
    levels = [Decibels(QUIET)] * 50 + [Decibels(SPEECH)] * 100
    voices = [0.0] * 50 + [VOICE - 0.01] * 30 + [VOICE] * 20 + [VOICE_STAYS] * 10 + [VOICE_STAYS - 0.01] * 40
    gauges = [gate.step(level, Decibels(OFF), voice) for level, voice in zip(levels, voices, strict=True)]
    found = [(frame, gauge.edge) for frame, gauge in enumerate(gauges) if gauge.edge is not Edge.NONE]
    assert found == [(80 + ATTACK - 1, Edge.OPENED), (110 + RELEASE - 1, Edge.CLOSED)]
    assert (gauges[-1].quiet, gauges[-1].faint) == (40, 0)  # loud all the time, only no voice
