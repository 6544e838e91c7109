"""What a supervisor tells the terminals of a warehouse, or of one zone."""

from datetime import timedelta

import sqlalchemy as sa

from server.act import Act
from server.door import Reading
from server.errors import not_found
from server.places.tables import Location, Zone
from server.work.tables import BroadcastRow, Task
from server.work.wire import Broadcast, Broadcasts, BroadcastView, TaskState

HEARD_FOR = timedelta(hours=1)
"""A terminal that was away for longer is told no old news."""
MOST = 20


def broadcast(act: Act, command: Broadcast) -> BroadcastView:
    """Refused: 404 for a zone that is not there."""
    zone = None
    if command.zone is not None:
        query = sa.select(Zone.id).where(Zone.warehouse == act.warehouse, Zone.code == command.zone)
        if (zone := act.session.scalar(query)) is None:
            raise not_found("zone", command.zone)
    row = BroadcastRow(
        warehouse=act.warehouse, zone=zone, words=command.text, at=act.now, by=act.who.name
    )
    act.session.add(row)
    act.session.flush()
    return BroadcastView(number=row.id, text=row.words, at=row.at, by=row.by)


def broadcasts(reading: Reading, after: int) -> Broadcasts:
    """What was told since: to all, and to the zone where the caller's task in work begins."""
    zone = (
        sa.select(Location.zone)
        .join(Task, Task.location == Location.id)
        .where(Task.worker == reading.who.name, Task.state == TaskState.ACTIVE)
        .limit(1)
        .scalar_subquery()
    )
    query = (
        sa.select(BroadcastRow)
        .where(
            BroadcastRow.warehouse == reading.warehouse,
            BroadcastRow.id > after,
            BroadcastRow.at > reading.now - HEARD_FOR,
            sa.or_(BroadcastRow.zone.is_(None), BroadcastRow.zone == zone),
        )
        .order_by(BroadcastRow.id.desc())
        .limit(MOST)
    )
    rows = [*reading.session.scalars(query)][::-1]
    here = BroadcastRow.warehouse == reading.warehouse
    last = reading.session.scalar(sa.select(sa.func.max(BroadcastRow.id)).where(here))
    told = [BroadcastView(number=r.id, text=r.words, at=r.at, by=r.by) for r in rows]
    return Broadcasts(told=told, last=max(after, last or 0))
