"""A broken outbox: it is set aside, and what can still be read of its queue is taken over."""

import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

COLUMNS = "seq, operation, session, path, kind, offline, body, at, state, tries, status, result"
UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
OPEN = {"written", "problem", "told"}


def set_aside(path: Path, now: datetime) -> Path:
    """Renames the file with its parts; answers where it is now."""
    broken = path.with_name(f"{path.stem}-broken-{now:%Y%m%dT%H%M%S%f}{path.suffix}")
    for part in ("", "-wal", "-shm"):
        old = path.with_name(path.name + part)
        if old.exists():
            old.rename(broken.with_name(broken.name + part))
    return broken


def rescue(broken: Path, db: sqlite3.Connection) -> int:
    """Commands that wait for the server or a person join the queue of `db`, in their order.

    They are sent under their own operation ids: one that had been sent already has no second
    effect. Answers how many they are.
    """
    found: dict[int, tuple[Any, ...]] = {}
    with suppress(*UNREADABLE), closing(sqlite3.connect(broken)) as old:
        for order in ("ASC", "DESC"):  # from both ends up to the first page that can't be read
            with suppress(*UNREADABLE):
                found |= {row[0]: row for row in _rows(old, order)}
    rows = [row for _, row in sorted(found.items()) if row[8] in OPEN and isinstance(row[6], bytes)]
    marks = ", ".join("?" * len(COLUMNS.split(",")))
    insert = f"INSERT OR IGNORE INTO command ({COLUMNS}) VALUES ({marks})"  # noqa: S608
    return sum(_kept(db, insert, row) for row in rows)


def _rows(old: sqlite3.Connection, order: str) -> list[tuple[Any, ...]]:
    """As many rows as come before the first that is broken."""
    cursor = old.execute(f"SELECT {COLUMNS} FROM command ORDER BY seq {order}")  # noqa: S608
    rows: list[tuple[Any, ...]] = []
    with suppress(*UNREADABLE):
        rows.extend(cursor)
    return rows


def _kept(db: sqlite3.Connection, insert: str, row: tuple[Any, ...]) -> int:
    try:
        return db.execute(insert, row).rowcount
    except sqlite3.IntegrityError:  # a field of it is broken
        return 0
