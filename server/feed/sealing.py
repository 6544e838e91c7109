"""The sealer: gives committed entries the next position and chains their hash."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Acts
from server.feed.lease import Held, still_ours
from server.journal.tables import Entry, EntryId, EventRow, Seal, Unsealed

BATCH = 500
GENESIS = bytes(32)


def seal(acts: Acts, held: Held, batch: int = BATCH) -> int:
    """Seals up to `batch` entries; answers how many. A lost lease seals nothing."""

    def work(session: Session, _now: datetime) -> int:
        if not still_ours(session, held):
            return 0
        waiting = list(
            session.scalars(sa.select(Unsealed.entry).order_by(Unsealed.entry).limit(batch))
        )
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
    session.execute(sa.insert(Seal), rows)
    session.execute(sa.delete(Unsealed).where(Unsealed.entry.in_(waiting)))


def head(session: Session) -> tuple[int, bytes]:
    """The last position and its hash; (0, zeros) before the first."""
    row = session.execute(
        sa.select(Seal.position, Seal.hash).order_by(Seal.position.desc()).limit(1)
    ).one_or_none()
    return (row.position, row.hash) if row else (0, GENESIS)


def contents(session: Session, entries: list[EntryId]) -> Iterable[tuple[EntryId, bytes]]:
    """What the seal covers of each entry, in the order given: its columns and its events'."""
    said = {
        row.id: list(row[1:])
        for row in session.execute(sa.select(*Entry.__table__.c).where(Entry.id.in_(entries)))
    }
    events = session.execute(
        sa.select(*EventRow.__table__.c)
        .where(EventRow.entry.in_(entries))
        .order_by(EventRow.entry, EventRow.n)
    )
    for row in events:
        said[row.entry] += [row.n, row.kind, row.subject, row.body]
    for entry in entries:
        yield entry, b"".join(_framed(value) for value in said[entry])


def _framed(value: object) -> bytes:
    """Length before content, so that no two rows can spell the same bytes."""
    if isinstance(value, datetime):
        value = value.isoformat()
    raw = value if isinstance(value, bytes) else repr(value).encode()
    return len(raw).to_bytes(4, "big") + raw
