"""Brings a database to the newest schema; `tables()` loads every table the migrations know."""

from importlib import import_module
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from server.db import Table

HERE = Path(__file__).parent


def tables() -> sa.MetaData:
    """The declared schema: every domain's `tables.py`, found by its place."""
    for path in sorted(HERE.glob("*/tables.py")):
        import_module(f"server.{path.parent.name}.tables")
    return Table.metadata


def config(engine: Engine) -> Config:
    made = Config()
    made.set_main_option("script_location", str(HERE / "migrations"))
    made.attributes["engine"] = engine
    return made


def is_newest(engine: Engine) -> bool:
    """Whether all migrations have run there, and none that this program does not know."""
    with engine.connect() as connection:
        there = MigrationContext.configure(connection).get_current_heads()
    return set(there) == set(ScriptDirectory.from_config(config(engine)).get_heads())


def upgrade(engine: Engine) -> None:
    """Runs the migrations that have not run yet, each in its transaction."""
    command.upgrade(config(engine), "head")
