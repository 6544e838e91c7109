"""What was fetched ahead, in the outbox's file: next tasks, what codes mean, what was looked up."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from terminal.clock import utc_now
from terminal.runs import Runs

MOST_ROWS = 20_000
"""How much of one kind is kept, the latest: some 4 MB of codes."""


class Fetched(msgspec.Struct, frozen=True):
    """A value as it was fetched, and when."""

    key: str
    value: bytes
    at: datetime

    def minutes(self) -> int:
        return int((utc_now() - self.at).total_seconds() // 60)


class Ahead(Runs):
    """Rows of (kind, key, value); nothing of it is a fact, all of it may be dropped."""

    def fetched(self, kind: str, rows: Iterable[tuple[str, bytes]], *, whole: bool = False) -> None:
        """Keeps them; as `whole` they are all that is kept of the kind from now on."""
        now = utc_now().isoformat()
        with self._transaction() as db:
            if whole:
                db.execute("DELETE FROM ahead WHERE kind=?", (kind,))
            put = "INSERT OR REPLACE INTO ahead (kind, key, value, at) VALUES (?,?,?,?)"
            db.executemany(put, [(kind, key, value, now) for key, value in rows])
            drop = (
                "DELETE FROM ahead WHERE kind=? AND key NOT IN"
                " (SELECT key FROM ahead WHERE kind=? ORDER BY at DESC LIMIT ?)"
            )
            db.execute(drop, (kind, kind, MOST_ROWS))

    def ahead(self, kind: str, key: str = "") -> list[Fetched]:
        """All of a kind, or those whose key is `key` or begins with it and a line feed."""
        query = (
            "SELECT key, value, at FROM ahead"
            " WHERE kind=? AND (?='' OR key=? OR (key>=? AND key<?))"
        )
        told = (kind, key, key, f"{key}\n", f"{key}\x0b")
        with self._reading() as db:
            return [
                Fetched(key, value, datetime.fromisoformat(at))
                for key, value, at in db.execute(query, told)
            ]

    def take_ahead(self, kind: str) -> str:
        """The first key of a kind, gone from here when it is told; empty: there is none."""
        first = (
            "DELETE FROM ahead WHERE kind=? AND key=(SELECT min(key) FROM ahead WHERE kind=?)"
            " RETURNING key"
        )
        with self._transaction() as db:
            row = db.execute(first, (kind, kind)).fetchone()
        return "" if row is None else str(row[0])

    def forget_ahead(self, kind: str, *keys: str) -> None:
        """Drops those, or all of the kind."""
        with self._transaction() as db:
            if not keys:
                db.execute("DELETE FROM ahead WHERE kind=?", (kind,))
            db.executemany("DELETE FROM ahead WHERE kind=? AND key=?", [(kind, k) for k in keys])
