"""The outbox's file: one process has it, every change is on disk, what is broken is set aside."""

import fcntl
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import IO

import msgspec

from terminal.clock import utc_now
from terminal.flows.words import say
from terminal.kept import GROWN, PROBE, PRUNE, SCHEMA, Row
from terminal.salvage import rescue, set_aside

KEPT = timedelta(days=30)
"""How long raw scans and what is settled are kept."""

_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_WORDS = {
    sqlite3.SQLITE_FULL: "Cannot save: disk is full",
    sqlite3.SQLITE_READONLY: "Cannot save: read-only",
    sqlite3.SQLITE_IOERR: "Cannot save: disk fails",
    **dict.fromkeys(_BROKEN, "Cannot save: file broken"),
}

DAMAGED = msgspec.json.encode(
    {"code": "damaged", "detail": "Damaged on this device: not sent. Do it again, or by hand."}
)
"""The answer to a command that the disk gives back otherwise than it was written."""


class InUse(RuntimeError):
    """Another terminal works on this outbox: two would send one queue."""


class Unsaved(RuntimeError):
    """What was to be kept is not on the disk; the words fit in one line of the band."""


class Store:
    """A file of tables; safe to use from the screen's and the sender's threads.

    `aside`: what was found broken and set aside when it was opened, in a sentence.
    """

    def __init__(self, path: Path) -> None:
        """Raises InUse when another process has it, OSError or Unsaved when it can't be kept."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock_file = _locked(path.with_suffix(".lock"))
        self._mutex = threading.RLock()
        self.aside: str = ""
        try:
            with _unsaved():
                self._db = self._opened(path)
                self._prune()
        except BaseException:
            self._lock_file.close()
            raise

    def close(self) -> None:
        with self._mutex:
            self._db.close()
            self._lock_file.close()

    def _opened(self, path: Path) -> sqlite3.Connection:
        """A broken file is kept beside a new one, which takes over what is left of its queue."""
        try:
            return _connected(path)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            if not _is_broken(error):
                raise
        broken = set_aside(path, utc_now())
        db = _connected(path)
        rescued = rescue(broken, db)
        self.aside = say(
            "The outbox was broken: {rescued} unsent rescued. See {file}.",
            rescued=rescued,
            file=broken.name,
        )
        db.execute("INSERT OR REPLACE INTO fact VALUES ('aside', ?)", (str(self.aside),))
        return db

    def _prune(self) -> None:
        before = (utc_now() - KEPT).isoformat()
        with self._transaction() as db:
            for statement in PRUNE:
                db.execute(statement, (before,))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """On disk when it ends; Unsaved, with nothing changed, where the disk takes nothing."""
        with self._mutex, _unsaved():
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a full disk has rolled it back already
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._mutex, _unsaved():
            yield self._db

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
        with self._reading() as db:
            row = db.execute("SELECT value FROM fact WHERE name=?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def remember(self, name: str, value: str) -> None:
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO fact VALUES (?,?)", (name, value))


@contextmanager
def _unsaved() -> Iterator[None]:
    """What SQLite says of a disk, as Unsaved; a mistake of ours stays what it is."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code not in _WORDS and not isinstance(error, sqlite3.OperationalError):
            raise
        raise Unsaved(_WORDS.get(code, "Cannot save: no disk")) from error


def _is_broken(error: Exception) -> bool:
    """Text that is none, and a table or column that is missing, are as bad as what SQLite finds."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return isinstance(error, UnicodeDecodeError) or code in {*_BROKEN, sqlite3.SQLITE_ERROR}


def _connected(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    db.text_factory = lambda raw: raw.decode(errors="replace")  # its row's checksum tells
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            db.execute(f"PRAGMA {pragma}")
        db.executescript(SCHEMA)
        _grow(db)
        _check(db)
    except BaseException:
        db.close()
        raise
    return db


def _grow(db: sqlite3.Connection) -> None:
    known = {row[1] for row in db.execute("PRAGMA table_info(command)")}
    for column, declared in GROWN.items():
        if column not in known:
            db.execute(f"ALTER TABLE command ADD COLUMN {column} {declared}")


def _check(db: sqlite3.Connection) -> None:
    """What SQLite finds by looking through the file is as bad as what it finds by using it."""
    columns = ", ".join(Row.__struct_fields__)
    for probe in (*PROBE, f"SELECT {columns} FROM command LIMIT 1"):  # noqa: S608
        db.execute(probe).fetchone()
    [said] = db.execute("PRAGMA integrity_check(1)").fetchone()
    if said != "ok":
        fault = sqlite3.DatabaseError(said)
        fault.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise fault


def _locked(path: Path) -> IO[str]:
    file = path.open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise InUse(f"Another terminal is using {path.parent}. Close it first.") from error
    return file
