"""A part that waits for an answer: asked twice, then as a closed choice, then a safe pause."""

from voicecoach.core.machine import Trigger
from voicecoach.core.script import Utterance, line
from voicecoach.core.stage import Part, Stage
from voicecoach.core.units import Seconds

PATIENCE = Seconds(10.0)
"""Silence after a question before it is asked again."""

CUT_OFF = Seconds(0.5)
"""A person may begin to answer this long before the question ends."""


class Question(Part):
    """Ask, wait, ask again, offer a choice, give up safely."""

    patience = PATIENCE

    def asks(self, stage: Stage) -> Utterance:
        """Return the question."""
        raise NotImplementedError

    def choices(self, stage: Stage) -> Utterance:
        """Return the question as a closed choice."""
        raise NotImplementedError

    def give_up(self, stage: Stage) -> None:
        """Do the safest thing when nobody answers."""
        stage.interrupt(Trigger.PAUSE)

    def put(self, stage: Stage, cues: Utterance, *, after: float = 0.0) -> None:
        """Ask, and wait for the answer."""
        stage.wait_until(stage.voice.say(cues, after=after) + self.patience)

    def enter(self, stage: Stage) -> None:
        """Ask for the first time."""
        stage.course.misses = 0
        self.put(stage, self.asks(stage))

    def time_up(self, stage: Stage) -> None:
        """Ask again, then offer a closed choice, then give up."""
        self._miss(stage, ())

    def misheard(self, stage: Stage, spoken_at: Seconds) -> None:
        """Ask again when somebody answered and it was no command."""
        if not stage.delivery.is_speaking(Seconds(spoken_at + CUT_OFF)):
            self._miss(stage, line("misheard"))

    def replied(self, stage: Stage) -> None:
        """Wait as long again after an answer of the coach."""
        stage.wait_until(stage.delivery.free_at + self.patience)

    def changed(self, stage: Stage) -> None:
        """Ask again, for the other variation."""
        self.put(stage, self.asks(stage))

    def declined(self, stage: Stage) -> None:
        """Ask again."""
        stage.reply(lambda: (*line("confirm.kept"), *self.asks(stage)))

    def _miss(self, stage: Stage, preface: Utterance) -> None:
        stage.course.misses += 1
        match stage.course.misses:
            case 1:
                self.put(stage, (*preface, *self.asks(stage)))
            case 2:
                self.put(stage, (*preface, *self.choices(stage)))
            case _:
                self.give_up(stage)
