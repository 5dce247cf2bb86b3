from pathlib import Path

import pytest

from voicecoach.core.errors import CatalogueBroken, CuesMissing
from voicecoach.core.units import Seconds
from voicecoach.speech.catalogue import CueText, load_catalogue


def write(folder: Path, text: str) -> Path:
    (folder / "catalogue.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_cue_is_read_with_all_its_keys(tmp_path: Path) -> None:
    catalogue = load_catalogue(
        write(
            tmp_path,
            '["ready.ask"]\ntext = " Tell me. "\nnames = ["ready"]\nsource = "The First Rep"\nfit = 2\n["b"]\ntext="B"',
        )
    )
    assert dict(catalogue) == {
        "ready.ask": CueText(text="Tell me.", names=("ready",), source="The First Rep", fit=Seconds(2)),
        "b": CueText(text="B"),
    }
    assert list(catalogue) == ["ready.ask", "b"]
    assert catalogue.language == tmp_path.name


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        pytest.param('["a.b"]\ntxt = "A"', "cue 'a.b': unknown key 'txt'; allowed: text, names", id="unknown key"),
        pytest.param('["a.b"]\nnames = ["x"]', "cue 'a.b': key 'text'", id="text lacks"),
        pytest.param('["a.b"]\ntext = " "', "cue 'a.b': key 'text'", id="text is blank"),
        pytest.param(
            '["a.b"]\ntext = 3', "cue 'a.b': key 'text': Input should be a valid string", id="text is a number"
        ),
        pytest.param('["a.b"]\ntext = "A"\nfit = 0', "cue 'a.b': key 'fit'", id="fit is no time"),
        pytest.param('["a.b"]\ntext = "A"\nfit = "0.9"', "cue 'a.b': key 'fit'", id="fit is a text"),
        pytest.param('["a.b"]\ntext = "A"\nnames = "x"', "cue 'a.b': key 'names'", id="names is a text"),
        pytest.param('["A b"]\ntext = "A"', "cue id 'A b' is not allowed", id="id with a space"),
        pytest.param('["../x"]\ntext = "A"', "cue id '../x' is not allowed", id="id that leaves the folder"),
        pytest.param('["earcon.ducked"]\ntext = "A"', "cue id 'earcon.ducked' is not allowed", id="id of an earcon"),
        pytest.param('text = "A"', "'text' is no cue; write ['text']", id="no table"),
        pytest.param("[a.b]\ntext = 'A'", "cue 'a'", id="id without quotes"),
        pytest.param("[a", "is no TOML", id="no TOML"),
    ],
)
def test_a_wrong_catalogue_is_refused_with_file_cue_and_key(tmp_path: Path, toml: str, complaint: str) -> None:
    with pytest.raises(CatalogueBroken) as failure:
        load_catalogue(write(tmp_path, toml))
    assert complaint in str(failure.value)
    assert "catalogue.toml" in str(failure.value)
    assert "\n" not in str(failure.value)


def test_a_folder_without_a_catalogue_is_no_bank(tmp_path: Path) -> None:
    with pytest.raises(CuesMissing, match=r"no cue catalogue at .*catalogue\.toml"):
        load_catalogue(tmp_path)
