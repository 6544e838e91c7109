"""`tallyman restore`: proves a backup, then puts it in the place of the database."""

import os
import shutil
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from server.alone import alone
from server.backup import postgres_tool
from server.clock import utc_now
from server.console import DONE, Stop, configured, parser, program, say
from server.db import open_engine
from server.fsck import fsck
from server.migrate import upgrade
from server.settings import Settings


@program
def main(arguments: list[str]) -> int:
    """Refused: while a server runs (SQLite), for a file that is no backup or fails fsck."""
    options = parser(
        "restore",
        "Makes the database from a backup. The backup is checked first, and the database that is"
        " there is kept beside it under another name.",
    )
    options.add_argument("file", type=Path, help="what `tallyman backup` wrote")
    asked = options.parse_args(arguments)
    if not asked.file.is_file():
        raise Stop(f"There is no file {asked.file}.")
    say(restore(configured(), asked.file))
    return DONE


def restore(site: Settings, file: Path) -> str:
    """Answers a sentence: what was restored, and where the former database is."""
    if sa.make_url(site.database_url()).get_backend_name() == "sqlite":
        return _restore_sqlite(site, file)
    return _restore_postgres(site, file)


def _restore_sqlite(site: Settings, file: Path) -> str:
    lock = alone(site)
    database = Path(sa.make_url(site.database_url()).database or "")
    trial = database.with_name(f".restoring-{os.getpid()}.sqlite")
    try:
        shutil.copyfile(file, trial)
        trial.chmod(0o600)
        _prove(open_engine(f"sqlite:///{trial}", 1), file)
        former = _set_aside(database)
        trial.rename(database)
    finally:
        for left in trial.parent.glob(f"{trial.name}*"):
            left.unlink()
        if lock:
            lock.close()
    kept = f" The former database is {former}." if former else ""
    return f"{database} is as {file} was; fsck clean.{kept}"


def _restore_postgres(site: Settings, file: Path) -> str:
    url = sa.make_url(site.database_url())
    engine = open_engine(site.database_url(), 1)
    if sa.inspect(engine).get_table_names():
        raise Stop(
            f"The database {url.database} is not empty. Restore into a new one, then name that in"
            " the settings: nothing is overwritten."
        )
    engine.dispose()
    arguments = ("--exit-on-error", "--single-transaction", "--no-owner")
    postgres_tool("pg_restore", url, *arguments, f"--dbname={url.database}", str(file))
    _prove(open_engine(site.database_url(), 1), file)
    return f"The database {url.database} is as {file} was; fsck clean."


def _prove(engine: Engine, file: Path) -> None:
    """Whole, of the newest schema, and every invariant holds; else a `Stop` that says what not."""
    try:
        if engine.dialect.name == "sqlite":
            with engine.connect() as connection:
                said = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
            if said != "ok":
                raise Stop(f"{file} is damaged: {said[:900]}")
        upgrade(engine)
        findings = fsck(engine)
    except sa.exc.DatabaseError as error:
        raise Stop(f"{file} is no backup of a Tallyman database: {error.orig}") from error
    finally:
        engine.dispose()
    if findings:
        raise Stop(f"{file} fails fsck: {findings[0].invariant}: {findings[0].rows[0]}")


def _set_aside(database: Path) -> Path | None:
    if not database.exists():
        return None
    engine = open_engine(f"sqlite:///{database}", 1)
    with engine.connect() as connection:  # all that the log holds goes into the one file
        connection.execution_options(reading=True)
        connection.exec_driver_sql("SELECT 1")
    engine.dispose()
    former = database.with_name(f"{database.stem}-until-{utc_now():%Y%m%d-%H%M%S}.sqlite")
    database.rename(former)
    for rest in ("-wal", "-shm"):
        database.with_name(database.name + rest).unlink(missing_ok=True)
    return former
