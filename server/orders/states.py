"""The graph of a sales order: one table, and the only way along it (I-12)."""

from collections.abc import Iterable

import sqlalchemy as sa

from server.act import Act
from server.db import core, direct, total
from server.errors import Refusal
from server.orders.tables import OrderId, OrderLine, SalesOrder
from server.orders.wire import OrderMoved, OrderState

GRAPH: dict[OrderState, frozenset[OrderState]] = {
    OrderState.NEW: frozenset({OrderState.HELD, OrderState.RELEASED, OrderState.CANCELLED}),
    OrderState.HELD: frozenset(
        # done: its last carton left all the same, and was told as it is
        {OrderState.NEW, OrderState.RELEASED, OrderState.DONE, OrderState.CANCELLED}
    ),
    OrderState.RELEASED: frozenset({OrderState.HELD, OrderState.DONE, OrderState.CANCELLED}),
    OrderState.DONE: frozenset({OrderState.RELEASED}),  # a carton that had left came back
    OrderState.CANCELLED: frozenset(),
}

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

OPEN = (OrderState.NEW, OrderState.HELD, OrderState.RELEASED)


def move_to(act: Act, order: SalesOrder, target: OrderState, reason: str = "") -> None:
    """One step along the graph; 409 `wrong_state` when no edge leads there."""
    if target not in GRAPH[order.state]:
        raise Refusal(
            409, "wrong_state", f"Order {order.number} is {order.state}, it can't become {target}."
        )
    act.record(OrderMoved(source=order.state, target=target, reason=reason[:200]), order.number)
    order.state, order.version = target, order.version + 1


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
