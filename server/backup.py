"""Backups: one file with everything acknowledged before its end; and `tallyman backup`."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from server.clock import utc_now
from server.console import DONE, Stop, configured, parser, program, say
from server.settings import Settings

BUSY_MILLISECONDS = 30_000
ENDINGS = {"sqlite": ".sqlite", "postgresql": ".dump"}


@program
def main(arguments: list[str]) -> int:
    """Prints where the backup is."""
    options = parser(
        "backup", "Writes a backup of the database while the server works; also done each night."
    )
    options.add_argument("--to", type=Path, help="the file; else one named by the time, in backups")
    asked = options.parse_args(arguments)
    site = configured()
    path = backup(site, asked.to or backup_path(site, utc_now()))
    say(f"{path} holds the database as of now, {path.stat().st_size:,} bytes.")
    return DONE


def backup_path(site: Settings, now: datetime) -> Path:
    """Where the backup of this moment goes."""
    kind = sa.make_url(site.database_url()).get_backend_name()
    return site.backup_folder() / f"tallyman-{now:%Y%m%d-%H%M%S}{ENDINGS[kind]}"


def backup(site: Settings, path: Path) -> Path:
    """The file appears whole or not at all, readable by its owner only.

    On SQLite no act commits while the pages are copied (about 2 s a gigabyte), so what was
    acknowledged before the end is in it. pg_dump's holds what was committed when it began;
    later moments are the business of PostgreSQL's own log archive.
    """
    url = sa.make_url(site.database_url())
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.touch(mode=0o600)
    try:
        if url.get_backend_name() == "sqlite":
            _copy_pages(Path(url.database or ""), partial)
        else:
            postgres_tool("pg_dump", url, "--format=custom", f"--file={partial}")
        _sync(partial)
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    _sync(path.parent)
    return path


def prune(site: Settings) -> None:
    """Keeps the newest `backups_kept` of the files that this program named."""
    kept = sorted(site.backup_folder().glob("tallyman-*-*.*"), reverse=True)
    for path in kept[site.backups_kept :]:
        path.unlink()


def _copy_pages(source: Path, target: Path) -> None:
    if not source.is_file():
        raise Stop(f"There is no database at {source}.")
    with (
        closing(sqlite3.connect(source, isolation_level=None)) as lock,
        closing(sqlite3.connect(source)) as origin,
        closing(sqlite3.connect(target)) as copy,
    ):
        lock.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
        lock.execute("BEGIN IMMEDIATE")
        origin.backup(copy)
        copy.close()
        _sync(target)
        lock.execute("ROLLBACK")


def postgres_tool(tool: str, url: sa.URL, *arguments: str) -> None:
    """Runs PostgreSQL's own program; the password goes by the environment, not the process list."""
    if shutil.which(tool) is None:
        raise Stop(f"{tool} is not installed here; PostgreSQL's client programs have it.")
    told = {
        "PGHOST": url.host or str(url.query.get("host", "")),
        "PGPORT": str(url.port or ""),
        "PGUSER": url.username or "",
        "PGPASSWORD": str(url.password or ""),
        "PGDATABASE": url.database or "",
    }
    env = os.environ | {name: value for name, value in told.items() if value}
    done = subprocess.run(  # noqa: S603  (no shell, and the names are ours)
        [tool, *arguments],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Stop(f"{tool} failed: {done.stderr.strip()[:900]}")


def _sync(path: Path) -> None:
    """What was written survives a power cut from here on."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
