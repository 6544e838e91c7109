"""One step of a sales order, told as it is made; its end when nothing of it is open."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row

from server.act import Act
from server.db import core, direct, note_change, total
from server.orders.states import OPEN, ORDER
from server.orders.tables import OrderId, OrderLine, SalesOrder
from server.orders.wire import OrderMoved, OrderState

_O, _L = core(SalesOrder).c, core(OrderLine).c
_LOCKED = (
    sa.select(_O.id, _O.number, _O.state, _O.version)
    .where(_O.id.in_(sa.bindparam("orders", expanding=True)))
    .order_by(_O.id)
    .with_for_update()
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
_END = {
    target: sa.update(core(SalesOrder))
    .where(
        _O.id.in_(sa.bindparam("orders", expanding=True)),
        _O.state.in_(ORDER.sources_of(target)),
    )
    .values(state=target, version=_O.version + 1)
    .execution_options(unread=True)  # they are locked, and their state is known
    for target in (OrderState.DONE, OrderState.CANCELLED)
}


def move_to(act: Act, order: SalesOrder, target: OrderState, reason: str = "") -> None:
    """One step along the graph; 409 `wrong_state` when no edge leads there."""
    source = order.state
    order.state, order.version = target, order.version + 1
    act.record(OrderMoved(source=source, target=target, reason=reason[:200]), order.number)


def settle(act: Act, order: OrderId) -> None:
    """Ends the order when nothing of it is open: done if anything shipped, else cancelled.

    Asked after the last unit was shipped, cancelled or put back.
    """
    settle_all(act, [order])


def settle_all(act: Act, orders: Iterable[OrderId]) -> None:
    """Each of the orders, in the order of their keys."""
    act.session.flush()
    wanted = {"orders": sorted(set(orders))}
    rows = direct(act.session, _LOCKED, wanted).all()
    counted = {row.order: row for row in direct(act.session, _COUNTED, wanted)}
    ended: defaultdict[OrderState, list[OrderId]] = defaultdict(list)
    for row in rows:
        lines = counted[row.id]
        if row.state in OPEN and lines.left == 0 and lines.back == 0:
            target = OrderState.DONE if lines.shipped else OrderState.CANCELLED
            ended[target].append(_ended(act, row, target))
    for target, all_of_them in ended.items():
        direct(act.session, _END[target], {"orders": all_of_them})


def _ended(act: Act, row: Row[*tuple[Any, ...]], target: OrderState) -> OrderId:
    ORDER.require(f"Order {row.number}", row.state, target)
    note_change(act.session, SalesOrder, row.id, state=target, version=row.version + 1)
    act.record(OrderMoved(source=row.state, target=target, reason=""), row.number)
    return OrderId(row.id)


def reopen(act: Act, order: SalesOrder) -> None:
    """A carton of a finished order came back: there is something to ship again."""
    if order.state is OrderState.DONE:
        move_to(act, order, OrderState.RELEASED, "a carton came back")
