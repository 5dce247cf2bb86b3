from pathlib import Path

import pytest

from voicecoach.core.errors import ModelBroken, ModelMissing
from voicecoach.hearing.layout import COMPACT
from voicecoach.hearing.models import VARIABLE, Places, find_model, model_hash

from .test_layout import make_model


def places(root: Path, *present: str) -> Places:
    for name in present:
        make_model(root / name, COMPACT)
    named = root / "environment" if "environment" in present else None
    return Places(environment=named, downloaded=root / "downloaded", shipped=root / "shipped")


@pytest.mark.parametrize(
    ("present", "found"),
    [
        (("environment", "downloaded", "shipped"), "environment"),
        (("downloaded", "shipped"), "downloaded"),
        (("shipped",), "shipped"),
    ],
)
def test_auto_takes_the_first_there_is(tmp_path: Path, present: tuple[str, ...], found: str) -> None:
    assert find_model("auto", places(tmp_path, *present)) == tmp_path / found


def test_a_path_comes_before_everything(tmp_path: Path) -> None:
    given = make_model(tmp_path / "mine", COMPACT)
    assert find_model(str(given), places(tmp_path, "environment", "shipped")) == given


def test_a_path_that_is_wrong_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="mine"):
        find_model(str(tmp_path / "mine"), places(tmp_path, "shipped"))


def test_a_wrong_environment_is_named_and_not_passed_over(tmp_path: Path) -> None:
    wrong = places(tmp_path, "environment", "shipped")
    (tmp_path / "environment/am/final.mdl").unlink()
    with pytest.raises(ModelBroken, match=rf"{VARIABLE}: .*lacks am/final\.mdl"):
        find_model("auto", wrong)


def test_no_model_at_all_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="voicecoach models get"):
        find_model("auto", places(tmp_path))


def test_the_environment_variable_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert Places.here().environment == tmp_path


def test_the_hash_changes_with_a_name_and_with_a_byte(tmp_path: Path) -> None:
    first = make_model(tmp_path / "first", COMPACT)
    same, renamed, other = (make_model(tmp_path / name, COMPACT) for name in ("same", "renamed", "other"))
    (renamed / "am/final.mdl").rename(renamed / "am/last.mdl")
    (other / "am/final.mdl").write_bytes(b"y")
    assert model_hash(first) == model_hash(same)
    assert len({model_hash(folder) for folder in (first, renamed, other)}) == 3
