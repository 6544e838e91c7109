"""Checks of orders: how far a line may be (I-11), what ends with its order (I-09, I-12)."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.orders.read import PROMISED
from server.orders.states import OPEN
from server.orders.tables import OrderLine, SalesOrder
from server.stock.tables import Reservation, ReservationState
from server.words import counted

_LEFT = OrderLine.ordered - OrderLine.cancelled - OrderLine.shipped


def promised_while_open(session: Session) -> Iterator[str]:
    """I-09: no reservation is open for an order that is done or cancelled."""
    query = (
        sa.select(Reservation.document, Reservation.quantity, SalesOrder.state)
        .join(OrderLine, OrderLine.id == Reservation.order_line)
        .join(SalesOrder, SalesOrder.id == OrderLine.order)
        .where(Reservation.state == ReservationState.OPEN, SalesOrder.state.not_in(OPEN))
    )
    for row in session.execute(query):
        yield f"{row.quantity} are reserved for {row.document}, which is {row.state}."


def picked_stays_promised(session: Session) -> Iterator[str]:
    """I-09, I-11: what is picked and not shipped is promised, and no more than is wanted."""
    wanted = _LEFT + OrderLine.to_put_back
    query = (
        sa.select(SalesOrder.number, OrderLine, PROMISED)
        .join(SalesOrder, SalesOrder.id == OrderLine.order)
        .where(sa.or_(OrderLine.picked - OrderLine.shipped > PROMISED, wanted < PROMISED))
    )
    for number, line, promised in session.execute(query):
        yield (
            f"Line {number}/{line.number}: {promised} are promised, {line.picked} are picked,"
            f" {line.shipped} shipped of {line.ordered} - {line.cancelled}."
        )


def in_order(session: Session) -> Iterator[str]:
    """I-11: 0 <= shipped <= packed <= picked <= ordered - cancelled + to put back."""
    query = (
        sa.select(SalesOrder.number, OrderLine.number)
        .join(SalesOrder, SalesOrder.id == OrderLine.order)
        .where(
            sa.or_(
                OrderLine.shipped < 0,
                OrderLine.shipped > OrderLine.packed,
                OrderLine.packed > OrderLine.picked,
                OrderLine.picked > OrderLine.ordered - OrderLine.cancelled + OrderLine.to_put_back,
            )
        )
    )
    for order, line in session.execute(query):
        yield f"Line {order}/{line} is further than it can be."


def ended_with_its_lines(session: Session) -> Iterator[str]:
    """I-12: an order is open exactly as long as something of it is."""
    left = sa.func.sum(_LEFT + OrderLine.to_put_back)
    query = (
        sa.select(SalesOrder.number, SalesOrder.state, left)
        .join(OrderLine, OrderLine.order == SalesOrder.id)
        .group_by(SalesOrder.number, SalesOrder.state)
        .having((left == 0) == SalesOrder.state.in_(OPEN))
    )
    for number, state, open_units in session.execute(query):
        yield f"Order {number} is {state} with {counted(open_units, 'unit')} left."


CHECKS = [
    ("I-09", promised_while_open),
    ("I-09", picked_stays_promised),
    ("I-11", in_order),
    ("I-12", ended_with_its_lines),
]
