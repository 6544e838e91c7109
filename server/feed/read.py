"""Reading the feed: sealed entries by position, as far as the reader may see."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.db import core, direct
from server.door import Reading
from server.guard import Principal
from server.journal.tables import Entry, EventRow, Seal
from server.journal.wire import FeedEvent, FeedItem
from server.wire import Page

LIMIT = 200

_SEAL, _ENTRY, _EVENT = core(Seal).c, core(Entry).c, core(EventRow).c
_AFTER = (
    sa.select(
        _SEAL.position, _ENTRY.id, _ENTRY.at, _ENTRY.who, _ENTRY.device, _ENTRY.warehouse,
        _ENTRY.kind,
    )
    .join_from(core(Seal), core(Entry), _ENTRY.id == _SEAL.entry)
    .where(_SEAL.position > sa.bindparam("after"))
    .order_by(_SEAL.position)
    .limit(sa.bindparam("limit"))
)  # fmt: skip
_WANTED = _AFTER.where(
    sa.exists().where(
        _EVENT.entry == _SEAL.entry, _EVENT.kind.in_(sa.bindparam("kinds", expanding=True))
    )
)
_EVENTS = (
    sa.select(_EVENT.entry, _EVENT.kind, _EVENT.subject, _EVENT.body)
    .where(_EVENT.entry.in_(sa.bindparam("entries", expanding=True)))
    .order_by(_EVENT.entry, _EVENT.n)
)


def feed(reading: Reading, after: int, limit: int = LIMIT) -> Page[FeedItem]:
    """Items after a position, oldest first; `next` is the position to go on from."""
    items, last = items_after(reading.session, reading.who, after, limit)
    return Page(items=items, next=str(last) if last > after else None)


def items_after(
    session: Session, who: Principal, after: int, limit: int
) -> tuple[list[FeedItem], int]:
    """The visible items among the next `limit` positions, and the last position looked at.

    Entries of no warehouse are shown to those who may see every warehouse's feed by the right
    `feed`.
    """
    rows = direct(session, _AFTER, {"after": after, "limit": min(limit, LIMIT)}).all()
    seen = [row for row in rows if row.warehouse is None or row.warehouse in who.warehouses]
    return _items(session, seen), rows[-1].position if rows else after


def wanted_after(session: Session, kinds: Collection[str], after: int) -> list[FeedItem]:
    """At most `LIMIT` of the next items with an event of these kinds, whole, for any reader."""
    values = {"kinds": sorted(kinds), "after": after, "limit": LIMIT}
    rows = direct(session, _WANTED, values).all()
    return _items(session, rows) if rows else []


def _items(session: Session, rows: Sequence[sa.Row[*tuple[Any, ...]]]) -> list[FeedItem]:
    events = _events(session, [row.id for row in rows])
    return [
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
    ]


def _events(session: Session, entries: list[int]) -> dict[int, list[FeedEvent]]:
    found: dict[int, list[FeedEvent]] = {}
    for row in direct(session, _EVENTS, {"entries": entries}):
        found.setdefault(row.entry, []).append(
            FeedEvent(kind=row.kind, subject=row.subject, detail=msgspec.json.decode(row.body))
        )
    return found
