"""The live speaker, with a say in what waits in it: a hush or a duck need not wait until that has been heard."""

from voicecoach.audio.live import LiveSpeaker
from voicecoach.ports import OutputPcm


class SofteningSpeaker(LiveSpeaker):
    """Fulfil `ports.Softening` too."""

    @property
    def waiting(self) -> int:
        """Return how many samples can still be softened; none while the device is gone."""
        return 0 if self.is_lost else self._playback.waiting

    def soften(self, gains: OutputPcm) -> None:
        """Multiply the samples that were written last."""
        self._playback.soften(gains)
