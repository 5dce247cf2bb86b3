"""A recogniser that reads its answers from a script, one for each stretch of sound."""

from voicecoach.hearing.grammar import Grammar
from voicecoach.hearing.word import Spoken
from voicecoach.ports import InputPcm

Answer = tuple[Spoken, ...]


def spoken(text: str, start: int = 8_000, word: int = 4_800, confidence: float = 1.0) -> Answer:
    return tuple(
        Spoken(text=one, start=start + i * word, end=start + (i + 1) * word, confidence=confidence)
        for i, one in enumerate(text.split())
    )


class FakeDecoding:
    def __init__(self, answer: Answer, pause_at: int | None) -> None:
        self._answer = answer
        self._pause_at = pause_at
        self._is_finished = False
        self.samples = 0

    def accept(self, pcm: InputPcm) -> Answer | None:
        assert not self._is_finished, "sound after the end"
        self.samples += pcm.size
        if self._pause_at is None or self.samples < self._pause_at:
            return None
        self._pause_at = None
        return self._answer

    def partial(self) -> str:
        return " ".join(word.text for word in self._answer if word.start < self.samples)

    def finish(self) -> Answer:
        assert not self._is_finished, "finished twice"
        self._is_finished = True
        return self._answer


class FakeRecogniser:
    """Answer every stretch with the same words, at its end or after `pause_at` samples of it."""

    def __init__(self, answer: Answer = (), pause_at: int | None = None) -> None:
        self._answer = answer
        self._pause_at = pause_at
        self.begun: list[FakeDecoding] = []

    @property
    def grammar(self) -> Grammar:
        return Grammar(phrases=("stop", "yes"), decoys=frozenset({"off"}))

    def begin(self) -> FakeDecoding:
        self.begun.append(FakeDecoding(self._answer, self._pause_at))
        return self.begun[-1]
