"""One session left to another person: their plan follows on the same devices, with their ears, journal and volume."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from tests.core.story import LENGTHS, SHORT, Story
from tests.test_app import PCM, NoEcho, OneFrameMicrophone
from voicecoach.app import Listening
from voicecoach.core.commands import Command
from voicecoach.core.events import Event, Heard
from voicecoach.core.machine import Phase
from voicecoach.core.person import Profile
from voicecoach.core.units import Decibels, Samples, Seconds
from voicecoach.history.journals import read_header
from voicecoach.ports import Frame, OutputPcm
from voicecoach.speech.bank import Bank
from voicecoach.wiring import Plan, Room, conduct

BANK = Bank(hash="h", pcm=PCM, lengths=LENGTHS, text={cue: str(cue) for cue in LENGTHS}, beats={}, notices=())
SAM = Profile(name="sam", model="m", corrections={})


class IntroducedEars:
    """Ears that hear somebody say that it is sam, once."""

    def __init__(self) -> None:
        self.frames = 0

    def hear(self, frame: Frame, reference: OutputPcm, now: Seconds) -> Sequence[Event]:
        self.frames += 1
        if self.frames != 50:
            return ()
        return (Heard(at=now, spoken_at=now, command=Command.PERSON, text="this is sam", topic="sam"),)

    def note_playing(self, text: str, start: Samples, end: Samples) -> None:
        pass

    def forget_after(self, at: Samples) -> None:
        pass


@dataclass
class MeasuringSpeaker:
    """Remember how loud the loudest sample of each block was."""

    is_lost: bool = False
    is_closed: bool = False
    peaks: list[float] = field(default_factory=list)

    def write(self, block: OutputPcm) -> None:
        assert not self.is_closed
        self.peaks.append(float(np.abs(block).max()))

    def close(self) -> None:
        assert not self.is_closed
        self.is_closed = True


@dataclass
class Home:
    """A session of me that is left to sam."""

    folder: Path
    turned: list[Profile | None] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    speaker: MeasuringSpeaker = field(default_factory=MeasuringSpeaker)

    def run(self, mine: Plan) -> None:
        source = Listening(OneFrameMicrophone(), NoEcho(), IntroducedEars(), BANK, self.turned.append)
        conduct(mine, BANK, Room(speaker=self.speaker, source=source, model="m"))

    def plan(self, person: str, *, volume: float = 0.0) -> Plan:
        return Plan(
            routine=replace(SHORT, volume=Decibels(volume)),
            journal=self.folder / f"{person}.jsonl",
            person=person,
            profile=SAM if person == "sam" else None,
            of_person=self.plan,
            ended=lambda plan, session: self.ended.append(plan.person),
        )


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_what_follows_is_the_other_persons_session_and_nobody_elses(home: Home) -> None:
    home.run(home.plan("me"))
    assert home.turned == [SAM]
    assert home.ended == ["sam"]
    assert [path.name for path in home.folder.iterdir()] == ["sam.jsonl"]
    assert read_header(home.folder / "sam.jsonl").person == "sam"
    assert home.speaker.is_closed


def test_the_volume_of_the_one_is_not_that_of_the_other(home: Home) -> None:
    home.run(home.plan("me", volume=-20.0))
    assert max(home.speaker.peaks[60:]) == pytest.approx(0.1, abs=0.02)
    assert max(home.speaker.peaks[25:50]) < 0.02


def test_a_session_that_broke_off_keeps_its_journal(home: Home) -> None:
    standing = replace(Story().run_to(Phase.BETWEEN_REPS, rep=2).session.standing, is_offered=True)
    home.run(replace(home.plan("me"), standing=standing))
    assert sorted(path.name for path in home.folder.iterdir()) == ["me.jsonl", "sam.jsonl"]
    assert home.ended == ["sam"]


def test_where_nobody_else_can_come_the_session_ends(home: Home) -> None:
    home.run(replace(home.plan("me"), of_person=None))
    assert (home.turned, home.ended) == ([], ["me"])
