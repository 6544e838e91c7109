"""What outbound does about what has happened: lines whose goods are gone get others."""

import sqlalchemy as sa

from server.act import Act
from server.feed.follow import Done, Followed, Follower
from server.orders.tables import SalesOrder
from server.outbound.allocate import allocate
from server.outbound.relist import relist
from server.stock.events_wire import ReservationBroken


def reallocate(act: Act, command: Followed) -> Done:
    """Looks for other goods for every line that lost its promise, and adds them to the walk."""
    numbers = {
        event.subject for event in command.item.events if event.kind == ReservationBroken.kind
    }
    orders = act.session.scalars(
        sa.select(SalesOrder.id)
        .where(SalesOrder.number.in_(numbers))
        .order_by(SalesOrder.priority, SalesOrder.ship_by, SalesOrder.id)
    ).all()
    allocate(act, orders)
    relist(act, orders)
    return Done()


FOLLOWERS = (Follower("outbound.reallocate", frozenset({ReservationBroken.kind}), reallocate),)
