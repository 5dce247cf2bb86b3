"""Hand-written turns and personas, as the tests of this folder need them."""

from collections.abc import Sequence

from voicecoach.core.effects import Effect, Priority, Say
from voicecoach.core.events import ClockReached
from voicecoach.core.machine import Phase
from voicecoach.core.turn import Turn
from voicecoach.core.units import CueId, Samples, Seconds
from voicecoach.rehearsal.person import SimulatedPerson, Utterance
from voicecoach.rehearsal.persona import Persona

CUE_LENGTHS = {CueId(cue): Samples(8000) for cue in ("ask", "ask_90", "welcome", "count.1", "count.2", "count.3")}
SPEECH_LENGTHS = {text: Samples(16_000) for text in ("yes", "no", "stop", "back arched")}


def turn(at: float, phase: Phase, *effects: Effect) -> Turn:
    return Turn(event=ClockReached(at=Seconds(at)), phase=phase, effects=effects)


def say(cue: str, at: float) -> Say:
    return Say(cue=CueId(cue), at=Seconds(at), priority=Priority.COACHING)


def persona(*says: dict[str, object], **tables: object) -> Persona:
    return Persona.model_validate({"name": "test", "voice": {"name": "en"}, "says": list(says), **tables})


def spoken(says: Sequence[dict[str, object]], *turns: Turn) -> list[tuple[str, int]]:
    """Return all that the person says, as text and first sample, when each turn comes in its own block."""
    person = SimulatedPerson(persona(*says), CUE_LENGTHS, SPEECH_LENGTHS)
    heard: list[Utterance] = []
    clock = 0
    for each in turns:
        while clock + 320 <= each.event.at * 16_000:
            clock += 320
            heard += person.begin(Samples(clock))
        person.observe(each)
    heard += person.begin(Samples(clock + 16_000 * 100))
    return [(utterance.text, utterance.start) for utterance in heard]
