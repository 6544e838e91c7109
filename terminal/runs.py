"""Runs of procedures in the outbox: the snapshot each works from, and the log of its answers."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress

import msgspec

from server.undo.wire import OWN
from terminal.clock import utc_now
from terminal.flows.ask import Entry
from terminal.kept import Resumed
from terminal.store import Store

_entries = msgspec.json.Decoder(Entry)


class Runs(Store):
    """What a worker has open, and what was parked."""

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
                return _run(db, parked[0])
            cursor = db.execute(
                "INSERT INTO run (flow, task, warehouse, person, snapshot, started)"
                " VALUES (?,?,?,?,?,?)",
                (*told, utc_now().isoformat()),
            )
            return _run(db, cursor.lastrowid or 0)

    def end(self, run: int, *, parked: bool = False) -> None:
        now = utc_now().isoformat()
        with self._transaction() as db:
            db.execute("UPDATE run SET ended=?, parked=? WHERE id=?", (now, parked, run))

    def resumed(self, person: str = "") -> Resumed | None:
        """The run of this person that was open when the terminal stopped, the latest first."""
        with self._reading() as db:
            found = db.execute(
                "SELECT max(id) FROM run WHERE ended IS NULL AND person=?", (person,)
            ).fetchone()
            return None if found[0] is None else _run(db, found[0])

    def reopen(self, person: str) -> Resumed | None:
        """The last run of this person that a command was answered in, open once more.

        What was answered behind that command, as the key that ended the run, is dropped.
        """
        since = (utc_now() - OWN).isoformat()
        with self._transaction() as db:
            found = db.execute(
                "SELECT run.id, max(n) FROM run JOIN answer ON answer.run=run.id WHERE ended>?"
                " AND NOT parked AND person=? AND json_extract(CAST(entry AS TEXT), '$.type')"
                "='saved' GROUP BY run.id ORDER BY ended DESC LIMIT 1",
                (since, person),
            ).fetchone()
            if found is None:
                return None
            db.execute("DELETE FROM answer WHERE run=? AND n>?", found)
            db.execute("UPDATE run SET ended=NULL WHERE id=?", found[:1])
            return _run(db, found[0])

    def run(self, number: int) -> Resumed:
        """A run as it is kept."""
        with self._reading() as db:
            return _run(db, number)


def log(db: sqlite3.Connection, run: int, keep: int, entries: Iterable[Entry]) -> None:
    """The log of a run becomes its first `keep` entries plus `entries`."""
    now = utc_now().isoformat()
    db.execute("DELETE FROM answer WHERE run=? AND n>=?", (run, keep))
    db.executemany(
        "INSERT INTO answer (run, n, entry, at) VALUES (?,?,?,?)",
        [(run, keep + n, msgspec.json.encode(entry), now) for n, entry in enumerate(entries)],
    )


def _run(db: sqlite3.Connection, number: int) -> Resumed:
    query = "SELECT id, flow, task, warehouse, snapshot FROM run WHERE id=?"
    run, flow, task, warehouse, snapshot = db.execute(query, (number,)).fetchone()
    found = db.execute("SELECT entry FROM answer WHERE run=? ORDER BY n", (run,))
    entries = tuple(_readable(found))
    return Resumed(
        run=run, flow=flow, task=task, warehouse=warehouse, snapshot=snapshot, entries=entries
    )


def _readable(found: Iterable[tuple[bytes]]) -> Iterator[Entry]:
    """As far as this version can read what an older one wrote."""
    with suppress(msgspec.MsgspecError):
        for (entry,) in found:
            yield _entries.decode(entry)
