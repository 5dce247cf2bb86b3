import shutil
from pathlib import Path

import pytest

from voicecoach.ports import Voice
from voicecoach.speech.bank import BankFolders
from voicecoach.speech.catalogue import load_catalogue
from voicecoach.speech.rendering import render_bank

from .fake_engine import ToneEngine

CATALOGUE = """
["greet"]
text = "Hello."
["breathe"]
text = "Breathe out."
source = "Breath"
["count.one"]
text = "one-one-thousand"
fit = 0.8
"""

SLOW = Voice(name="tone", words_a_minute=150)


@pytest.fixture
def folders(tmp_path: Path) -> BankFolders:
    """A shipped catalogue without a rendered bank."""
    shipped = tmp_path / "shipped" / "en"
    shipped.mkdir(parents=True)
    (shipped / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    return BankFolders(shipped=shipped, own=tmp_path / "own" / "en", cache=tmp_path / "cache" / "en")


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with its bank, rendered once."""
    folder = tmp_path_factory.mktemp("rendered") / "en"
    folder.mkdir()
    (folder / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    render_bank(load_catalogue(folder), ToneEngine(), SLOW, folder, lambda _cue: None)
    return folder


@pytest.fixture
def shipped(folders: BankFolders, rendered: Path) -> BankFolders:
    """A shipped catalogue with a bank rendered beside it."""
    shutil.copytree(rendered, folders.shipped, dirs_exist_ok=True)
    return folders
