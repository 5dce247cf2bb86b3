"""The audition: the coach asks for every command by voice, twice, and learns how this person says it."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import assert_never

from voicecoach.core import script
from voicecoach.core.commands import RULE_OF, Command
from voicecoach.core.delivery import Delivery
from voicecoach.core.effects import Effect, Priority
from voicecoach.core.events import ClockReached, Interrupted, SpeechBegan, SpeechEnded, Started
from voicecoach.core.script import Utterance, line
from voicecoach.core.tryout import Answered, Finding, Prompt, Try, findings, first_phrasings, plain_phrasings
from voicecoach.core.units import CueId, Samples, Seconds, on_grid

ROUNDS = 2
"""How often each command is asked for."""

MOST_SYNONYMS = 3
"""Other phrasings of a command that are tried, once each, when the first was not understood both times."""

PATIENCE = Seconds(4.0)
"""Silence after a request before the next one."""

LONGEST_ANSWER = Seconds(9.0)
"""How long an answer may take that has begun: the gate cuts after 8 s."""

SETTLING = Seconds(0.6)
"""Silence after an answer before the next request."""

DOUBT = Seconds(1.2)
"""The same after an answer that nobody would act on: the rest of the sentence may say more."""

LONGEST_WAIT = Seconds(20.0)
"""How long after a request the next one comes at the latest, however much is going on in the room."""

CUT_OFF = Seconds(0.5)
"""A person may begin to answer this long before the request ends."""

MOST_SILENCES = 4
"""Requests in a row without an answer after which there is nobody."""

EventOfAudition = Started | Answered | SpeechBegan | SpeechEnded | ClockReached | Interrupted


class Step(Enum):
    """Where the audition stands."""

    FIRST_PHRASINGS = "first phrasings"
    SYNONYMS = "synonyms"
    KEEPING = "keeping"
    """Asked whether the recordings may be kept."""
    DONE = "done"
    LEFT = "left"
    """Nobody answered any more, or it was interrupted: nothing is learnt from it."""


class Audition:
    """Ask, listen, ask again, report; deterministic, and driven only by `handle`."""

    def __init__(
        self, lengths: Mapping[CueId, Samples], prompts: Sequence[Prompt] = (), *, may_keep: bool | None = None
    ) -> None:
        """Begin with these prompts, unless given with every command's first phrasing.

        `may_keep` says whether recordings may be kept; the person is asked when it is nothing.
        """
        self._first = tuple(prompts) or first_phrasings()
        self._delivery = Delivery(lengths)
        self._todo: deque[Prompt] = deque()
        self._best: Answered | None = None
        self._tries: list[Try] = []
        self._silences = 0
        self._has_asked_again = False
        self._is_speaking = False
        self._now = Seconds(0.0)
        self._effects: list[Effect] = []
        self.step = Step.FIRST_PHRASINGS
        self.may_keep = may_keep
        self.deadline: Seconds | None = None
        """When it next wants a `ClockReached`."""

    @property
    def is_over(self) -> bool:
        """Say whether nothing more is asked."""
        return self.step in (Step.DONE, Step.LEFT)

    @property
    def ends_at(self) -> Seconds:
        """Return when everything said so far will have been said."""
        return self._delivery.free_at

    @property
    def tries(self) -> tuple[Try, ...]:
        """Return every request so far with its answer."""
        return tuple(self._tries)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what the tries so far tell of each command."""
        return findings(self._tries)

    def handle(self, event: EventOfAudition) -> tuple[Effect, ...]:
        """Take what happened and return what is to be done; an event after the end does nothing."""
        self._now, self._effects = event.at, []
        if not self.is_over:
            self._take(event)
        return tuple(self._effects)

    def _take(self, event: EventOfAudition) -> None:
        match event:
            case Started():
                self._todo.extend(self._first * ROUNDS)
                self._request(line("tune.welcome"))
            case Answered():
                if self._is_answer(event.spoken_at):
                    self._hear(event)
            case SpeechBegan():
                self._is_speaking = True
                if self._is_answer(self._now):
                    self._wait(LONGEST_ANSWER)
            case SpeechEnded():
                self._is_speaking = False
                if self._is_answer(self._now):
                    self._wait(SETTLING if self._best else PATIENCE)
            case ClockReached(at=at):
                if self.deadline is not None and at >= self.deadline:
                    self._close_request()
            case Interrupted():
                self._leave(())
            case _:
                assert_never(event)

    def _is_answer(self, begun: Seconds) -> bool:
        """Say whether speech that began then can be the answer to what was asked last."""
        return begun + CUT_OFF >= self.ends_at

    def _hear(self, answer: Answered) -> None:
        """Keep what a session would have acted on first, or else what was heard last."""
        if self._best is None or not self._best.is_believed:
            self._best = answer
        if not self._is_speaking:
            self._wait(SETTLING)
        else:
            self._wait(SETTLING if answer.is_believed else DOUBT)

    def _close_request(self) -> None:
        best, self._best = self._best, None
        if self.step is Step.KEEPING:
            self._decide_keeping(best)
            return
        self._tries.append(Try(prompt=self._todo.popleft(), answer=best))
        self._silences = 0 if best else self._silences + 1
        if self._silences >= MOST_SILENCES:
            self._leave(line("tune.silent"))
        elif self._todo:
            is_new_round = self.step is Step.FIRST_PHRASINGS and len(self._tries) % len(self._first) == 0
            self._request(line("tune.again") if is_new_round else ())
        else:
            self._go_on()

    def _go_on(self) -> None:
        if self.step is Step.FIRST_PHRASINGS:
            self.step = Step.SYNONYMS
            self._todo.extend(_synonyms(self.findings))
            if self._todo:
                self._request(line("tune.others"))
                return
        self._say(_report(self.findings))
        if self.may_keep is None:
            self.step = Step.KEEPING
            self._ask_to_keep()
        else:
            self._finish()

    def _ask_to_keep(self) -> None:
        self._say(line("tune.keep"))
        self._wait(PATIENCE)

    def _decide_keeping(self, answer: Answered | None) -> None:
        """Keep recordings after a clear yes only; what is neither yes nor no is asked again, once."""
        said = answer.command if answer and answer.is_believed else None
        if said not in (Command.YES, Command.NO) and not self._has_asked_again:
            self._has_asked_again = True
            self._ask_to_keep()
            return
        self.may_keep = said is Command.YES
        self._finish()

    def _finish(self) -> None:
        self._say(line("tune.kept" if self.may_keep else "tune.not_kept", "tune.table"))
        self.step, self.deadline = Step.DONE, None

    def _leave(self, words: Utterance) -> None:
        self._say(words)
        self.step, self.deadline, self.may_keep = Step.LEFT, None, False

    def _request(self, preface: Utterance) -> None:
        self._say((*preface, *line("tune.say"), script.phrase(self._todo[0].phrase)))
        self._wait(PATIENCE)

    def _say(self, cues: Utterance) -> None:
        self._effects.extend(self._delivery.plan(cues, self._now, Priority.COACHING))

    def _wait(self, patience: Seconds) -> None:
        wanted, latest = max(self._now, self.ends_at) + patience, self.ends_at + LONGEST_WAIT
        self.deadline = on_grid(max(self._now, min(wanted, latest)))


def _synonyms(found: Iterable[Finding]) -> tuple[Prompt, ...]:
    return tuple(
        Prompt(command=finding.command, phrase=phrase)
        for finding in found
        if not finding.is_understood
        for phrase in [other for other in plain_phrasings(RULE_OF[finding.command]) if other != finding.phrase][
            :MOST_SYNONYMS
        ]
    )


def _others(finding: Finding) -> tuple[str, ...]:
    return tuple(phrase for phrase in plain_phrasings(RULE_OF[finding.command]) if phrase != finding.phrase)


def _report(found: Sequence[Finding]) -> Utterance:
    understood = sum(finding.is_understood for finding in found)
    return script.tuned(
        understood,
        len(found),
        [(finding.phrase, finding.advice) for finding in found if not finding.is_understood],
    )
