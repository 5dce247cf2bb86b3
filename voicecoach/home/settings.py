"""What a person decides once for all sessions: a small TOML file, where there is one."""

from pathlib import Path
from typing import Annotated

import platformdirs
from pydantic import AfterValidator, BaseModel, ConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from voicecoach.home.toml_files import read_toml


def _is_database_url(text: str) -> str:
    try:
        make_url(text)
    except ArgumentError as error:
        raise ValueError("no database URL; write one such as sqlite:////home/me/h.sqlite") from error
    return text


class Settings(BaseModel):
    """What the settings may hold; every key is optional."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    stay_awake: bool = True
    """Keep the computer from sleeping while a session runs."""
    quiet_music: bool = True
    """Turn other programs' sound down while a session runs."""
    check_sound: bool = True
    """Check the sound before the first session on a pair of devices."""
    database: Annotated[str, AfterValidator(_is_database_url)] | None = None
    """SQLAlchemy URL of the history; nothing means a file in the platform's data folder."""


def settings_file() -> Path:
    """Return where the settings are looked for."""
    return platformdirs.user_config_path("voicecoach") / "settings.toml"


def read_settings(file: Path) -> Settings:
    """Return what a person decided, and what is usual where there is no file.

    Raises SettingsBroken naming file, key and the allowed values.
    """
    return read_toml(file, Settings) if file.exists() else Settings()
