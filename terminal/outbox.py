"""The outbox: the terminal's write-ahead journal; nothing is shown as saved that is not in it."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from server.wire import Command
from terminal.clock import utc_now
from terminal.flows.ask import Entry
from terminal.kept import Row, State, Waiting
from terminal.runs import Runs, log
from terminal.uuid7 import uuid7


class Outbox(Runs):
    """One device's journal: what its workers have open, and the queue of what is to be sent."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._turned_away: set[str] = set()

    def write(
        self,
        run: int,
        keep: int,
        entries: Iterable[Entry],
        command: Command | None = None,
        *,
        session: str = "",
        path: str = "",
        person: str = "",
    ) -> str:
        """The log becomes its first `keep` entries plus `entries`; a command joins the queue.

        One transaction, on disk when this returns. Answers the command's operation id.
        """
        with self._transaction() as db:
            log(db, run, keep, entries)
            return "" if command is None else _queue(db, command, path, (session, person), run)

    def send(
        self, command: Command, *, session: str, path: str, person: str = "", about: int = 0
    ) -> str:
        """Queues a command that belongs to no run; the problem `about` that it tells is told."""
        with self._transaction() as db:
            _mark(db, about, State.TOLD)
            return _queue(db, command, path, (session, person), None)

    def last_of(self, run: int) -> Row | None:
        """The last command that a run wrote."""
        rows = self._rows("run=? ORDER BY seq DESC LIMIT 1", run)
        return rows[0] if rows else None

    def waiting(self) -> Waiting:
        """How much is not at the server, and for how long."""
        query = (
            "SELECT count(*) FILTER (WHERE state='written'), count(*) FILTER (WHERE"
            " state<>'written'), min(at) FILTER (WHERE state='written') FROM command"
            " WHERE state IN ('written', 'problem', 'told')"
        )
        with self._reading() as db:
            unsent, problems, since = db.execute(query).fetchone()
        age = utc_now() - datetime.fromisoformat(since) if since else None
        return Waiting(unsent, problems, age.total_seconds() if age is not None else None)

    def unsent(self) -> int:
        return self.waiting().unsent

    def problems(self) -> list[Row]:
        """Commands that the server refused for good and nobody has settled yet."""
        return self._rows("state IN ('problem', 'told') ORDER BY seq")

    def next(self) -> Row | None:
        """The oldest command that may be sent."""
        marks = ", ".join("?" * len(self._turned_away))
        where = f"state='written' AND session NOT IN ({marks}) ORDER BY seq LIMIT 1"
        rows = self._rows(where, *self._turned_away)
        return rows[0] if rows else None

    def turned_away(self, session: str) -> None:
        """The server does not take what that session wrote: it waits until its person is back."""
        with self._mutex:
            self._turned_away.add(session)

    def signed_in(self, person: str, session: str) -> None:
        """What that person wrote under a session that was turned away goes out under this one."""
        with self._transaction() as db:
            db.executemany(
                "UPDATE command SET session=? WHERE state='written' AND person=? AND session=?",
                [(session, person, old) for old in self._turned_away],
            )

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
        """A problem becomes settled, or is written to be sent once more."""
        with self._transaction() as db:
            _mark(db, seq, state)

    def _rows(self, where: str, *values: Any) -> list[Row]:
        columns = ", ".join(Row.__struct_fields__)
        with self._reading() as db:
            found = db.execute(f"SELECT {columns} FROM command WHERE {where}", values)  # noqa: S608
            return [msgspec.convert(row, Row, strict=False) for row in map(_named, found)]


def _named(row: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(Row.__struct_fields__, row, strict=True))


def _mark(db: sqlite3.Connection, seq: int, state: State) -> None:
    db.execute(
        "UPDATE command SET state=? WHERE seq=? AND state IN ('problem', 'told')", (state, seq)
    )


def _queue(
    db: sqlite3.Connection, command: Command, path: str, who: tuple[str, str], run: int | None
) -> str:
    """`who`: the session that wrote it, and its person."""
    operation, now = str(uuid7()), utc_now().isoformat()
    if getattr(command, "happened_at", now) is None:  # now is when; it may be told much later
        command = msgspec.structs.replace(command, happened_at=datetime.fromisoformat(now))
    db.execute(
        "INSERT INTO command (operation, run, session, person, path, kind, offline, body, at)"
        " VALUES (?,?,?,?,?,?,?,?,?)",
        (
            operation,
            run,
            *who,
            path,
            type(command).kind,
            type(command).offline,
            msgspec.json.encode(command),
            now,
        ),
    )
    return operation
