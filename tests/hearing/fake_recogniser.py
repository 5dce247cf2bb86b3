"""A recogniser that reads its answers from a script, one for each stretch of sound."""

from collections.abc import Sequence

from voicecoach.hearing.grammar import Grammar
from voicecoach.hearing.recogniser import Recogniser, Way
from voicecoach.hearing.thresholds import BY_CONFIDENCE, Thresholds
from voicecoach.hearing.voice import Anything, VoiceDetector
from voicecoach.hearing.word import UNKNOWN, Spoken
from voicecoach.ports import InputPcm

Answer = tuple[Spoken, ...]


def spoken(text: str, start: int = 8_000, word: int = 4_800, confidence: float = 1.0) -> Answer:
    return tuple(
        Spoken(text=one, start=start + i * word, end=start + (i + 1) * word, confidence=confidence)
        for i, one in enumerate(text.split())
    )


class FakeDecoding:
    def __init__(self, answer: Answer, pause_at: int | None, lag: int) -> None:
        self._answer = answer
        self._pause_at = pause_at
        self._lag = lag
        self._is_finished = False
        self.samples = 0
        self.heard: list[InputPcm] = []

    def accept(self, pcm: InputPcm) -> Answer | None:
        assert not self._is_finished, "sound after the end"
        self.samples += pcm.size
        self.heard.append(pcm)
        if self._pause_at is None or self.samples < self._pause_at:
            return None
        self._pause_at = None
        return self._answer

    def partial(self) -> str:
        return " ".join(word.text for word in self._answer if word.start + self._lag < self.samples)

    def finish(self) -> Answer:
        assert not self._is_finished, "finished twice"
        self._is_finished = True
        return self._answer


class FakeRecogniser:
    """Answer every stretch with the same words, at its end or after `pause_at` samples of it.

    A phrase of its answer costs nothing, anything else `margin` nats; the best of many is the rival, if it is there.
    """

    lag = 0
    """Samples after its beginning from which a partial result shows a word."""

    def __init__(
        self,
        answer: Answer = (),
        pause_at: int | None = None,
        *,
        thresholds: Thresholds = BY_CONFIDENCE,
        margin: float | None = 10.0,
        rival: Way | None = None,
    ) -> None:
        self._answer = answer
        self._pause_at = pause_at
        self._thresholds = thresholds
        self._margin = margin
        self._rival = rival
        self.begun: list[FakeDecoding] = []
        self.weighed: list[int] = []

    @property
    def grammar(self) -> Grammar:
        return Grammar(phrases=("stop", "yes"), decoys=frozenset({"off"}))

    @property
    def thresholds(self) -> Thresholds:
        return self._thresholds

    def cost(self, pcm: InputPcm, phrases: Sequence[str]) -> float | None:
        assert phrases, "nothing to hear"
        self.weighed.append(pcm.size)
        return self._margin if UNKNOWN in phrases or len(phrases) > 1 else 0.0

    def best_way(self, pcm: InputPcm, phrases: Sequence[str]) -> Way | None:
        cost = self.cost(pcm, phrases)
        unknown = None if cost is None else Way(text=UNKNOWN, cost=cost)
        ways = [way for way in (self._rival, unknown) if way and way.text in phrases]
        return min(ways, key=lambda way: way.cost, default=None)

    def readings(self, pcm: InputPcm) -> tuple[Way, ...]:
        self.weighed.append(pcm.size)
        said = Way(text=" ".join(word.text for word in self._answer), cost=0.0)
        other = () if self._margin is None else (Way(text="something else", cost=self._margin),)
        return (said, *other)

    def begin(self) -> FakeDecoding:
        self.begun.append(FakeDecoding(self._answer, self._pause_at, self.lag))
        return self.begun[-1]


def voice_for(recogniser: Recogniser) -> VoiceDetector | None:
    """Let a fake hear voices in bursts of noise, and a real recogniser only in speech."""
    return Anything() if isinstance(recogniser, FakeRecogniser) else None
