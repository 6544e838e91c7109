"""Changes an open order: its address, dates and wishes, and whether it waits."""

from server.act import Act
from server.errors import Refusal, stale
from server.orders.addresses import columns_of
from server.orders.find import order_by_number
from server.orders.read import order_view
from server.orders.settle import move_to
from server.orders.states import OPEN
from server.orders.tables import SalesOrder
from server.orders.wire import OrderEdit, OrderHoldLift, OrderHoldSet, OrderState, OrderView


def edit_order(act: Act, command: OrderEdit, number: str) -> OrderView:
    """Refused: 404 `not_found`, 409 `stale`, 409 `wrong_state` once it is done or cancelled."""
    order = order_by_number(act.session, number, lock=True)
    if order.version != command.version:
        raise stale(f"Order {number}", command.version, order.version)
    _require_open(order)
    for column, value in columns_of(command.ship_to).items():
        setattr(order, column, value)
    order.service, order.ship_by = command.service, command.ship_by
    order.priority, order.partial = command.priority, command.partial
    order.gift_note, order.version = command.gift_note, order.version + 1
    act.session.flush()
    return order_view(act.session, order)


def hold_order(act: Act, command: OrderHoldSet, number: str) -> OrderView:
    """Keeps it from being released or, released already, from being picked.

    What was picked keeps its place and its reservation. Refused: 404, 409 `wrong_state`.
    """
    order = order_by_number(act.session, number, lock=True)
    move_to(act, order, OrderState.HELD, command.note or command.reason)
    order.hold, order.hold_note = command.reason, command.note
    act.session.flush()
    return order_view(act.session, order)


def lift_hold(act: Act, _command: OrderHoldLift, number: str) -> OrderView:
    """Back to where it was: released, or waiting for its release. Refused: 409 `wrong_state`."""
    order = order_by_number(act.session, number, lock=True)
    if order.state is not OrderState.HELD:
        raise Refusal(409, "wrong_state", f"Order {number} is {order.state}, not held.")
    move_to(act, order, OrderState.RELEASED if order.released_at else OrderState.NEW)
    order.hold, order.hold_note = None, ""
    act.session.flush()
    return order_view(act.session, order)


def _require_open(order: SalesOrder) -> None:
    if order.state not in OPEN:
        raise Refusal(409, "wrong_state", f"Order {order.number} is {order.state} already.")
