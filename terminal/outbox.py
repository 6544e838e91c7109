"""The outbox: the terminal's write-ahead journal; nothing is shown as saved that is not in it."""

import fcntl
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import msgspec

from server.undo.wire import OWN
from server.wire import Command
from terminal.clock import utc_now
from terminal.flows.ask import Entry
from terminal.kept import SCHEMA, Resumed, Row, State
from terminal.uuid7 import uuid7

_entries = msgspec.json.Decoder(Entry)


class InUse(RuntimeError):
    """Another terminal works on this outbox: two would send one queue."""


class Outbox:
    """One device's journal; safe to use from the screen's and the sender's threads."""

    def __init__(self, path: Path) -> None:
        """Raises InUse when another process has it, OSError or sqlite3.Error when it is ill."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock_file = _locked(path.with_suffix(".lock"))
        self._mutex = threading.RLock()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.executescript(SCHEMA)

    def close(self) -> None:
        with self._mutex:
            self._db.close()
            self._lock_file.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._mutex:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    # --- runs and answers -------------------------------------------------------------------------

    def begin(
        self, flow: str, task: str, warehouse: str, snapshot: bytes, person: str = ""
    ) -> Resumed:
        """Opens a run of a procedure over the snapshot that it works from.

        The same person's parked run goes on where it stood if nothing of its snapshot has changed.
        """
        told = (flow, task, warehouse, person, snapshot)
        with self._transaction() as db:
            parked = db.execute(
                "UPDATE run SET ended=NULL, parked=0 WHERE id=(SELECT max(id) FROM run WHERE parked"
                " AND flow=? AND task=? AND warehouse=? AND person=? AND snapshot=?) RETURNING id",
                told,
            ).fetchone()
            if parked is not None:
                return self.run(parked[0])
            cursor = db.execute(
                "INSERT INTO run (flow, task, warehouse, person, snapshot, started)"
                " VALUES (?,?,?,?,?,?)",
                (*told, utc_now().isoformat()),
            )
            return self.run(cursor.lastrowid or 0)

    def end(self, run: int, *, parked: bool = False) -> None:
        now = utc_now().isoformat()
        with self._transaction() as db:
            db.execute("UPDATE run SET ended=?, parked=? WHERE id=?", (now, parked, run))

    def write(
        self,
        run: int,
        keep: int,
        entries: Iterable[Entry],
        command: Command | None = None,
        *,
        session: str = "",
        path: str = "",
    ) -> str:
        """The log becomes its first `keep` entries plus `entries`; a command joins the queue.

        One transaction, on disk when this returns. Answers the command's operation id.
        """
        now = utc_now().isoformat()
        with self._transaction() as db:
            db.execute("DELETE FROM answer WHERE run=? AND n>=?", (run, keep))
            db.executemany(
                "INSERT INTO answer (run, n, entry, at) VALUES (?,?,?,?)",
                [
                    (run, keep + n, msgspec.json.encode(entry), now)
                    for n, entry in enumerate(entries)
                ],
            )
            if command is None:
                return ""
            return _queue(db, command, path, session, run, now)

    def send(self, command: Command, *, session: str, path: str) -> str:
        """Queues a command that belongs to no run."""
        with self._transaction() as db:
            return _queue(db, command, path, session, None, utc_now().isoformat())

    def resumed(self, person: str = "") -> Resumed | None:
        """The run of this person that was open when the terminal stopped, the latest first."""
        with self._mutex:
            found = self._db.execute(
                "SELECT max(id) FROM run WHERE ended IS NULL AND person=?", (person,)
            ).fetchone()
            return None if found[0] is None else self.run(found[0])

    def reopen(self, person: str) -> Resumed | None:
        """The last run of this person whose last entry is a command's reply, open once more."""
        since = (utc_now() - OWN).isoformat()
        with self._transaction() as db:
            found = db.execute(
                "UPDATE run SET ended=NULL WHERE id=(SELECT id FROM run WHERE ended>? AND NOT"
                " parked AND person=? AND (SELECT json_extract(CAST(entry AS TEXT), '$.type')"
                " FROM answer WHERE run=run.id ORDER BY n DESC LIMIT 1)='saved'"
                " ORDER BY ended DESC LIMIT 1) RETURNING id",
                (since, person),
            ).fetchone()
            return None if found is None else self.run(found[0])

    def run(self, number: int) -> Resumed:
        """A run as it is kept."""
        with self._mutex:
            return self._read(number)

    def _read(self, number: int) -> Resumed:
        query = "SELECT id, flow, task, warehouse, snapshot FROM run WHERE id=?"
        run, flow, task, warehouse, snapshot = self._db.execute(query, (number,)).fetchone()
        found = self._db.execute("SELECT entry FROM answer WHERE run=? ORDER BY n", (run,))
        entries = tuple(_entries.decode(entry) for (entry,) in found)
        return Resumed(
            run=run, flow=flow, task=task, warehouse=warehouse, snapshot=snapshot, entries=entries
        )

    def last_of(self, run: int) -> Row | None:
        """The last command that a run wrote."""
        rows = self._rows("run=? ORDER BY seq DESC LIMIT 1", run)
        return rows[0] if rows else None

    # --- the queue --------------------------------------------------------------------------------

    def unsent(self) -> int:
        return self._count(State.WRITTEN)

    def problems(self) -> list[Row]:
        """Commands that the server refused for good and nobody has settled yet."""
        return self._rows("state IN ('problem', 'told') ORDER BY seq")

    def next(self) -> Row | None:
        """The oldest command that waits to be sent."""
        rows = self._rows("state='written' ORDER BY seq LIMIT 1")
        return rows[0] if rows else None

    def find(self, operation: str) -> Row | None:
        rows = self._rows("operation=?", operation)
        return rows[0] if rows else None

    def tried(self, seq: int) -> None:
        with self._transaction() as db:
            db.execute("UPDATE command SET tries=tries+1 WHERE seq=?", (seq,))

    def answered(self, seq: int, state: State, status: int, result: bytes) -> None:
        """What became of a command; its row stays."""
        with self._transaction() as db:
            db.execute(
                "UPDATE command SET state=?, status=?, result=? WHERE seq=?",
                (state, status, result, seq),
            )

    def mark(self, seq: int, state: State) -> None:
        """A problem becomes told, settled, or is written to be sent once more."""
        with self._transaction() as db:
            db.execute(
                "UPDATE command SET state=? WHERE seq=? AND state IN ('problem', 'told')",
                (state, seq),
            )

    # --- scans and facts --------------------------------------------------------------------------

    def scanned(self, scan: str, text: str, source: str) -> None:
        """Keeps a raw scan for the list of the last ones; badges are masked by the caller."""
        with self._transaction() as db:
            db.execute(
                "INSERT OR IGNORE INTO scan VALUES (?,?,?,?)",
                (scan, text, source, utc_now().isoformat()),
            )

    def fact(self, name: str) -> str:
        """Something remembered between starts (session, last badge); empty when unknown."""
        with self._mutex:
            row = self._db.execute("SELECT value FROM fact WHERE name=?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def remember(self, name: str, value: str) -> None:
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO fact VALUES (?,?)", (name, value))

    def _count(self, state: State) -> int:
        with self._mutex:
            query = "SELECT count(*) FROM command WHERE state=?"
            return int(self._db.execute(query, (state,)).fetchone()[0])

    def _rows(self, where: str, *values: Any) -> list[Row]:
        columns = ", ".join(Row.__struct_fields__)
        with self._mutex:
            found = self._db.execute(f"SELECT {columns} FROM command WHERE {where}", values)  # noqa: S608
            return [msgspec.convert(row, Row, strict=False) for row in map(_named, found)]


def _named(row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(Row.__struct_fields__, row, strict=True))


def _queue(
    db: sqlite3.Connection, command: Command, path: str, session: str, run: int | None, now: str
) -> str:
    operation = str(uuid7())
    if getattr(command, "happened_at", now) is None:  # now is when; it may be told much later
        command = msgspec.structs.replace(command, happened_at=datetime.fromisoformat(now))
    db.execute(
        "INSERT INTO command (operation, run, session, path, kind, offline, body, at)"
        " VALUES (?,?,?,?,?,?,?,?)",
        (
            operation,
            run,
            session,
            path,
            type(command).kind,
            type(command).offline,
            msgspec.json.encode(command),
            now,
        ),
    )
    return operation


def _locked(path: Path) -> IO[str]:
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise InUse(f"Another terminal is using {path.parent}. Close it first.") from error
    return file
