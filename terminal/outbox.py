"""The outbox: the terminal's write-ahead journal; nothing is shown as saved that is not in it."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec

from server.undo.wire import Reverse, Undone
from server.wire import Command
from terminal.ahead import Ahead
from terminal.clock import utc_now
from terminal.flows.ask import Entry
from terminal.holding import Queued, about, sendable
from terminal.kept import REFUSED, Row, State, Waiting, checksum
from terminal.runs import log
from terminal.store import DAMAGED
from terminal.uuid7 import uuid7

LOOKED_BACK = 50
"""How many commands back what came before is looked for."""
NAME = "outbox"


class Outbox(Ahead):
    """One device's journal: what its workers have open, and the queue of what is to be sent."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._turned_away: set[str] = set()
        self.name = self._named()
        self._find_strays()

    def _named(self) -> str:
        """What this file calls itself at the server, so that a copy of it is found out."""
        if not self.fact(NAME):
            self.remember(NAME, uuid4().hex)
        return self.fact(NAME)

    def _find_strays(self) -> None:
        """A command whose state the disk has spoiled would be in no list: a person looks at it."""
        marks = ", ".join("?" * len(State))
        stray = "UPDATE command SET state='problem', status=422, result=? WHERE state NOT IN"
        with self._transaction() as db:
            db.execute(f"{stray} ({marks})", (DAMAGED, *State))

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
        stopped = problems or self._turned_away
        return Waiting(
            unsent=unsent,
            held=unsent - len(self._sendable()) if stopped and unsent else 0,
            problems=problems,
            oldest_seconds=age.total_seconds() if age is not None else None,
        )

    def unsent(self) -> int:
        return self.waiting().unsent

    def problems(self) -> list[Row]:
        """Commands that the server refused for good and nobody has settled yet."""
        return self._rows("state IN ('problem', 'told') ORDER BY seq")

    def next(self) -> Row | None:
        """The oldest command that may be sent."""
        if self._stopped():
            found = self._sendable()
            rows = self._rows("seq=?", found[0]) if found else []
        else:
            rows = self._rows("state='written' ORDER BY seq LIMIT 1")
        return rows[0] if rows else None

    def holds(self, seq: int) -> bool:
        """Whether a command waits behind one that was refused or turned away."""
        if not self._stopped():
            return False
        queue = self._queue()
        written = any(one.seq == seq and one.state is State.WRITTEN for one in queue)
        return written and seq not in sendable(queue, self._turned_away)

    def _stopped(self) -> bool:
        """Whether there is anything that others may have to wait behind."""
        query = "SELECT EXISTS (SELECT 1 FROM command WHERE state IN ('problem', 'told'))"
        with self._reading() as db:
            return bool(self._turned_away) or bool(db.execute(query).fetchone()[0])

    def _sendable(self) -> list[int]:
        return list(sendable(self._queue(), self._turned_away))

    def before(self, row: Row) -> Row | None:
        """What was done last before it that is about the same, as far as the last ones go.

        Of the same session only: a server that knows it is the one that had them, and no new one
        whose lists and totes have the same names.
        """
        named = set(row.about.split())
        where = "state='done' AND tries>0 AND session=? AND seq<? ORDER BY seq DESC LIMIT ?"
        done = self._rows(where, row.session, row.seq, LOOKED_BACK) if named else []
        return next((each for each in done if named & set(each.about.split())), None)

    def is_alone(self, row: Row) -> bool:
        """Whether its worker has gone on without an answer: what it tells has happened."""
        entry = "json_extract(CAST(entry AS TEXT), '$.{}')".format
        unanswered = f"{entry('operation')}=? AND {entry('reply')} IS NULL"
        with self._reading() as db:
            query = f"SELECT 1 FROM answer WHERE run=? AND {unanswered}"  # noqa: S608
            return db.execute(query, (row.run, row.operation)).fetchone() is not None

    def forgotten(self, seq: int) -> None:
        """The server lacks what it had done: it was restored from a backup, and gets it again."""
        forgotten = "UPDATE command SET state='written' WHERE seq=? AND state='done'"
        with self._transaction() as db:
            db.execute(forgotten, (seq,))

    def withdraw(self, seq: int) -> None:
        """A command that was held, and is not to wait: it never goes out."""
        withdrawn = "UPDATE command SET state='settled' WHERE seq=? AND state='written'"
        with self._transaction() as db:
            db.execute(withdrawn, (seq,))

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

    def since(self, person: str, moment: datetime) -> list[Row]:
        """What that person has written here since then."""
        return self._rows("person=? AND at>? ORDER BY seq", person, moment.isoformat())

    def find(self, operation: str) -> Row | None:
        rows = self._rows("operation=?", operation)
        return rows[0] if rows else None

    def tried(self, seq: int) -> bool:
        """Before it is sent; False if it is not to be: it was taken back meanwhile."""
        tries = "UPDATE command SET tries=tries+1 WHERE seq=? AND state='written'"
        with self._transaction() as db:
            return db.execute(tries, (seq,)).rowcount == 1

    def answered(self, seq: int, state: State, status: int, result: bytes) -> None:
        """What became of a command; its row stays."""
        with self._transaction() as db:
            db.execute(
                "UPDATE command SET state=?, status=?, result=? WHERE seq=?",
                (state, status, result, seq),
            )

    def damaged(self, row: Row) -> None:
        """It is not what was written: it is never sent, and stays to be looked at."""
        spoilt = "UPDATE command SET state='problem', status=422, result=?, operation=? WHERE seq=?"
        with self._transaction() as db:
            db.execute(spoilt, (DAMAGED, row.operation, row.seq))

    def mark(self, seq: int, state: State) -> None:
        """A problem becomes settled, or is written to be sent once more."""
        with self._transaction() as db:
            _mark(db, seq, state)

    def signed(self, seq: int) -> None:
        """A refusal that a second person has turned: it goes out as if it were new."""
        signed = "UPDATE command SET state='written', status=NULL, result=NULL WHERE seq=?"
        with self._transaction() as db:
            db.execute(f"{signed} AND state IN ('problem', 'told')", (seq,))

    def _queue(self) -> list[Queued]:
        query = (
            "SELECT seq, state, session, about FROM command"
            " WHERE state IN ('written', 'problem', 'told') ORDER BY seq"
        )
        with self._reading() as db:
            return [Queued(seq, State(state), *told) for seq, state, *told in db.execute(query)]

    def _rows(self, where: str, *values: Any) -> list[Row]:
        columns = ", ".join(Row.__struct_fields__)
        with self._reading() as db:
            found = db.execute(f"SELECT {columns} FROM command WHERE {where}", values)  # noqa: S608
            return [_row(dict(zip(Row.__struct_fields__, row, strict=True))) for row in found]


def _row(told: dict[str, Any]) -> Row:
    """A row whose fields are no longer of their kind is one that is not whole."""
    try:
        return msgspec.convert(told, Row, strict=False)
    except msgspec.ValidationError:
        return Row(
            seq=told["seq"],
            operation=str(told["operation"]),
            run=None,
            session="",
            path="",
            kind=str(told["kind"]),
            offline="A",
            body=b"{}",
            state=State(told["state"]) if told["state"] in {*State} else State.PROBLEM,
            tries=0,
            status=422,
            result=DAMAGED,
            sum="?",
        )


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
    row = {
        "operation": operation,
        "run": run,
        "session": who[0],
        "person": who[1],
        "path": path,
        "kind": type(command).kind,
        "offline": type(command).offline,
        "body": msgspec.json.encode(command),
        "at": now,
        "about": about(command, run),
    }
    if isinstance(command, Reverse):
        row |= _taken_back(db, command)
    row["sum"] = checksum(row)
    columns, marks = ", ".join(row), ", ".join("?" * len(row))
    db.execute(f"INSERT INTO command ({columns}) VALUES ({marks})", tuple(row.values()))  # noqa: S608
    return operation


def _taken_back(db: sqlite3.Connection, command: Reverse) -> dict[str, Any]:
    """What was refused, or never went out, is taken back here; all else by the server, in order."""
    query = "SELECT seq, state, tries, kind, about FROM command WHERE operation=?"
    found = db.execute(query, (command.operation,)).fetchone()
    if found is None:
        return {}
    seq, state, tries, kind, named = found
    if state not in REFUSED and (state != State.WRITTEN or tries):
        return {"about": named}
    db.execute("UPDATE command SET state=? WHERE seq=?", (State.SETTLED, seq))
    undone = msgspec.json.encode(Undone(undone=kind))
    return {"about": named, "state": State.DONE, "status": 200, "result": undone}
