"""The graph of a sales order: one table, and the only way along it (I-12)."""

import sqlalchemy as sa

from server.act import Act
from server.db import total
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
    row = act.session.get_one(SalesOrder, order, with_for_update=True, populate_existing=True)
    if row.state not in OPEN:
        return row.state
    left, back, shipped = act.session.execute(
        sa.select(
            total(OrderLine.ordered - OrderLine.cancelled - OrderLine.shipped),
            total(OrderLine.to_put_back),
            total(OrderLine.shipped),
        ).where(OrderLine.order == order)
    ).one()
    if left == 0 and back == 0:
        move_to(act, row, OrderState.DONE if shipped else OrderState.CANCELLED)
    return row.state


def reopen(act: Act, order: SalesOrder) -> None:
    """A carton of a finished order came back: there is something to ship again."""
    if order.state is OrderState.DONE:
        move_to(act, order, OrderState.RELEASED, "a carton came back")
