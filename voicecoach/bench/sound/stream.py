"""What lies between the mixer and the ears on a real sound device: nearly a quarter of a second."""

from collections import deque
from collections.abc import Sequence

from voicecoach.audio.playback import DEPTH, TAKEN_NEXT
from voicecoach.bench.sound.scene import EchoRoom
from voicecoach.core.units import BLOCK, samples
from voicecoach.ports import Frame, OutputPcm

BUFFERS = samples(0.1)
"""What the devices hold beside the ring, both ways: on the virtual sound card the ears are 223 ms behind the mixer."""

AHEAD = DEPTH * BLOCK + BUFFERS
"""By how much the mixer is ahead of the beginning of the frame that is heard: 220 ms."""

LOOK = samples(0.06)
"""What a device takes out of the ring while a command is looked at: 29 to 57 ms of computing as measured."""

_HELD = AHEAD // BLOCK - 1  # blocks that were written and have not sounded when the room's frame is read


class Stream:
    """Play in a room, and hear it, as late as through a sound device; write one block, then read."""

    is_lost = False
    is_exhausted = False

    def __init__(self, room: EchoRoom) -> None:
        self._room = room
        self._held = deque[OutputPcm]()
        self._taken = 0

    def write(self, block: OutputPcm) -> None:
        """Play a block, float32, (320,), once those before it have sounded."""
        self._taken = 0
        self._held.append(block.copy())
        if len(self._held) > _HELD:
            self._room.write(self._held.popleft())

    def read(self) -> Sequence[Frame]:
        """Return the frames since the last call."""
        return self._room.read()

    def look(self) -> None:
        """Let the device play on while a command is looked at."""
        self._taken = LOOK

    @property
    def waiting(self) -> int:
        """Return how many samples wait in the ring and can still be softened."""
        return max(0, min(len(self._held), DEPTH) * BLOCK - self._taken - TAKEN_NEXT)

    def soften(self, gains: OutputPcm) -> None:
        """Multiply the samples that were written last."""
        end = len(gains)
        for block in reversed(self._held):
            part = gains[max(0, end - BLOCK) : max(0, end)]
            block[BLOCK - len(part) :] *= part
            end -= BLOCK

    def close(self) -> None:
        """Do nothing."""
