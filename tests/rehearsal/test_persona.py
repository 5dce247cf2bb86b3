import re
from pathlib import Path

import pytest

from voicecoach.core.errors import SettingsBroken
from voicecoach.rehearsal.persona import Saying
from voicecoach.rehearsal.persona_file import find_persona, shipped_personas

GOOD = 'name = "me"\n[voice]\nname = "en-gb+f2"\n'


def load(folder: Path, text: str) -> None:
    (folder / "me.toml").write_text(text)
    find_persona(str(folder / "me.toml"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("name = ", "no valid TOML", id="no TOML"),
        pytest.param('name = "me"\n', "voice is missing", id="no voice"),
        pytest.param('nam = "me"\n' + GOOD, "unknown key nam; did you mean name? allowed: name, about", id="top key"),
        pytest.param(GOOD + "loudness = 3\n", "unknown key voice.loudness; allowed: name, words_a_minute", id="key"),
        pytest.param(GOOD + "level = 3\n", "voice.level is 3; input should be less than or equal to -6", id="range"),
        pytest.param(GOOD + 'level = "-20"\n', "voice.level is '-20'; input should be a valid number", id="type"),
        pytest.param(GOOD + "level = nan\n", "voice.level is nan; input should be a finite number", id="nan"),
        pytest.param(
            GOOD + '[noise]\nkind = "red"\n', "noise.kind is 'red'; input should be 'none', 'white'", id="noise"
        ),
        pytest.param(
            GOOD + '[room]\nimpulse_response = "hall.wav"\n', "room.impulse_response: no such file", id="file"
        ),
        pytest.param(GOOD + "[leak]\ndelay = 0.01\n", "leak.delay is 0.01", id="delay below a block"),
        pytest.param(
            GOOD + '[[says]]\ntext = "yes"\nphase = "lyft"\n',
            "says[1].phase is 'lyft'; input should be 'ready_",
            id="phase",
        ),
        pytest.param(GOOD + '[[says]]\nphase = "lift"\n', "says[1].text is missing", id="no text"),
        pytest.param(GOOD + '[[says]]\ntext = "yes"\n', "says[1]: needs one of phase, cue, at", id="no trigger"),
        pytest.param(
            GOOD + '[[says]]\ntext = "yes"\nat = 3\ndelay = 2\n', "says[1]: at stands alone", id="at with a delay"
        ),
        pytest.param(
            GOOD + '[[says]]\ntext = "yes"\nphase = "lift"\ncount = 2\n',
            "says[1]: count needs a phase among descend, finding_floor",
            id="count in a lift",
        ),
        pytest.param(
            GOOD + '[[says]]\ntext = "yes"\nphase = "rest"\nrep = 2\n',
            "says[1]: rep needs a phase among between_reps, descend, hold, lift, stop_point",
            id="rep in a rest",
        ),
        pytest.param(
            GOOD + '[[says]]\ntext = "yes"\nphase = "reset"\nset = 2\n',
            "says[1]: set needs a phase among between_reps, descend, hold, lift, rest, stop_point",
            id="set in the warm-up",
        ),
    ],
)
def test_a_wrong_persona_is_refused_by_file_key_and_value(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(SettingsBroken, match=re.escape(problem)) as refusal:
        load(tmp_path, text)
    assert str(refusal.value).startswith(str(tmp_path / "me.toml"))
    assert "\n" not in str(refusal.value)


def test_a_missing_persona_is_refused_with_the_names_of_the_shipped_ones() -> None:
    with pytest.raises(SettingsBroken, match="shipped: beginner, clean, interrupter, pain"):
        find_persona("cleen")


def test_a_file_in_the_persona_is_looked_for_beside_it(tmp_path: Path) -> None:
    (tmp_path / "hall.wav").touch()
    (tmp_path / "me.toml").write_text(GOOD + '[room]\nimpulse_response = "hall.wav"\n')
    assert find_persona(str(tmp_path / "me.toml")).room.impulse_response == tmp_path / "hall.wav"


@pytest.mark.parametrize("name", shipped_personas())
def test_a_shipped_persona_has_its_own_name_and_not_the_coach_s_voice(name: str) -> None:
    persona = find_persona(name)
    assert persona.name == name
    assert persona.voice.name not in ("en-us", "gmw/en-us")


def test_shipped_personas_have_different_voices() -> None:
    voices = [find_persona(name).voice.name for name in shipped_personas()]
    assert len(set(voices)) == len(voices)


@pytest.mark.parametrize(
    ("trigger", "waits_for", "limit"),
    [
        ({"phase": "ready_check"}, "speech", None),
        ({"phase": "lift"}, "entered", None),
        ({"phase": "lift", "rep": 2}, "entered", 1),
        ({"phase": "rest", "set": 1, "times": 3}, "speech", 3),
        ({"phase": "descend", "count": 1}, "entered", None),
        ({"phase": "finding_floor", "count": 1, "visit": 1}, "entered", 1),
        ({"cue": "ready.ask"}, "speech", None),
        ({"cue": "ready.ask", "after": "entered", "visit": 1}, "entered", 1),
        ({"at": 3.0}, "entered", 1),
    ],
)
def test_a_saying_has_sensible_defaults(trigger: dict[str, object], waits_for: str, limit: int | None) -> None:
    saying = Saying.model_validate({"text": "yes", **trigger})
    assert (saying.waits_for, saying.limit) == (waits_for, limit)
