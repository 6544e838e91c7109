"""Orders on their way to the floor: taken in, released, and given goods."""

from collections.abc import Sequence

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import Item
from server.errors import Refusal
from server.guard import Scope
from server.orders.create import create_order
from server.orders.find import order_by_number
from server.orders.read import PROMISED
from server.orders.release import mark_released
from server.orders.tables import OrderLine, OrderLineId, SalesOrder
from server.orders.taken import taken_view
from server.orders.wire import OrderCreate, OrderState, OrderView
from server.outbound.allocate import allocate, promise
from server.outbound.candidates import lacks_of
from server.outbound.tables import Allocation
from server.outbound.wire.plan import (
    AllocateOrder,
    AllocationView,
    LineAllocation,
    ReleaseOrder,
)
from server.places.tables import Location
from server.stock.tables import Balance, Reservation, ReservationState


def take_order(act: Act, command: OrderCreate) -> OrderView:
    """Stores an order and, unless it is held or told not to, releases and allocates it at once.

    Where the warehouse is not named and there are several, it waits for its release.
    Refused: as `create_order`.
    """
    home = _home(act, command)
    order = create_order(act, command, home)
    promised: dict[OrderLineId, int] = {}
    if home:
        act.scope = home
        chosen = promise(act, lacks_of(order, act.now))
        promised = {lack.line: choice.found for lack, choice in chosen}
    return taken_view(order, promised, act.now)


def release(act: Act, order: SalesOrder) -> None:
    """Gives the order to the act's warehouse and looks for goods."""
    mark_released(act, order, act.warehouse)
    act.session.flush()
    allocate(act, [order.id])


def release_order(act: Act, command: ReleaseOrder) -> AllocationView:
    """Refused: 404 `not_found`, 409 `wrong_state`, 409 `elsewhere`."""
    order = order_by_number(act.session, command.order, lock=True)
    release(act, order)
    return allocation_view(act, order)


def allocate_order(act: Act, command: AllocateOrder) -> AllocationView:
    """Refused: 404 `not_found`, 409 `wrong_state` unless it is released to this warehouse."""
    order = order_by_number(act.session, command.order, lock=True)
    if order.state is not OrderState.RELEASED or order.warehouse != act.warehouse:
        raise Refusal(409, "wrong_state", f"Order {order.number} is {order.state}, not released.")
    allocate(act, [order.id])
    return allocation_view(act, order)


def _home(act: Act, command: OrderCreate) -> Scope | None:
    """Where a new order is released to, if it is."""
    if command.hold or not command.release:
        return None
    if command.warehouse:
        return act.who.scope(command.warehouse)
    scopes = [Scope(code=code, id=row) for code, row in act.who.warehouses.items()]
    return scopes[0] if len(scopes) == 1 else None


def allocation_view(act: Act, order: SalesOrder) -> AllocationView:
    """What is promised to each line, where, and why."""
    rows = act.session.execute(
        sa.select(OrderLine, Item.sku, PROMISED.label("promised"), Allocation.why)
        .join(Item, Item.id == OrderLine.item)
        .outerjoin(Allocation, Allocation.order_line == OrderLine.id)
        .where(OrderLine.order == order.id)
        .order_by(OrderLine.number)
    ).all()
    places = _places(act, [row.OrderLine.id for row in rows])
    lines = [
        LineAllocation(
            line=row.OrderLine.number,
            sku=row.sku,
            wanted=row.OrderLine.ordered - row.OrderLine.cancelled,
            allocated=row.OrderLine.shipped + row.promised,
            places=places.get(row.OrderLine.id, []),
            why=row.why or "",
        )
        for row in rows
    ]
    complete = all(line.allocated >= line.wanted for line in lines)
    return AllocationView(order=order.number, complete=complete, lines=lines)


def _places(act: Act, lines: Sequence[int]) -> dict[int, list[str]]:
    query = (
        sa.select(Reservation.order_line, Reservation.quantity, Location.code)
        .join(Balance, Balance.id == Reservation.balance)
        .join(Location, Location.id == Balance.location)
        .where(Reservation.order_line.in_(lines), Reservation.state == ReservationState.OPEN)
        .order_by(Reservation.id)
    )
    found: dict[int, list[str]] = {}
    for row in act.session.execute(query):
        found.setdefault(row.order_line, []).append(f"{row.quantity} in {row.code}")
    return found
