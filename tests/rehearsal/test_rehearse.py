from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from tests.rehearsal.scripts import persona, say, turn
from voicecoach.core.effects import BeginRep, Credit, EndRep
from voicecoach.core.errors import SettingsBroken, StorageFull
from voicecoach.core.exercise import Variation
from voicecoach.core.machine import Phase
from voicecoach.core.turn import Turn
from voicecoach.core.units import CueId, Seconds
from voicecoach.ports import OutputPcm
from voicecoach.rehearsal.persona_file import find_persona
from voicecoach.rehearsal.rehearse import Observer, check_cues, rehearse
from voicecoach.rehearsal.room import SimulatedRoom

pytestmark = pytest.mark.product  # writes the sound of whole sessions

BEEP = (0.3 * np.sin(np.arange(4800) / 5)).astype(np.float32)


@dataclass(frozen=True)
class SmallBank:
    """A bank of beeps."""

    cues: tuple[str, ...] = ("ready.ask", "count.4")
    hash: str = "small"
    text: dict[CueId, str] = field(default_factory=dict)

    @property
    def pcm(self) -> dict[CueId, OutputPcm]:
        return {CueId(cue): BEEP for cue in self.cues}


PAIN_CUES = tuple(saying.cue for saying in find_persona("pain").says if saying.cue)
SCRIPT: tuple[Turn, ...] = (
    turn(0, Phase.READY_CHECK, say("ready.ask", 0.5)),
    turn(3, Phase.LIFT, BeginRep(at=Seconds(3), set=1, rep=1, variation=Variation("straight"), descent=3)),
    turn(4, Phase.BETWEEN_REPS, EndRep(at=Seconds(4), set=1, rep=1), Credit(at=Seconds(4), set=1, rep=1)),
)


def conduct_script(room: SimulatedRoom, observer: Observer, journal: Path) -> None:
    """Run the loop with a session that follows a fixed script."""
    heard = 0.0
    for each in SCRIPT:
        while room.clock < each.event.at * 16_000:
            room.write(np.zeros(320, dtype=np.float32))
            heard += sum(float(np.abs(frame.pcm).sum()) for frame in room.read())
        observer(each)
    journal.write_text(f"{heard}\n")


def test_a_rehearsal_leaves_every_file_and_its_result(tmp_path: Path) -> None:
    summary = rehearse(find_persona("pain"), tmp_path / "out", SmallBank(PAIN_CUES), conduct_script)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "coach.wav",
        "journal.jsonl",
        "microphone.wav",
        "person.wav",
        "summary.json",
    ]
    assert (summary.credited, summary.audio_seconds) == (1, 4.0)


def test_a_rehearsal_is_the_same_again_but_for_the_wall_time(tmp_path: Path) -> None:
    for run in ("once", "again"):
        rehearse(find_persona("pain"), tmp_path / run, SmallBank(PAIN_CUES), conduct_script)
    for name in ("coach.wav", "person.wav", "microphone.wav", "journal.jsonl"):
        assert (tmp_path / "once" / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name
    assert np.frombuffer((tmp_path / "once" / "person.wav").read_bytes()[44:], dtype="<i2").any()


def test_a_persona_that_waits_for_an_unknown_cue_is_refused() -> None:
    with pytest.raises(SettingsBroken, match=r"persona test: says\[2\].cue 'redy.ask' is no cue; near: ready.ask"):
        check_cues(persona({"text": "yes", "at": 1.0}, {"text": "yes", "cue": "redy.ask"}), SmallBank())


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageFull, match="file"):
        rehearse(persona(), tmp_path / "file" / "out", SmallBank(), conduct_script)
