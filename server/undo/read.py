"""What somebody has done lately that can still be tried to be taken back."""

from datetime import timedelta

import sqlalchemy as sa

from server.door import Reading
from server.journal.tables import Entry
from server.undo.reverse import WAYS_BACK
from server.undo.wire import DoneLately, DoneQuery, DoneThing

LATELY = timedelta(hours=24)
MOST = 20


def done_lately(reading: Reading, wanted: DoneQuery) -> DoneLately:
    """The last 20 of the last day, the latest first; whether one goes is seen when it is tried."""
    scope = reading.scope.code if reading.scope else None
    query = (
        sa.select(Entry.operation, Entry.kind, Entry.at, Entry.body)
        .where(
            Entry.who == f"person:{wanted.person}",
            Entry.warehouse == scope,
            Entry.at > reading.now - LATELY,
            Entry.kind.in_(WAYS_BACK),
        )
        .order_by(Entry.at.desc(), Entry.id.desc())
        .limit(MOST)
    )
    return DoneLately(
        acts=[
            DoneThing(operation=str(row.operation), what=row.kind, at=row.at, told=_plain(row.body))
            for row in reading.session.execute(query)
        ]
    )


def _plain(body: bytes) -> str:
    """What was told, as one line of printable text."""
    said = body.decode(errors="replace")
    return "".join(sign if sign.isprintable() else " " for sign in said)[:200]
