"""What the outbox holds: its tables, and their rows as structs."""

import hashlib
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

from terminal.flows.ask import Entry

SCHEMA = """
CREATE TABLE IF NOT EXISTS run (
    id INTEGER PRIMARY KEY, flow TEXT NOT NULL, task TEXT NOT NULL, snapshot BLOB NOT NULL,
    warehouse TEXT NOT NULL, person TEXT NOT NULL, started TEXT NOT NULL, ended TEXT,
    parked INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS answer (
    run INTEGER NOT NULL REFERENCES run(id), n INTEGER NOT NULL, entry BLOB NOT NULL,
    at TEXT NOT NULL, PRIMARY KEY (run, n)
);
CREATE TABLE IF NOT EXISTS command (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, operation TEXT NOT NULL UNIQUE,
    run INTEGER REFERENCES run(id), session TEXT NOT NULL, path TEXT NOT NULL,
    kind TEXT NOT NULL, offline TEXT NOT NULL, body BLOB NOT NULL, at TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'written', tries INTEGER NOT NULL DEFAULT 0,
    status INTEGER, result BLOB, person TEXT NOT NULL DEFAULT '', about TEXT NOT NULL DEFAULT '',
    sum TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS command_unsent ON command(state, seq);
CREATE TABLE IF NOT EXISTS scan (
    id TEXT PRIMARY KEY, text TEXT NOT NULL, source TEXT NOT NULL, at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS ahead (
    kind TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (kind, key)
);
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
GROWN = dict.fromkeys(("person", "about", "sum"), "TEXT NOT NULL DEFAULT ''")
"""Columns that the queue of an older version does not have; it is taken over as it stands."""
PROBE = (
    "SELECT id, flow, task, snapshot, warehouse, person, started, ended, parked FROM run LIMIT 1",
    "SELECT run, n, entry, at FROM answer LIMIT 1",
    "SELECT id, text, source, at FROM scan LIMIT 1",
    "SELECT name, value FROM fact LIMIT 1",
    "SELECT kind, key, value, at FROM ahead LIMIT 1",
)
"""What must be answered by a file that is whole; the queue is looked at by its rows."""
PRUNE = (
    "DELETE FROM scan WHERE at<?",
    "DELETE FROM command WHERE at<? AND state IN ('done', 'settled')",
    "DELETE FROM answer WHERE run IN (SELECT id FROM run WHERE ended<?)",
    "DELETE FROM run WHERE ended<? AND id NOT IN (SELECT run FROM command WHERE run IS NOT NULL)",
)
"""What is dropped once it is older than the moment given."""


class State(StrEnum):
    """The life of a command here: written -> done, or problem -> (told ->) settled."""

    WRITTEN = "written"
    DONE = "done"
    PROBLEM = "problem"
    TOLD = "told"
    SETTLED = "settled"


REFUSED = frozenset((State.PROBLEM, State.TOLD))
SUMMED = ("operation", "path", "kind", "offline", "person", "about", "body")
"""What of a command never changes; a session may, when its person signs in again."""


def checksum(row: Mapping[str, Any]) -> str:
    """SHA-256 of what was written: a disk that gives back something else is found out."""
    parts = (row[name] for name in SUMMED)
    raw = [part if isinstance(part, bytes) else str(part).encode() for part in parts]
    return hashlib.sha256(b"\n".join(raw)).hexdigest()


class Row(msgspec.Struct, frozen=True):
    """A command as it will be sent, byte for byte, however often."""

    seq: int
    operation: str
    run: int | None
    session: str
    path: str
    kind: str
    offline: str
    body: bytes
    state: State
    tries: int
    status: int | None = None
    result: bytes | None = None
    person: str = ""
    about: str = ""
    sum: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether it is what was written; an older version's has no checksum."""
        return self.sum in {"", checksum(msgspec.structs.asdict(self))}


MOST_COMMANDS = 5_000
LONGEST_SECONDS = 8 * 60 * 60


class Waiting(msgspec.Struct, frozen=True):
    """What is not at the server: commands unsent, the age of the oldest, refusals to settle.

    `held` of the unsent wait behind a refusal or for a sign-in.
    """

    unsent: int = 0
    held: int = 0
    problems: int = 0
    oldest_seconds: float | None = None

    @property
    def full(self) -> bool:
        """A shift, or 5,000 commands, are unsent: what is open is finished, nothing begins."""
        return self.unsent >= MOST_COMMANDS or (self.oldest_seconds or 0.0) >= LONGEST_SECONDS


class Resumed(msgspec.Struct, frozen=True):
    """A run that was cut off: everything that is needed to stand at its prompt again."""

    run: int
    flow: str
    task: str
    warehouse: str
    snapshot: bytes
    entries: tuple[Entry, ...]
