"""Breath and noise are heard for as long as was asked."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from voicecoach.bench.sound.breath import heard_out, noises, tasks
from voicecoach.bench.sound.own_voice import Rambled
from voicecoach.bench.sound.scene import Scene
from voicecoach.core.units import Seconds


def test_sessions_go_on_until_each_noise_was_heard_long_enough() -> None:
    asked: list[Mapping[str, float]] = []

    def hear(missing: Mapping[str, float], number: int) -> Iterator[Rambled]:
        asked.append(missing)
        for name in missing:
            scene = Scene(seed=number, rt60=0.3, leak=0.0, delay=Seconds(0.05))
            lasted = 60.0 if name == "panting" else 150.0
            yield Rambled(scene=scene, seconds=lasted, spoken=1.0, ducks=0, accepted=())

    heard = [(name, one.scene.seed) for name, one in heard_out({"panting": 2.5, "sighing": 2.5}, hear)]
    assert heard == [("panting", 0), ("sighing", 0), ("panting", 1), ("panting", 2)]
    assert asked == [{"panting": 2.5, "sighing": 2.5}, {"panting": 1.5}, {"panting": 0.5}]


def test_each_session_with_a_noise_is_in_another_room_and_no_longer_than_what_is_missing() -> None:
    sounds = {"panting": np.ones(320, np.float32), "sighing": np.ones(320, np.float32)}
    (first,) = tasks(Path(), sounds, {"sighing": 0.5}, 1)
    (second,) = tasks(Path(), sounds, {"sighing": 30.0}, 1001)
    assert (first.longest, second.longest) == (30.0, 600.0)
    assert first.scene != second.scene


def test_the_noises_are_the_same_for_a_seed() -> None:
    once, again = noises(None, 1), noises(None, 1)
    assert list(once) == ["panting", "sighing", "coughing"]
    assert all((once[name] == again[name]).all() for name in once)
