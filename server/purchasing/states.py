"""The ways a purchase order may go, in one table."""

from server.act import Act
from server.errors import Refusal
from server.purchasing.progress import end_order, locked_order, order_by_number
from server.purchasing.read import view
from server.purchasing.tables import PurchaseOrder
from server.purchasing.wire import (
    PurchaseOrderChanged,
    PurchaseOrderMove,
    PurchaseOrderState,
    PurchaseOrderView,
)

DRAFT, OPEN, RECEIVING, CLOSED, CANCELLED = PurchaseOrderState

GRAPH: dict[PurchaseOrderState, frozenset[PurchaseOrderState]] = {
    DRAFT: frozenset({OPEN, CANCELLED}),
    OPEN: frozenset({RECEIVING, CLOSED, CANCELLED}),
    RECEIVING: frozenset({CLOSED}),
    CLOSED: frozenset(),
    CANCELLED: frozenset(),
}


def move_purchase_order(act: Act, command: PurchaseOrderMove) -> PurchaseOrderView:
    """Refused: 404 `not_found`, 409 `wrong_state`, 422 `by_receipt` for `receiving`."""
    if command.state is RECEIVING:
        raise Refusal(422, "by_receipt", "An order is being received when its first goods come.")
    order = order_by_number(act.session, act.warehouse, command.number)
    order = locked_order(act, order.id)
    require_way(order, command.state)
    if command.state is OPEN:
        order.first_promised_on = order.expected_on
    if command.state in {CLOSED, CANCELLED}:
        end_order(act, order)
    order.state = command.state
    order.version += 1
    act.session.flush()
    act.record(PurchaseOrderChanged(number=order.number, state=order.state), order.number)
    return view(act.session, order)


def require_way(order: PurchaseOrder, state: PurchaseOrderState) -> None:
    """409 `wrong_state` naming where the order may go from where it is."""
    ways = " or ".join(sorted(way.value for way in GRAPH[order.state])) or "nothing else any more"
    if state not in GRAPH[order.state]:
        raise Refusal(
            409,
            "wrong_state",
            f"Purchase order {order.number} is {order.state.value}, it can't become"
            f" {state.value}: it can become {ways}.",
        )
