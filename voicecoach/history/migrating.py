"""Carrying a history from one version's tables to the next, by Alembic."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from voicecoach.core.errors import HistoryNewer
from voicecoach.history.database import VARIABLE, Database, place_of


def newest_version() -> str | None:
    """Return what the last migration leads to."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def migrate(database: Database) -> None:
    """Bring the tables to the newest version; raises HistoryNewer and what writing raises."""
    with database.reading() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found is not None and found not in _known():
        raise HistoryNewer(
            f"the history {place_of(database.url)} was written by a later version (tables {found}, this one knows "
            f"{newest_version()}); update voicecoach, or name another one in {VARIABLE}"
        )
    with database.writing() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config


def _known() -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
