"""When the coach was low, taken from what leaves the speaker."""

import numpy as np

from voicecoach.audio.mixer import Mixer
from voicecoach.bench.sound.undimmed import Undimmed, until_low
from voicecoach.core.effects import Duck, Effect, Priority, Say
from voicecoach.core.events import ClockReached
from voicecoach.core.machine import Phase
from voicecoach.core.turn import Turn
from voicecoach.core.units import BLOCK, RATE, CueId, Seconds, samples, seconds

TONE = CueId("tone")
CUES = {TONE: np.full(RATE, 0.5, np.float32)}
SAYS = Say(cue=TONE, at=Seconds(0.1), priority=Priority.COACHING)


def test_the_coach_is_low_halfway_down_the_ramp_of_a_duck() -> None:
    mixer, undimmed = Mixer(CUES), Undimmed(Mixer(CUES))
    orders: dict[int, Effect] = {4: SAYS, 20: Duck(at=seconds(20 * BLOCK))}
    played = []
    for number in range(40):
        if number in orders:
            at = seconds(mixer.clock)
            mixer.carry_out(orders[number])
            undimmed.see(Turn(event=ClockReached(at=at), phase=Phase.REST, effects=(orders[number],)))
        played.append(mixer.render())
    sound = np.concatenate(played)
    never = undimmed.until(len(sound))
    np.testing.assert_array_equal(never[samples(0.1) :], np.float32(0.5))
    onset = samples(0.3)
    found = until_low(sound[onset:], never[onset:])
    assert found is not None
    assert 0.1 + 0.015 < found < 0.1 + 0.02


def test_a_coach_that_stays_up_is_not_low() -> None:
    sound = np.full(BLOCK, 0.5, np.float32)
    assert until_low(sound, sound) is None


def test_a_coach_that_is_low_already_has_no_loud_sample() -> None:
    sound = np.full(BLOCK, 0.5, np.float32)
    assert until_low(0.1 * sound, sound) == 0.0
