"""Gives an order to the warehouse that shall ship it."""

from server.act import Act
from server.errors import Refusal
from server.guard import WarehouseId
from server.orders.settle import move_to
from server.orders.tables import SalesOrder
from server.orders.wire import OrderState


def mark_released(act: Act, order: SalesOrder, warehouse: WarehouseId) -> None:
    """Refused: 409 `wrong_state` (held, done, cancelled), 409 `elsewhere` (another warehouse's)."""
    if order.state is not OrderState.NEW:
        words = f"held ({order.hold})" if order.state is OrderState.HELD else str(order.state)
        raise Refusal(409, "wrong_state", f"Order {order.number} is {words}, not new.")
    if order.warehouse not in {None, warehouse}:
        raise Refusal(
            409, "elsewhere", f"Order {order.number} is meant for another warehouse than this."
        )
    order.warehouse, order.released_at = warehouse, act.now
    move_to(act, order, OrderState.RELEASED)
