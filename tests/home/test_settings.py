from pathlib import Path

import pytest

from voicecoach.core.errors import SettingsBroken
from voicecoach.home.settings import Settings, read_settings


def test_without_a_file_everything_is_as_usual(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "settings.toml") == Settings(stay_awake=True, quiet_music=True)


def test_what_is_switched_off_is_off(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("quiet_music = false\n")
    assert read_settings(tmp_path / "settings.toml") == Settings(stay_awake=True, quiet_music=False)


def test_a_wrong_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("quiet_musik = false\n")
    with pytest.raises(SettingsBroken, match="unknown key quiet_musik; did you mean quiet_music"):
        read_settings(tmp_path / "settings.toml")


def test_a_database_is_named_by_its_url(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('database = "postgresql://home/coach"\n')
    assert read_settings(tmp_path / "settings.toml").database == "postgresql://home/coach"
    (tmp_path / "settings.toml").write_text('database = "my history"\n')
    with pytest.raises(SettingsBroken, match="database: no database URL; write one such as sqlite:"):
        read_settings(tmp_path / "settings.toml")
