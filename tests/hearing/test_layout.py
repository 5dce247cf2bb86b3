import shutil
import struct
from pathlib import Path

import pytest

from voicecoach.core.errors import ModelBroken, ModelMissing
from voicecoach.hearing.layout import COMPACT, GRAPHS, OFFICIAL, check_model
from voicecoach.hearing.recogniser import VoskRecogniser
from voicecoach.shipped import compact_model

NO_STATES = struct.pack("<ii5si8siiQqqq", 2_125_659_606, 5, b"const", 8, b"standard", 2, 0, 0, 0, 0, 0)


def make_model(folder: Path, files: tuple[str, ...]) -> Path:
    """Write files that look like a model until Vosk reads them."""
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(NO_STATES if name in GRAPHS else b"x")
    return folder


@pytest.mark.parametrize("files", [COMPACT, OFFICIAL], ids=["compact", "official"])
def test_a_whole_model_passes(tmp_path: Path, files: tuple[str, ...]) -> None:
    check_model(make_model(tmp_path, files))


@pytest.mark.parametrize("missing", COMPACT)
def test_a_compact_model_needs_every_file(tmp_path: Path, missing: str) -> None:
    make_model(tmp_path, COMPACT)
    (tmp_path / missing).unlink()
    with pytest.raises(ModelBroken, match=f"lacks {missing}; .*voicecoach models get"):
        check_model(tmp_path)


@pytest.mark.parametrize("missing", OFFICIAL)
def test_an_official_model_needs_every_file(tmp_path: Path, missing: str) -> None:
    make_model(tmp_path, OFFICIAL)
    (tmp_path / missing).unlink()
    with pytest.raises(ModelBroken, match=f"lacks {missing}; .*voicecoach models get"):
        check_model(tmp_path)


def test_an_empty_file_counts_as_missing(tmp_path: Path) -> None:
    make_model(tmp_path, COMPACT)
    (tmp_path / "am/final.mdl").write_bytes(b"")
    with pytest.raises(ModelBroken, match=r"lacks am/final\.mdl"):
        check_model(tmp_path)


@pytest.mark.parametrize("name", ["absent", "file"])
def test_what_is_no_folder_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(ModelMissing, match=name):
        check_model(tmp_path / name)


def test_files_of_garbage_are_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelBroken, match="cannot be loaded"):
        VoskRecogniser(make_model(tmp_path, COMPACT))


@pytest.mark.parametrize("graph", GRAPHS)
@pytest.mark.parametrize("keep", [3, 30, 5_000])
def test_a_truncated_graph_is_found_before_vosk_crashes_on_it(tmp_path: Path, graph: str, keep: int) -> None:
    model = Path(shutil.copytree(compact_model(), tmp_path / "model"))
    (model / graph).write_bytes((model / graph).read_bytes()[:keep])
    with pytest.raises(ModelBroken, match=f"damaged {graph}"):
        check_model(model)


def test_the_shipped_model_is_whole() -> None:
    check_model(compact_model())
