"""A whole session with a simulated person, from persona to summary."""

import time
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

from voicecoach.core.errors import SettingsBroken, StorageFull
from voicecoach.core.turn import Turn
from voicecoach.core.units import CueId, Samples, seconds
from voicecoach.ports import CueBank, OutputPcm
from voicecoach.rehearsal.person import SimulatedPerson
from voicecoach.rehearsal.persona import Persona
from voicecoach.rehearsal.room import SimulatedRoom
from voicecoach.rehearsal.summary import Summary, summarise, write_summary
from voicecoach.rehearsal.voices import SHIPPED, speech_of, user_voices
from voicecoach.speech.engine import EspeakEngine

Observer = Callable[[Turn], None]
"""Whoever wants to know of each turn."""


class Conduct(Protocol):
    """The session's loop on a given speaker and microphone."""

    def __call__(self, room: SimulatedRoom, observer: Observer, journal: Path) -> None:
        """Run a session to its end: write to the room, read from it, tell the observer, write the journal."""


def rehearse(persona: Persona, folder: Path, bank: CueBank, conduct: Conduct) -> Summary:
    """Run a session with a persona and leave its sounds, its journal and `summary.json` in a folder.

    The same persona gives the same files, bit for bit, but for the wall time in the summary.
    Raises SettingsBroken for a cue the bank lacks, and what rendering, storing and conducting raise.
    """
    began = time.perf_counter()
    check_cues(persona, bank)
    _make(folder)
    speech = speech_of(persona, EspeakEngine(), (SHIPPED, user_voices()))
    person = SimulatedPerson(persona, _lengths(bank.pcm), {text: Samples(len(pcm)) for text, pcm in speech.items()})
    room = SimulatedRoom(persona, person, speech, folder)
    turns: list[Turn] = []

    def observe(turn: Turn) -> None:
        turns.append(turn)
        person.observe(turn)

    try:
        conduct(room, observe, folder / "journal.jsonl")
    finally:
        room.close()
    summary = summarise(turns, audio=seconds(room.clock), wall_seconds=time.perf_counter() - began)
    write_summary(summary, folder / "summary.json")
    return summary


def check_cues(persona: Persona, bank: CueBank) -> None:
    """Refuse a persona that waits for a cue which the coach never says; raises SettingsBroken."""
    for place, saying in enumerate(persona.says, start=1):
        if saying.cue is not None and saying.cue not in bank.pcm:
            near = get_close_matches(saying.cue, bank.pcm, n=3)
            hint = f"near: {', '.join(near)}" if near else "`voicecoach cues list` shows them all"
            raise SettingsBroken(f"persona {persona.name}: says[{place}].cue {saying.cue!r} is no cue; {hint}")


def _lengths(pcm: Mapping[CueId, OutputPcm]) -> Mapping[CueId, Samples]:
    return {cue: Samples(len(sound)) for cue, sound in pcm.items()}


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise StorageFull(f"the folder {folder} cannot be made: {failure.strerror}") from failure
