"""Takes an order back, whole or in part: before its pick, or after it with goods to put back."""

from dataclasses import dataclass

import sqlalchemy as sa

from server.act import Act
from server.errors import Refusal, not_found
from server.orders.find import lines_of, order_by_number
from server.orders.lines import advance
from server.orders.read import order_view
from server.orders.settle import settle
from server.orders.states import OPEN
from server.orders.tables import OrderLine, SalesOrder
from server.orders.wire import OrderView
from server.outbound.relist import relist
from server.outbound.wire.lists import LineState
from server.outbound.wire.plan import CancelOrder, OrderCancelled
from server.places.tables import Location, Warehouse
from server.stock.reserve import release
from server.stock.tables import Balance, Reservation, ReservationState
from server.work import tasks
from server.work.wire import TaskKind


@dataclass(frozen=True, slots=True)
class Cut:
    """So much less of a line: first of what is not picked, then of what is to be put back."""

    line: OrderLine
    unpicked: int
    picked: int


def cancel_order(act: Act, command: CancelOrder, number: str) -> OrderView:
    """Frees what is promised on shelves; what was picked waits in its tote to be put back.

    Refused: 404 `not_found`, 409 `wrong_state` (done or cancelled already), 409 `too_much`,
    409 `packed` (reopen the carton first).
    """
    order = order_by_number(act.session, number, lock=True)
    if order.state not in OPEN:
        raise Refusal(409, "wrong_state", f"Order {number} is {order.state} already.")
    _enter_warehouse(act, order)
    cuts = [_cut(line, told) for line, told in _wanted(act, command, order)]
    for cut in cuts:
        _free(act, cut)
        put_back = cut.picked
        advance(act.session, cut.line.id, cancelled=cut.unpicked + cut.picked, to_put_back=put_back)
    if order.warehouse is not None:
        relist(act, [order.id], gone=LineState.CANCELLED)
        _tasks(act, order, sum(cut.picked for cut in cuts))
    told = OrderCancelled(
        reason=command.reason,
        quantity=sum(cut.unpicked + cut.picked for cut in cuts),
        to_put_back=sum(cut.picked for cut in cuts),
    )
    act.record(told, number)
    settle(act, order.id)
    return order_view(act.session, order)


def _enter_warehouse(act: Act, order: SalesOrder) -> None:
    """The act is about the order's warehouse, if it has one; a foreign one answers 404."""
    if order.warehouse is not None:
        code = act.session.execute(
            sa.select(Warehouse.code).where(Warehouse.id == order.warehouse)
        ).scalar_one()
        act.scope = act.who.scope(code)


def _wanted(act: Act, command: CancelOrder, order: SalesOrder) -> list[tuple[OrderLine, int]]:
    lines = {line.number: line for line in lines_of(act.session, order.id, lock=True)}
    if not command.lines:
        return [(line, left) for line in lines.values() if (left := _left(line))]
    told = []
    for wanted in command.lines:
        if (line := lines.get(wanted.line)) is None:
            raise not_found("order line", f"{order.number}/{wanted.line}")
        if wanted.quantity > _left(line):
            raise Refusal(
                409,
                "too_much",
                f"Line {order.number}/{line.number} has {_left(line)} open,"
                f" {wanted.quantity} were to be cancelled.",
            )
        told.append((line, wanted.quantity))
    return told


def _left(line: OrderLine) -> int:
    return line.ordered - line.cancelled - line.shipped


def _cut(line: OrderLine, quantity: int) -> Cut:
    unpicked = min(quantity, line.ordered - line.cancelled + line.to_put_back - line.picked)
    picked = quantity - unpicked
    loose = line.picked - line.packed - line.to_put_back
    if picked > loose:
        raise Refusal(
            409,
            "packed",
            f"{line.packed - line.shipped} of line {line.number} are packed:"
            " reopen the carton first.",
        )
    return Cut(line, unpicked, picked)


def _free(act: Act, cut: Cut) -> None:
    """Frees shelf promises beyond what the line still needs, the youngest first."""
    line = cut.line
    needed = line.ordered - line.cancelled + line.to_put_back - line.picked - cut.unpicked
    rows = act.session.execute(
        sa.select(Reservation.id, Reservation.quantity)
        .join(Balance, Balance.id == Reservation.balance)
        .join(Location, Location.id == Balance.location)
        .where(
            Reservation.order_line == line.id,
            Reservation.state == ReservationState.OPEN,
            Location.pickable,
        )
        .order_by(Reservation.id.desc())
    ).all()
    beyond = sum(row.quantity for row in rows) - needed
    for row in rows:
        if beyond > 0:
            part = min(row.quantity, beyond)
            beyond -= release(act, row.id, quantity=part, reason="cancelled")


def _tasks(act: Act, order: SalesOrder, put_back: int) -> None:
    left = sum(_left(line) for line in lines_of(act.session, order.id, lock=True))
    if not left:
        tasks.cancel(act, TaskKind.PACK, order.number)
    if put_back:
        tasks.add(act, TaskKind.PUT_BACK, order.number, priority=order.priority)
