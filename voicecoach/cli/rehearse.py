"""The command `rehearse`: a whole session with a simulated person, faster than real time."""

from pathlib import Path
from typing import Annotated

import typer

from voicecoach.app import Observer
from voicecoach.core.routine import Routine
from voicecoach.home.routines import read_routine
from voicecoach.rehearsal.persona import Persona
from voicecoach.rehearsal.persona_file import find_persona
from voicecoach.rehearsal.rehearse import Conduct
from voicecoach.rehearsal.rehearse import rehearse as run_rehearsal
from voicecoach.rehearsal.room import SimulatedRoom
from voicecoach.rehearsal.summary import Summary, as_json
from voicecoach.speech.bank import Bank
from voicecoach.wiring import Plan, Room, conduct, listen, load_cues


def rehearse(
    persona: Annotated[
        str, typer.Argument(help="A persona as a TOML file, or a shipped one: beginner, clean, interrupter, pain.")
    ],
    *,
    folder: Annotated[Path, typer.Option("-o", "--output", help="Folder for the sounds, the journal and the summary.")],
    model: Annotated[
        str, typer.Option("--model", help="A folder with a Vosk model; 'auto' takes the best one here.")
    ] = "auto",
    in_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Rehearse a session: a simulated person is rendered as sound and heard by the real recogniser."""
    summary = rehearse_persona(find_persona(persona), folder, model)
    typer.echo(
        as_json(summary) if in_json else f"{_result(summary)}\nlisten to {folder / 'microphone.wav'}", nl=not in_json
    )


def rehearse_persona(persona: Persona, folder: Path, model: str = "auto") -> Summary:
    """Rehearse with the coach's own voice and the recogniser; notices of the cue bank go to standard error."""
    bank = load_cues()
    for notice in bank.notices:
        typer.echo(notice, err=True)
    routine = read_routine(persona.routine) if persona.routine else Routine()
    return run_rehearsal(persona, folder, bank, _conductor(routine, bank, model))


def _conductor(routine: Routine, bank: Bank, model: str) -> Conduct:
    def conduct_in(room: SimulatedRoom, observer: Observer, journal: Path) -> None:
        source, heard_by = listen(lambda: room, bank, model)
        conduct(
            Plan(routine=routine, journal=journal),
            bank,
            Room(speaker=room, source=source, model=heard_by),
            (observer,),
        )

    return conduct_in


def _result(summary: Summary) -> str:
    end = summary.outcome.value if summary.outcome else "broken off"
    stop = ", stopped for safety" if summary.stopped_for_safety else ""
    sets = "1 set" if summary.sets == 1 else f"{summary.sets} sets"
    return (
        f"{summary.credited} of {summary.attempted} reps perfect in {sets}; {end}{stop}\n"
        f"{summary.audio_seconds / 60:.1f} minutes in {summary.wall_seconds:.1f} s, {summary.ratio:.0f} times real time"
    )
