"""One step of a sales order, told as it is made; its end when nothing of it is open."""

from collections.abc import Iterable

import sqlalchemy as sa

from server.act import Act
from server.db import core, direct, total
from server.orders.states import OPEN
from server.orders.tables import OrderId, OrderLine, SalesOrder
from server.orders.wire import OrderMoved, OrderState

_L = core(OrderLine).c
_LOCKED = (
    sa.select(SalesOrder)
    .where(SalesOrder.id.in_(sa.bindparam("orders", expanding=True)))
    .order_by(SalesOrder.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)
_COUNTED = (
    sa.select(
        _L.order,
        total(_L.ordered - _L.cancelled - _L.shipped).label("left"),
        total(_L.to_put_back).label("back"),
        total(_L.shipped).label("shipped"),
    )
    .where(_L.order.in_(sa.bindparam("orders", expanding=True)))
    .group_by(_L.order)
)


def move_to(act: Act, order: SalesOrder, target: OrderState, reason: str = "") -> None:
    """One step along the graph; 409 `wrong_state` when no edge leads there."""
    source = order.state
    order.state, order.version = target, order.version + 1
    act.record(OrderMoved(source=source, target=target, reason=reason[:200]), order.number)


def settle(act: Act, order: OrderId) -> OrderState:
    """Ends the order when nothing of it is open: done if anything shipped, else cancelled.

    Asked after the last unit was shipped, cancelled or put back. Answers the state it has then.
    """
    return settle_all(act, [order])[0]


def settle_all(act: Act, orders: Iterable[OrderId]) -> list[OrderState]:
    """Each of the orders, in the order of their keys."""
    act.session.flush()
    wanted = sorted(set(orders))
    rows = act.session.scalars(_LOCKED, {"orders": wanted}).all()
    counted = {row.order: row for row in direct(act.session, _COUNTED, {"orders": wanted})}
    for row in rows:
        lines = counted[row.id]
        if row.state in OPEN and lines.left == 0 and lines.back == 0:
            move_to(act, row, OrderState.DONE if lines.shipped else OrderState.CANCELLED)
    return [row.state for row in rows]


def reopen(act: Act, order: SalesOrder) -> None:
    """A carton of a finished order came back: there is something to ship again."""
    if order.state is OrderState.DONE:
        move_to(act, order, OrderState.RELEASED, "a carton came back")
