"""What outbound does about what has happened: lines whose goods are gone or moved get others."""

from collections.abc import Sequence

import sqlalchemy as sa

from server.act import Act
from server.feed.follow import Done, Followed, Follower
from server.orders.tables import OrderId, SalesOrder
from server.outbound.allocate import allocate
from server.outbound.relist import relist
from server.stock.events_wire import PromiseMoved, ReservationBroken


def reallocate(act: Act, command: Followed) -> Done:
    """Looks for other goods for every line that lost its promise, and adds them to the walk."""
    orders = _orders(act, command, ReservationBroken.kind)
    allocate(act, orders)
    relist(act, orders)
    return Done()


def moved_along(act: Act, command: Followed) -> Done:
    """Pickers go where promised goods stand now."""
    relist(act, _orders(act, command, PromiseMoved.kind))
    return Done()


def _orders(act: Act, command: Followed, kind: str) -> Sequence[OrderId]:
    """The orders that such events are about, the most urgent first."""
    numbers = {event.subject for event in command.item.events if event.kind == kind}
    query = sa.select(SalesOrder.id).where(SalesOrder.number.in_(numbers))
    urgency = (SalesOrder.priority, SalesOrder.ship_by, SalesOrder.id)
    return act.session.scalars(query.order_by(*urgency)).all()


FOLLOWERS = (
    Follower("outbound.reallocate", frozenset({ReservationBroken.kind}), reallocate),
    Follower("outbound.moved_along", frozenset({PromiseMoved.kind}), moved_along),
)
