"""What a person decides once for all sessions: a small TOML file, where there is one."""

from pathlib import Path

import platformdirs
from pydantic import BaseModel, ConfigDict

from voicecoach.home.toml_files import read_toml


class Settings(BaseModel):
    """What the settings may hold; every key is optional."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    stay_awake: bool = True
    """Keep the computer from sleeping while a session runs."""
    quiet_music: bool = True
    """Turn other programs' sound down while a session runs."""
    check_sound: bool = True
    """Check the sound before the first session on a pair of devices."""


def settings_file() -> Path:
    """Return where the settings are looked for."""
    return platformdirs.user_config_path("voicecoach") / "settings.toml"


def read_settings(file: Path) -> Settings:
    """Return what a person decided, and what is usual where there is no file.

    Raises SettingsBroken naming file, key and the allowed values.
    """
    return read_toml(file, Settings) if file.exists() else Settings()
