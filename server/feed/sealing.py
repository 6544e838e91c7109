"""The sealer: gives committed entries the next position and chains their hash."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Acts
from server.db import core, direct
from server.feed.lease import Held, still_ours
from server.journal.tables import Entry, EntryId, EventRow, Seal, Unsealed

BATCH = 500
GENESIS = bytes(32)

_UNSEALED, _SEAL = core(Unsealed).c, core(Seal).c


_WAITING = sa.select(_UNSEALED.entry).order_by(_UNSEALED.entry).limit(sa.bindparam("batch"))
_HEAD = sa.select(_SEAL.position, _SEAL.hash).order_by(_SEAL.position.desc()).limit(1)
_SEALED = sa.insert(core(Seal))
_NO_LONGER_WAITING = sa.delete(core(Unsealed)).where(_UNSEALED.entry == sa.bindparam("sealed"))
_WANTED: sa.BindParameter[Any] = sa.bindparam("entries", expanding=True)
_ENTRIES = sa.select(core(Entry)).where(core(Entry).c.id.in_(_WANTED))
_EVENTS = (
    sa.select(core(EventRow))
    .where(core(EventRow).c.entry.in_(_WANTED))
    .order_by(core(EventRow).c.entry, core(EventRow).c.n)
)


def seal(acts: Acts, held: Held, batch: int = BATCH) -> int:
    """Seals up to `batch` entries; answers how many. A lost lease seals nothing."""

    def work(session: Session, _now: datetime) -> int:
        if not still_ours(session, held):
            return 0
        waiting = [*direct(session, _WAITING, {"batch": batch}).scalars()]
        if waiting:
            _append(session, waiting)
        return len(waiting)

    return acts.upkeep(work)


def _append(session: Session, waiting: list[EntryId]) -> None:
    position, previous = head(session)
    rows = []
    for entry, content in contents(session, waiting):
        position += 1
        previous = hashlib.sha256(previous + content).digest()
        rows.append({"position": position, "entry": entry, "hash": previous})
    direct(session, _SEALED, rows)
    direct(session, _NO_LONGER_WAITING, [{"sealed": entry} for entry in waiting])


def head(session: Session) -> tuple[int, bytes]:
    """The last position and its hash; (0, zeros) before the first."""
    row = direct(session, _HEAD).one_or_none()
    return (row.position, row.hash) if row else (0, GENESIS)


def contents(session: Session, entries: list[EntryId]) -> Iterable[tuple[EntryId, bytes]]:
    """What the seal covers of each entry, in the order given: its columns and its events'."""
    asked = {"entries": entries}
    said: dict[EntryId, list[object]] = {
        row.id: list(row[1:]) for row in direct(session, _ENTRIES, asked)
    }
    for row in direct(session, _EVENTS, asked):
        said[row.entry] += [row.n, row.kind, row.subject, row.body]
    for entry in entries:
        yield entry, b"".join(_framed(value) for value in said[entry])


def _framed(value: object) -> bytes:
    """Length before content, so that no two rows can spell the same bytes."""
    if isinstance(value, datetime):
        value = value.isoformat()
    raw = value if isinstance(value, bytes) else repr(value).encode()
    return len(raw).to_bytes(4, "big") + raw
