"""A session driven by a script: who says what and when, and what the coach then says."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from voicecoach.core.commands import MEANING_OF, Command
from voicecoach.core.effects import Credit, Say, Void
from voicecoach.core.events import ClockReached, Event, HalfHeard, Heard, Started
from voicecoach.core.machine import Phase
from voicecoach.core.memory import Memory
from voicecoach.core.routine import Routine
from voicecoach.core.session import Session
from voicecoach.core.standing import Standing
from voicecoach.core.turn import Turn
from voicecoach.core.units import RATE, CueId, Samples, Seconds, on_grid

CATALOGUE = tomllib.loads((Path(__file__).parents[2] / "audio_cues/en/catalogue.toml").read_text(encoding="utf-8"))
TEXTS = {CueId(cue): str(line["text"]) for cue, line in CATALOGUE.items()}
LENGTHS = {
    **{cue: Samples(min(round(float(CATALOGUE[cue].get("fit", 60)) * RATE), 900 * len(t))) for cue, t in TEXTS.items()},
    **{CueId(f"earcon.{name}"): Samples(2400) for name in ("listening", "credited", "voided", "ducked", "rest_over")},
}
"""Made-up but plausible lengths: 18 characters a second."""

SHORT = Routine(name="short", sets=2, reps=3, rest=Seconds(20.0), plank=Seconds(12.0), cat_cows=1)
REACTION = 0.9
"""Seconds from the end of a question to the answer's recognition; the answer began 0.5 s before that."""

USUAL = {"ready.ask": "yes", "tension.ask": "yes", "lift.ask_45": "yes", "lift.ask_90": "yes"}


@dataclass
class Story:
    """Run a session to its end, answering the coach's questions as told."""

    routine: Routine = SHORT
    answers: dict[str, str] = field(default_factory=lambda: dict(USUAL))
    """Cue of a question to what the person says after it."""
    turns: list[Turn] = field(default_factory=list)
    standing: Standing | None = None
    beats: dict[CueId, Samples] = field(default_factory=dict)
    memory: Memory | None = None
    lengths: Mapping[CueId, Samples] = field(default_factory=lambda: LENGTHS)

    def __post_init__(self) -> None:
        self.session = Session(self.routine, self.lengths, beats=self.beats, standing=self.standing, memory=self.memory)
        self._to_come: list[Event] = []
        self._take(Started(at=Seconds(0.0)))

    @property
    def now(self) -> Seconds:
        return self.turns[-1].event.at

    @property
    def phase(self) -> Phase:
        return self.session.phase

    def said(self, since: int = 0) -> list[str]:
        return [e.cue for turn in self.turns[since:] for e in turn.effects if isinstance(e, Say)]

    def say(self, phrase: str, *, after: float = 0.0, began: float | None = None) -> Turn:
        """Let the person's command be recognised some time from now; it began `began` seconds from now."""
        at = on_grid(self.now + after)
        spoken_at = at if began is None else on_grid(self.now + began)
        self.run_clock(at)
        return self._take(Heard.saying(MEANING_OF[phrase], phrase, at=at, spoken_at=spoken_at))

    def take(self, event: Event) -> Turn:
        self.run_clock(event.at)
        return self._take(event)

    def run_clock(self, until: float) -> None:
        """Let time pass; questions are answered meanwhile."""
        while (event := self._next(until)) is not None:
            self._take(event)

    def run_to(self, phase: Phase, *, rep: int | None = None, set_number: int | None = None) -> "Story":
        """Let time pass until a phase begins, of a certain rep if one is named."""
        self.run_until(lambda: self._is_at(phase, rep, set_number))
        return self

    def run_until(self, is_reached: Callable[[], bool]) -> None:
        while not is_reached():
            event = self._next(float("inf"))
            assert event is not None, f"nothing more happens in {self.phase}"
            self._take(event)

    def finish(self) -> "Story":
        self.run_until(lambda: self.session.is_over)
        return self

    def effects(self, *kinds: type) -> list[object]:
        return [effect for turn in self.turns for effect in turn.effects if isinstance(effect, kinds)]

    def verdicts(self) -> list[str]:
        return [rep.verdict.value for rep in self.session.reps]

    def transcript(self) -> str:
        return "\n".join(_lines(self.turns)) + "\n"

    def _is_at(self, phase: Phase, rep: int | None, set_number: int | None) -> bool:
        last = self.session.reps[-1] if self.session.reps else None
        is_rep = rep is None or (last is not None and last.number == rep)
        is_set = set_number is None or (last is not None and last.set == set_number)
        return self.phase is phase and is_rep and is_set

    def _next(self, until: float) -> Event | None:
        deadline = self.session.deadline
        answer = min(self._to_come, key=lambda event: event.at, default=None)
        if answer is not None and answer.at <= until and (deadline is None or answer.at <= deadline):
            self._to_come.remove(answer)
            return answer
        if deadline is not None and deadline < until and not self.session.is_over:
            return ClockReached(at=deadline)
        return None

    def _take(self, event: Event) -> Turn:
        turn = self.session.handle(event)
        self.turns.append(turn)
        for effect in turn.effects:
            if isinstance(effect, Say) and effect.cue in self.answers:
                at = on_grid(effect.at + self.lengths[effect.cue] / RATE + REACTION)
                command = Command(self.answers[effect.cue])
                self._to_come.append(Heard(at=at, spoken_at=Seconds(at - 0.5), command=command, text=command.value))
        return turn


def _lines(turns: Iterable[Turn]) -> Iterable[str]:
    for turn in turns:
        if isinstance(turn.event, Heard):
            yield f"{turn.event.at:8.2f}  {turn.phase.value:13}  person: {turn.event.text}"
        if isinstance(turn.event, HalfHeard):
            either = " or ".join(command.value for command in turn.event.candidates)
            yield f"{turn.event.at:8.2f}  {turn.phase.value:13}  person: ({either}?)"
        for effect in turn.effects:
            match effect:
                case Say(cue=cue, at=at):
                    yield f"{at:8.2f}  {turn.phase.value:13}  coach:  {TEXTS.get(cue, f'({cue})')}"
                case Credit(at=at, set=set_number, rep=rep):
                    yield f"{at:8.2f}  {turn.phase.value:13}          credit set {set_number} rep {rep}"
                case Void(at=at, set=set_number, rep=rep, reason=reason):
                    yield f"{at:8.2f}  {turn.phase.value:13}          void set {set_number} rep {rep}: {reason.value}"
                case _:
                    pass
