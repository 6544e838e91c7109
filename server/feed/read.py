"""Reading the feed: sealed entries by position, as far as the reader may see."""

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.door import Reading
from server.guard import Principal
from server.journal.tables import Entry, EventRow, Seal
from server.journal.wire import FeedEvent, FeedItem
from server.wire import Page

LIMIT = 200


def feed(reading: Reading, after: int, limit: int = LIMIT) -> Page[FeedItem]:
    """Items after a position, oldest first; `next` is the position to go on from."""
    items, last = items_after(reading.session, reading.who, after, limit)
    return Page(items=items, next=str(last) if last > after else None)


def items_after(
    session: Session, who: Principal | None, after: int, limit: int = LIMIT
) -> tuple[list[FeedItem], int]:
    """The visible items among the next `limit` positions, and the last position looked at.

    Without a principal everything is visible (followers). Entries of no warehouse are shown to
    those who may see every warehouse's feed by the right `feed`.
    """
    rows = session.execute(
        sa.select(Seal.position, *Entry.__table__.c)
        .join(Entry, Entry.id == Seal.entry)
        .where(Seal.position > after)
        .order_by(Seal.position)
        .limit(min(limit, LIMIT))
    ).all()
    events = _events(session, [row.id for row in rows])
    items = [
        FeedItem(
            position=row.position,
            at=row.at,
            who=row.who,
            device=row.device,
            warehouse=row.warehouse,
            kind=row.kind,
            events=events.get(row.id, []),
        )
        for row in rows
        if who is None or row.warehouse is None or row.warehouse in who.warehouses
    ]
    return items, rows[-1].position if rows else after


def _events(session: Session, entries: list[int]) -> dict[int, list[FeedEvent]]:
    found: dict[int, list[FeedEvent]] = {}
    rows = session.execute(
        sa.select(EventRow).where(EventRow.entry.in_(entries)).order_by(EventRow.entry, EventRow.n)
    ).scalars()
    for row in rows:
        found.setdefault(row.entry, []).append(
            FeedEvent(kind=row.kind, subject=row.subject, detail=msgspec.json.decode(row.body))
        )
    return found
