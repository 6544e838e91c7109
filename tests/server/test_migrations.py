"""The migrated database is the declared one: tables, columns, constraints, triggers."""

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine import Engine

from server.migrate import tables

APPEND_ONLY = {"entry", "event", "seal", "move"}


def test_nothing_is_declared_that_was_not_migrated(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables()) == []


def test_every_check_and_key_that_is_declared_stands_in_the_database(engine: Engine) -> None:
    found = sa.inspect(engine)
    for table in tables().sorted_tables:
        checks = {check["name"] for check in found.get_check_constraints(table.name)}
        declared = {
            str(constraint.name)
            for constraint in table.constraints
            if isinstance(constraint, sa.CheckConstraint)
        }
        assert checks == declared, table.name
        uniques = {tuple(key["column_names"]) for key in found.get_unique_constraints(table.name)}
        wanted = {
            tuple(column.name for column in constraint.columns)
            for constraint in table.constraints
            if isinstance(constraint, sa.UniqueConstraint)
        }
        assert uniques == wanted, table.name


def test_what_only_grows_has_its_triggers(engine: Engine) -> None:
    query = "SELECT DISTINCT event_object_table FROM information_schema.triggers"
    if engine.dialect.name == "sqlite":
        query = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'"
    with engine.connect() as connection:
        guarded = {row[0] for row in connection.exec_driver_sql(query)}
    assert guarded >= APPEND_ONLY
