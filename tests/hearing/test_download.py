import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from voicecoach.core.errors import DownloadFailed, StorageFull
from voicecoach.hearing.download import Got, download_model, unpack_model
from voicecoach.hearing.layout import COMPACT
from voicecoach.hearing.models import model_hash

from .test_layout import make_model
from .vendor import ZIP, pack, pack_names, publish, serving

pytestmark = pytest.mark.product  # runs a server and unpacks models


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every file of a model, and nearly nothing in them."""
    return make_model(tmp_path_factory.mktemp("models") / "small", COMPACT)


@pytest.fixture
def shop(tmp_path: Path, small: Path) -> Path:
    """The vendor's folder, with a good archive."""
    folder = tmp_path / "shop"
    folder.mkdir()
    pack(small, folder / ZIP)
    publish(folder)
    return folder


@pytest.fixture
def url(shop: Path) -> Iterator[str]:
    with serving(shop) as url:
        yield url


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "home" / "models" / "official"


def unheard(done: int, total: int) -> None:
    pass


def left_behind(target: Path) -> list[Path]:
    return sorted(target.parent.iterdir()) if target.parent.exists() else []


def test_a_good_model_is_put_into_place(target: Path, url: str, small: Path) -> None:
    seen: list[tuple[int, int]] = []
    got = download_model(target, url, lambda done, total: seen.append((done, total)))
    assert got == Got(folder=target, was_there=False)
    assert model_hash(target) == model_hash(small)
    assert seen[-1][0] == seen[-1][1]
    assert left_behind(target) == [target]


def test_a_model_that_is_there_is_left_alone(target: Path, small: Path) -> None:
    target.mkdir(parents=True)
    for file in small.rglob("*"):
        if file.is_file():
            (target / file.relative_to(small)).parent.mkdir(parents=True, exist_ok=True)
            (target / file.relative_to(small)).write_bytes(b"mine")
    assert download_model(target, "http://127.0.0.1:1", unheard).was_there
    assert (target / "am/final.mdl").read_bytes() == b"mine"


def test_half_a_model_that_is_there_is_replaced(target: Path, url: str, small: Path) -> None:
    (target / "am").mkdir(parents=True)
    (target / "am/final.mdl").write_bytes(b"half")
    download_model(target, url, unheard)
    assert model_hash(target) == model_hash(small)


def test_a_wrong_checksum_is_refused(target: Path, shop: Path, url: str) -> None:
    publish(shop, checksum="0" * 32)
    with pytest.raises(DownloadFailed, match=r"arrived damaged: .* with MD5 .*try again"):
        download_model(target, url, unheard)
    assert left_behind(target) == []


def test_a_truncated_archive_is_refused(target: Path, shop: Path, url: str) -> None:
    whole = (shop / ZIP).read_bytes()
    (shop / ZIP).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DownloadFailed, match="arrived damaged"):
        download_model(target, url, unheard)
    assert left_behind(target) == []


@pytest.mark.parametrize("gone", [ZIP, "model-list.json"])
def test_what_the_server_lacks_is_named(target: Path, shop: Path, url: str, gone: str) -> None:
    (shop / gone).unlink()
    with pytest.raises(DownloadFailed, match=rf"cannot fetch {url}/{gone}: the server answered 404"):
        download_model(target, url, unheard)
    assert left_behind(target) == []


@pytest.mark.parametrize("text", ["", "{}", "[]", "[1]", '[{"name": "vosk-model-small-en-us-0.15"}]'])
def test_a_list_without_the_checksum_is_refused(target: Path, shop: Path, url: str, text: str) -> None:
    (shop / "model-list.json").write_text(text)
    with pytest.raises(DownloadFailed, match="has no checksum for vosk-model"):
        download_model(target, url, unheard)


@pytest.mark.parametrize(
    "base", ["http://127.0.0.1:1", "file:///tmp", "http://[bad", "http://127.0.0.1:port", "http://" + 70 * "a"]
)
def test_a_server_that_cannot_be_reached_is_named(target: Path, base: str) -> None:
    with pytest.raises(DownloadFailed, match=f"cannot fetch '?{re.escape(base)}"):
        download_model(target, base, unheard)
    assert left_behind(target) == []


def test_an_interrupted_download_leaves_nothing(target: Path, url: str) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download_model(target, url, interrupt)
    assert left_behind(target) == []


def test_a_zip_file_on_disk_needs_no_network(target: Path, shop: Path, small: Path) -> None:
    unpack_model(shop / ZIP, target)
    assert model_hash(target) == model_hash(small)


@pytest.mark.parametrize(
    ("names", "link"),
    [
        (("../escaped",), False),
        (("/escaped",), False),
        (("m/am/../../../escaped",), False),
        (("..\\escaped",), False),
        (("C:\\escaped",), False),
        (("m/escaped",), True),
    ],
)
def test_an_archive_that_leaves_its_folder_is_refused(
    tmp_path: Path, target: Path, names: tuple[str, ...], link: bool
) -> None:
    archive = pack_names(tmp_path / "bad.zip", *names, link=link)
    with pytest.raises(DownloadFailed, match="leads out of its folder"):
        unpack_model(archive, target)
    assert left_behind(target) == []
    assert not list(tmp_path.rglob("*escaped*"))


@pytest.mark.parametrize(
    ("names", "complaint"),
    [
        pytest.param(
            ("m/am", "m/am/final.mdl"), "'m/am/final.mdl', which is a file and a folder", id="file, then folder"
        ),
        pytest.param(("m/am/final.mdl", "m/am"), "'m/am', which is a file and a folder", id="folder, then file"),
        pytest.param(("m/am", "m/am/"), "'m/am/', which is a file and a folder", id="file, then empty folder"),
        pytest.param(("m/" + 300 * "a",), "'m/a{58}…', which can be no file's name", id="name of 300 letters"),
    ],
)
def test_names_that_cannot_stand_on_a_disk_are_told(
    tmp_path: Path, target: Path, names: tuple[str, ...], complaint: str
) -> None:
    archive = pack_names(tmp_path / "odd.zip", *names)
    with pytest.raises(DownloadFailed, match=rf"odd\.zip holds {complaint}"):
        unpack_model(archive, target)
    assert left_behind(target) == []


def test_an_archive_without_a_whole_model_names_what_it_lacks(tmp_path: Path, target: Path, small: Path) -> None:
    archive = pack(small, tmp_path / "half.zip", leave_out="graph/Gr.fst")
    with pytest.raises(DownloadFailed, match=r"half\.zip holds no whole model: it lacks graph/Gr\.fst"):
        unpack_model(archive, target)
    assert left_behind(target) == []


def test_what_is_no_zip_file_is_refused(tmp_path: Path, target: Path) -> None:
    (tmp_path / "text.zip").write_text("no archive")
    with pytest.raises(DownloadFailed, match=r"text\.zip is no whole zip file"):
        unpack_model(tmp_path / "text.zip", target)


@pytest.mark.product
def test_an_archive_of_too_many_files_is_refused(tmp_path: Path, target: Path) -> None:
    archive = pack_names(tmp_path / "many.zip", *(f"m/{number}" for number in range(1_001)))
    with pytest.raises(DownloadFailed, match="too big"):
        unpack_model(archive, target)


def test_an_absent_zip_file_is_named(tmp_path: Path, target: Path) -> None:
    with pytest.raises(DownloadFailed, match=r"no file .*absent\.zip"):
        unpack_model(tmp_path / "absent.zip", target)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, shop: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageFull, match="cannot write a model to"):
        unpack_model(shop / ZIP, tmp_path / "file" / "models" / "official")
