from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.audio.gain import Fader
from voicecoach.audio.mixer import DUCKED, SOONEST, Mixer, MixerCounts
from voicecoach.core.effects import Credit, Duck, Effect, Hush, Priority, Say, SetVolume, Unduck
from voicecoach.core.units import BLOCK, CueId, Decibels, Samples, Seconds, seconds
from voicecoach.ports import Frame, OutputPcm

TONE = CueId("tone")
"""Two seconds at 0.5, so that every change of gain shows."""
HUM = CueId("hum")
"""Two seconds of a quiet low sine: it never steps by more than 0.004."""
CHIRP = CueId("earcon.chirp")
NOISE = CueId("noise")

SOME = settings(max_examples=40, deadline=None)  # rendering takes as long as the machine is busy

CUES = {
    TONE: np.full(32_000, 0.5, np.float32),
    HUM: (0.05 * np.sin(np.arange(32_000) * 0.05)).astype(np.float32),
    CHIRP: np.full(3_200, 0.25, np.float32),
    NOISE: np.random.default_rng(1).uniform(-0.1, 0.1, 1_000).astype(np.float32),
}

STEEPEST = 1 / 80
"""Largest step a ramp of 5 ms takes on a full-scale sound."""


def say(cue: CueId, at: int, priority: Priority = Priority.COACHING) -> Say:
    """Order a cue at a sample."""
    return Say(cue=cue, at=seconds(at), priority=priority)


def at(sample: int) -> Seconds:
    return seconds(sample)


def rendered(mixer: Mixer, blocks: int) -> OutputPcm:
    return np.concatenate([mixer.render() for _ in range(blocks)])


def playing(*effects: Effect, blocks: int = 150) -> OutputPcm:
    """Return three seconds of a mixer that was given all orders at once."""
    mixer = Mixer(CUES)
    for effect in effects:
        mixer.carry_out(effect)
    return rendered(mixer, blocks)


@SOME
@given(starts=st.lists(st.integers(0, 9_000), max_size=6), early=st.lists(st.integers(0, 9_000), max_size=6))
def test_cues_begin_at_their_sample_whenever_they_were_ordered(starts: list[int], early: list[int]) -> None:
    mixer = Mixer(CUES)
    expected = np.zeros(35 * BLOCK, np.float32)
    orders = {start: start // BLOCK - lead // BLOCK for start, lead in zip(starts, early, strict=False)}
    for start in orders:
        expected[start : start + 1_000] += CUES[NOISE]
    blocks = []
    for block in range(-30, 35):
        for start in (start for start, turn in orders.items() if turn == block):
            mixer.carry_out(say(NOISE, start))
        blocks += [mixer.render()] if block >= 0 else []
    np.testing.assert_allclose(np.concatenate(blocks), expected, atol=1e-6)


def test_a_lone_cue_is_played_bit_for_bit() -> None:
    sound = playing(say(NOISE, 12_345, Priority.COUNT))
    np.testing.assert_array_equal(sound[12_345:13_345], CUES[NOISE])
    assert not sound[:12_345].any()
    assert not sound[13_345:].any()


def test_a_time_between_two_samples_is_rounded() -> None:
    sound = playing(Say(cue=NOISE, at=Seconds(0.50002), priority=Priority.COUNT))
    np.testing.assert_array_equal(sound[8_000:9_000], CUES[NOISE])


@SOME
@given(hush=st.integers(0, 12_000))
def test_a_hush_leaves_silence_after_30_ms(hush: int) -> None:
    sound = playing(say(TONE, 1_000), say(NOISE, 20_000), Hush(at=at(hush)), blocks=70)
    assert not sound[max(1_000, hush + 480) :].any()
    if hush > 1_000:
        assert sound[hush - 1] == 0.5


def test_a_hush_for_the_past_acts_from_the_next_sample() -> None:
    mixer = Mixer(CUES)
    mixer.carry_out(say(TONE, 0))
    rendered(mixer, 10)
    mixer.carry_out(Hush(at=at(100)))
    sound = rendered(mixer, 10)
    assert sound[0] == 0.5
    assert not sound[480:].any()


def hastened(order: Hush | Duck, frames: int) -> tuple[OutputPcm, Mixer]:
    """Return two seconds in which an order for sample 8 000 was obeyed so much earlier, and the mixer."""
    mixer = Mixer(CUES)
    mixer.carry_out(say(TONE, 0))
    before = rendered(mixer, 25)
    before[-frames:] *= mixer.hasten(order, frames)
    np.testing.assert_array_equal(mixer.played(Samples(0), 8_000), before)
    return np.concatenate([before, rendered(mixer, 75)]), mixer


@pytest.mark.parametrize("frames", [SOONEST, 1_600])
def test_a_hush_that_nobody_has_heard_past_acts_where_it_can_still_be_heard(frames: int) -> None:
    sound, mixer = hastened(Hush(at=at(8_000)), frames)
    np.testing.assert_array_equal(sound, playing(say(TONE, 0), Hush(at=at(8_000 - frames)))[: len(sound)])
    assert mixer.busy_until == mixer.clock


@pytest.mark.parametrize("frames", [SOONEST, 1_600])
def test_a_duck_that_nobody_has_heard_past_acts_where_it_can_still_be_heard(frames: int) -> None:
    sound, mixer = hastened(Duck(at=at(8_000)), frames)
    early = playing(say(TONE, 0), Duck(at=at(8_000 - frames)))[: len(sound)]
    np.testing.assert_allclose(sound, early, atol=1e-6)
    mixer.carry_out(Unduck(at=seconds(mixer.clock)))
    mixer.carry_out(say(TONE, mixer.clock))
    assert rendered(mixer, 10)[-1] == 0.5


def test_a_duck_amid_the_way_up_makes_no_click_when_it_is_hastened() -> None:
    mixer = Mixer(CUES)
    for effect in (say(HUM, 0), Duck(at=at(2_000)), Unduck(at=at(7_000))):
        mixer.carry_out(effect)
    before = rendered(mixer, 25)
    before[-1_600:] *= mixer.hasten(Duck(at=at(8_000)), 1_600)
    sound = np.concatenate([before, rendered(mixer, 20)])
    assert np.abs(np.diff(sound, prepend=0)).max() < 0.004 + 0.05 * STEEPEST
    assert np.abs(sound[6_880:]).max() <= 0.05 * DUCKED + 1e-6


def test_a_cue_ordered_after_a_hush_plays_even_at_the_same_time() -> None:
    sound = playing(say(TONE, 16_000), Hush(at=at(16_000)), say(NOISE, 16_000))
    np.testing.assert_array_equal(sound[16_000:17_000], CUES[NOISE])


@SOME
@given(
    orders=st.lists(
        st.one_of(
            st.builds(Hush, at=st.floats(0, 1.5).map(Seconds)),
            st.builds(Duck, at=st.floats(0, 1.5).map(Seconds)),
            st.builds(Unduck, at=st.floats(0, 1.5).map(Seconds)),
            st.builds(SetVolume, at=st.floats(0, 1.5).map(Seconds), gain=st.floats(-30, 0).map(Decibels)),
        ),
        max_size=6,
    ),
)
def test_no_order_makes_a_click(orders: list[Effect]) -> None:
    sound = playing(say(HUM, 0), *orders, blocks=90)
    assert np.abs(np.diff(sound, prepend=0)).max() < 0.004 + 0.05 * STEEPEST


def test_ducking_lowers_the_voice_by_18_db_within_30_ms() -> None:
    sound = playing(say(TONE, 0), Duck(at=at(4_000)))
    assert sound[4_000] == 0.5
    assert sound[4_480] == pytest.approx(0.5 * 10 ** (-18 / 20))


def test_unducking_brings_the_voice_back_within_150_ms() -> None:
    sound = playing(say(TONE, 0), Duck(at=at(4_000)), Unduck(at=at(8_000)))
    assert sound[8_000] == pytest.approx(0.5 * DUCKED)
    assert sound[9_200] < 0.5 <= sound[10_400]


def test_speech_that_goes_on_keeps_the_voice_low_although_it_was_to_come_back() -> None:
    sound = playing(say(TONE, 0), Duck(at=at(4_000)), Unduck(at=at(8_000)), Duck(at=at(7_000)))
    assert max(np.abs(sound[4_480:14_000])) == pytest.approx(0.5 * DUCKED)


def test_a_volume_holds_for_later_cues() -> None:
    sound = playing(SetVolume(at=at(0), gain=Decibels(-6)), say(NOISE, 8_000, Priority.COUNT))
    np.testing.assert_allclose(sound[8_000:9_000], CUES[NOISE] * 10 ** (-6 / 20), rtol=1e-5)


def test_a_higher_priority_fades_what_still_sounds() -> None:
    sound = playing(say(TONE, 0, Priority.CHATTER), say(NOISE, 16_000, Priority.COUNT))
    assert sound[15_999] == 0.5
    np.testing.assert_array_equal(sound[16_480:17_000], CUES[NOISE][480:])
    assert not sound[17_000:].any()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(say(CHIRP, 0, Priority.CHATTER), say(NOISE, 1_600, Priority.SAFETY), id="earcon keeps sounding"),
        pytest.param(say(NOISE, 0, Priority.CHATTER), say(CHIRP, 100, Priority.SAFETY), id="earcon overrules nobody"),
        pytest.param(say(CHIRP, 0, Priority.COUNT), say(NOISE, 1_600, Priority.COUNT), id="equals mix"),
    ],
)
def test_these_cues_mix(first: Say, second: Say) -> None:
    alone = playing(first) + playing(second)
    np.testing.assert_allclose(playing(first, second), alone, atol=1e-7)


def test_of_two_cues_at_the_same_sample_only_the_higher_is_heard() -> None:
    sound = playing(say(NOISE, 800, Priority.SAFETY), say(TONE, 800, Priority.CHATTER))
    np.testing.assert_array_equal(sound, playing(say(NOISE, 800)))


def late(cue: CueId, by: int, priority: Priority) -> tuple[OutputPcm, MixerCounts]:
    """Order a cue `by` samples after its time and return what is heard from then on."""
    mixer = Mixer(CUES)
    rendered(mixer, 50)
    mixer.carry_out(say(cue, mixer.clock - by, priority))
    return rendered(mixer, 150), mixer.counts


def test_a_late_count_stays_on_the_beat_and_loses_its_beginning() -> None:
    sound, counts = late(NOISE, 300, Priority.COUNT)
    np.testing.assert_array_equal(sound[80:700], CUES[NOISE][380:])
    assert sound[0] == 0
    assert counts == MixerCounts(late_counts=1)


def test_a_count_that_comes_a_quarter_of_a_second_late_is_left_out() -> None:
    sound, counts = late(TONE, 4_000, Priority.COUNT)
    assert not sound.any()
    assert counts == MixerCounts(late_counts=1)


@pytest.mark.parametrize(
    ("priority", "by"),
    [(Priority.SAFETY, 9_000), (Priority.COACHING, 9_000), (Priority.CHATTER, 1_600)],
)
def test_a_late_cue_that_is_no_count_plays_from_its_beginning(priority: Priority, by: int) -> None:
    sound, counts = late(NOISE, by, priority)
    np.testing.assert_array_equal(sound[:1_000], CUES[NOISE])
    assert counts == MixerCounts()


def test_chatter_that_is_a_tenth_of_a_second_late_is_dropped() -> None:
    sound, counts = late(NOISE, 1_601, Priority.CHATTER)
    assert not sound.any()
    assert counts == MixerCounts(dropped_chatter=1)


def test_loud_overlaps_stay_within_full_scale_and_in_place() -> None:
    sound = playing(*(say(TONE, 8_000) for _ in range(5)))
    assert sound[7_999] == 0
    assert 0.95 < sound[8_000] <= 1


@SOME
@given(start=st.integers(-5_000, 40_000), frames=st.integers(0, 2_000))
def test_what_was_played_can_be_asked_for_again(start: int, frames: int) -> None:
    mixer = Mixer(CUES)
    mixer.carry_out(say(NOISE, 5_000))
    sound = rendered(mixer, 60)
    expected = np.concatenate((np.zeros(5_000), sound, np.zeros(50_000)))[start + 5_000 :][:frames]
    np.testing.assert_array_equal(mixer.played(Samples(start), frames), expected)


def test_ten_seconds_are_remembered() -> None:
    mixer = Mixer(CUES)
    mixer.carry_out(say(NOISE, 0))
    rendered(mixer, 500)
    np.testing.assert_array_equal(mixer.played(Samples(0), 1_000), CUES[NOISE])
    rendered(mixer, 50)
    assert not mixer.played(Samples(0), 1_000).any()


def test_the_mixer_is_busy_until_its_last_cue_ends() -> None:
    mixer = Mixer(CUES)
    assert mixer.busy_until == 0
    mixer.carry_out(say(NOISE, 5_000))
    assert mixer.busy_until == 6_000
    mixer.carry_out(Hush(at=at(5_100)))
    assert mixer.busy_until == 5_580
    rendered(mixer, 20)
    assert mixer.busy_until == mixer.clock == 6_400


def test_an_unknown_cue_is_a_bug() -> None:
    with pytest.raises(KeyError):
        playing(say(CueId("nothing"), 0))


def test_orders_that_are_not_about_sound_change_nothing() -> None:
    assert not playing(Credit(at=at(0), set=1, rep=1)).any()


@SOME
@given(
    moves=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 900), st.integers(1, 400)), max_size=5),
    cuts=st.lists(st.integers(0, 1_000), max_size=5),
)
def test_a_level_does_not_depend_on_how_it_is_asked_for(moves: list[tuple[float, int, int]], cuts: list[int]) -> None:
    whole, pieces = Fader(), Fader()
    for level, begin, frames in moves:
        whole.move(level, begin=begin, frames=frames)
        pieces.move(level, begin=begin, frames=frames)
    borders = sorted((0, *cuts, 1_000))
    parts = [pieces.gains(begin, end) for begin, end in pairwise(borders)]
    np.testing.assert_allclose(np.concatenate(parts), whole.gains(0, 1_000), atol=1e-6)


@pytest.mark.parametrize("place", [640.0, 640.25, 639.5])
def test_what_sounded_during_a_frame_is_read_between_samples_where_the_frame_began_there(place: float) -> None:
    mixer = Mixer(CUES)
    mixer.carry_out(say(HUM, 0))
    rendered(mixer, 10)
    heard = mixer.during(Frame.at(place, np.zeros(BLOCK, np.int16)))
    assert heard == pytest.approx(0.05 * np.sin((place + np.arange(BLOCK)) * 0.05), abs=2e-3)
