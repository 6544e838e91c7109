"""SQLite's engine: write-ahead log, every commit on the disk, one writer at a time."""

import sqlite3
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

BUSY_SECONDS = 5
LOOK_SECONDS = 0.002


def sqlite(url: str, connections: int) -> Engine:
    """An engine whose transactions take the write lock at once, unless `reading` is set."""
    engine = sa.create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        poolclass=sa.QueuePool,
        pool_use_lifo=True,  # of the connection used last, pages and statements are still there
        # The driver's own transaction handling lost updates in a trial: we say BEGIN ourselves.
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS, "check_same_thread": False},
    )
    if engine.url.database:
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_SECONDS * 1000}",
            "cache_size=-16000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("reading", False):
            connection.exec_driver_sql("BEGIN")
        else:
            _begin_writing(connection)

    return engine


def _begin_writing(connection: Connection) -> None:
    """Takes SQLite's one write lock. Its own wait sleeps up to 100 ms between two looks, this 2."""
    driver: Any = connection.connection.driver_connection
    until = time.monotonic() + BUSY_SECONDS
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while _is_locked(driver) and time.monotonic() < until:
            time.sleep(LOOK_SECONDS)
        if not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # for its refusal
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")


def _is_locked(driver: Any) -> bool:
    """Tries to begin; whether somebody else writes just now."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    return False
