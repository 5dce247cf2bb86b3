"""What is written is heard as late as on a sound device, and what waits in it can still be softened."""

import numpy as np
import pytest

from voicecoach.audio.mixer import SOONEST
from voicecoach.audio.playback import DEPTH
from voicecoach.bench.sound.scene import EchoRoom, Scene
from voicecoach.bench.sound.stream import AHEAD, LOOK, Stream
from voicecoach.core.units import BLOCK, RATE, Seconds
from voicecoach.ports import Frame, OutputPcm

TONE = np.full(BLOCK, 0.2, np.float32)


def room() -> EchoRoom:
    opened = EchoRoom(Scene(seed=1, rt60=0.0, leak=0.0, delay=Seconds(0.0)))
    opened.played = []
    return opened


def written(stream: Stream, blocks: int) -> list[Frame]:
    frames: list[Frame] = []
    for _ in range(blocks):
        stream.write(TONE)
        frames += stream.read()
    return frames


def test_a_frame_is_heard_220_ms_after_its_beginning_was_rendered() -> None:
    stream = Stream(room())
    assert written(stream, AHEAD // BLOCK - 1) == []
    (frame,) = written(stream, 1)
    assert frame.start == 0
    assert pytest.approx(0.22) == AHEAD / RATE


def test_what_waits_in_the_ring_leaves_the_speaker_softened() -> None:
    opened = room()
    stream = Stream(opened)
    written(stream, 20)
    gains: OutputPcm = np.linspace(1, 0, stream.waiting, dtype=np.float32)
    stream.soften(gains)
    written(stream, 10)
    assert opened.played is not None
    played = np.concatenate(opened.played)[: 20 * BLOCK]
    np.testing.assert_allclose(played[-len(gains) :], 0.2 * gains, atol=1e-6)
    assert (played[: -len(gains)] == np.float32(0.2)).all()


def test_a_look_at_a_command_leaves_less_to_soften_but_enough_for_a_fade() -> None:
    stream = Stream(room())
    written(stream, 20)
    assert stream.waiting == (DEPTH - 1) * BLOCK
    stream.look()
    assert stream.waiting == (DEPTH - 1) * BLOCK - LOOK >= SOONEST
    written(stream, 1)
    assert stream.waiting == (DEPTH - 1) * BLOCK
