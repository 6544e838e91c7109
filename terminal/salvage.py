"""A broken outbox: it is set aside, and what can still be read of its queue is taken over."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from terminal.kept import GROWN

Row = dict[str, Any]

# What a row can't do without, and what an older version may not have.
NEEDED = ("seq", "operation", "session", "path", "kind", "offline", "body", "at", "state")
MORE = ("tries", "status", "result", *GROWN)
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
    found: dict[int, Row] = {}
    with suppress(*UNREADABLE), closing(sqlite3.connect(broken)) as old:
        old.row_factory = sqlite3.Row
        known = {row["name"] for row in old.execute("PRAGMA table_info(command)")}
        columns = ", ".join((*NEEDED, *(column for column in MORE if column in known)))
        for order in ("ASC", "DESC"):  # from both ends up to the first page that can't be read
            query = f"SELECT {columns} FROM command ORDER BY seq {order}"  # noqa: S608
            found |= {row["seq"]: dict(row) for row in _readable(old, query)}
    waiting = [row for _, row in sorted(found.items()) if row["state"] in OPEN]
    return sum(_kept(db, row) for row in waiting if isinstance(row["body"], bytes))


def _readable(old: sqlite3.Connection, query: str) -> Iterator[sqlite3.Row]:
    """As many rows as come before the first that is broken."""
    with suppress(*UNREADABLE):
        yield from old.execute(query)


def _kept(db: sqlite3.Connection, row: Row) -> int:
    columns, marks = ", ".join(row), ", ".join("?" * len(row))
    insert = f"INSERT OR IGNORE INTO command ({columns}) VALUES ({marks})"  # noqa: S608
    try:
        return db.execute(insert, tuple(row.values())).rowcount
    except sqlite3.IntegrityError:  # a field of it is broken
        return 0
