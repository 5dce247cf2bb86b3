"""What a session is to be: the history's wish, done in the person's way, and what it leaves for the next one."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.core.story import Story
from tests.history.sessions import arched, hurt, keep
from voicecoach.core.exercise import Variation
from voicecoach.core.habits import Habits
from voicecoach.core.machine import Phase
from voicecoach.core.units import CueId, Decibels
from voicecoach.core.verbosity import Verbosity
from voicecoach.history.keeping import catch_up, rebuild
from voicecoach.home.habits import FILE, read_habits, write_habits
from voicecoach.home.profiles import people_folder
from voicecoach.planning import Wishes, learn, plan_for
from voicecoach.speech.bank import BankFolders
from voicecoach.wiring import load_cues

SAM = Habits(variation=Variation("straight"), floor=0.7, volume=Decibels(-8.0), verbosity=Verbosity.COUNTS)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "voicecoach" / "journals").mkdir(parents=True)
    return tmp_path / "voicecoach"


def test_a_session_begins_with_the_habits_of_whoever_trains() -> None:
    write_habits(SAM, "sam", people_folder())
    sam, me = plan_for("sam", Wishes()).routine, plan_for("me", Wishes()).routine
    assert (sam.volume, sam.verbosity, sam.floor) == (-8.0, Verbosity.COUNTS, 0.7)
    assert (me.volume, me.verbosity, me.floor) == (0.0, Verbosity.FULL, None)


def test_a_routine_of_the_persons_own_keeps_its_words_and_takes_their_volume_and_floor(tmp_path: Path) -> None:
    write_habits(replace(SAM, wants=Variation("bent_knee")), "sam", people_folder())
    (tmp_path / "r.toml").write_text('verbosity = "short"\n')
    routine = plan_for("sam", Wishes(routine=tmp_path / "r.toml")).routine
    assert (routine.variation, routine.verbosity) == (Variation("straight"), Verbosity.SHORT)
    assert (routine.volume, routine.floor) == (-8.0, 0.7)


def test_pain_weighs_more_than_what_was_chosen(data: Path) -> None:
    keep(data / "journals", hurt(), person="sam")
    catch_up()
    write_habits(replace(SAM, wants=Variation("arms_wide")), "sam", people_folder())
    assert plan_for("sam", Wishes()).routine.variation is Variation("hands_under")


def test_what_a_session_showed_is_there_at_the_next_start() -> None:
    write_habits(replace(SAM, verbosity=None), "sam", people_folder())
    plan = plan_for("sam", Wishes())
    story = Story(routine=replace(plan.routine, sets=1, reps=3)).run_to(Phase.BETWEEN_REPS, rep=1)
    story.say("louder", after=2.0)
    story.say("fewer cues", after=2.0)
    learn("sam", story.routine, story.finish().session.standing)
    following = plan_for("sam", Wishes()).routine
    assert (following.volume, following.verbosity) == (-4.0, Verbosity.SHORT)
    assert plan_for("me", Wishes()).routine.volume == 0.0


def test_a_session_that_goes_on_belongs_to_whoever_began_it(data: Path) -> None:
    broken = keep(data / "journals", arched(), person="sam", lines=40)
    plan = plan_for("me", Wishes(resume=str(broken)))
    assert plan.person == "sam"


def test_a_history_made_anew_leaves_the_habits(data: Path) -> None:
    keep(data / "journals", arched(), person="sam")
    file = write_habits(SAM, "sam", people_folder())
    before = file.read_bytes()
    catch_up()
    (data / "history.sqlite").write_bytes(b"damaged" * 1000)
    assert rebuild().set_aside is not None
    assert (data / "people" / "sam" / FILE).read_bytes() == before
    assert read_habits("sam", people_folder()) == SAM


@pytest.mark.parametrize("voice", ["gmw/en-us+f3", "../../etc", "English (America)"])
def test_each_voice_has_a_folder_of_its_own_beside_the_usual_one(data: Path, voice: str) -> None:
    folder = BankFolders.of("en", voice).own
    assert folder.parent.parent == data / "voices"
    assert ".." not in folder.parts
    assert BankFolders.of("en").own == data / "cues" / "en"


@pytest.mark.product
def test_a_voice_that_was_rendered_speaks(data: Path) -> None:
    folders = BankFolders.of("en", "deep")
    shutil.copytree(folders.shipped, folders.own)
    swapped = json.loads((folders.own / "manifest.json").read_text())
    one, two = (swapped["cues"][cue]["file"] for cue in ("number.1", "number.2"))
    for cue, other in (("number.1", "number.2"), ("number.2", "number.1")):
        text = swapped["cues"][cue]["text"]
        swapped["cues"][cue] = {
            **json.loads((folders.shipped / "manifest.json").read_text())["cues"][other],
            "text": text,
        }
    (folders.own / "manifest.json").write_text(json.dumps(swapped))
    deep, usual = load_cues(voice="deep"), load_cues()
    assert deep.notices == ()
    assert one != two
    assert np.array_equal(deep.pcm[CueId("number.1")], usual.pcm[CueId("number.2")])


@pytest.mark.product
def test_a_voice_that_was_never_rendered_is_named_and_the_usual_one_speaks() -> None:
    bank = load_cues(voice="gmw/en-us+f3")
    assert "voicecoach cues render --voice gmw/en-us+f3 --beside" in bank.notices[-1]
    assert bank.hash == load_cues().hash
