"""A purchase order is sent, closed or cancelled."""

from server.act import Act
from server.errors import Refusal
from server.purchasing.progress import cancel_rest, locked_order, order_by_number
from server.purchasing.read import view
from server.purchasing.states import CANCELLED, CLOSED, OPEN, RECEIVING
from server.purchasing.wire import (
    PurchaseOrderChanged,
    PurchaseOrderMove,
    PurchaseOrderView,
)


def move_purchase_order(act: Act, command: PurchaseOrderMove) -> PurchaseOrderView:
    """Refused: 404 `not_found`, 409 `wrong_state`, 422 `by_receipt` for `receiving`."""
    if command.state is RECEIVING:
        raise Refusal(422, "by_receipt", "An order is being received when its first goods come.")
    order = order_by_number(act.session, act.warehouse, command.number)
    order = locked_order(act, order.id)
    order.state = command.state
    if command.state is OPEN:
        order.first_promised_on = order.expected_on
    if command.state in {CLOSED, CANCELLED}:
        cancel_rest(act, order)
    order.version += 1
    act.session.flush()
    act.record(PurchaseOrderChanged(number=order.number, state=order.state), order.number)
    return view(act.session, order)
