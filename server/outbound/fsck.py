"""Checks of outbound: pick lists end with their lines (I-12), ask for what is promised (I-09)."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.db import total
from server.orders.tables import OrderLine, SalesOrder
from server.outbound.numbers import pick_list_number
from server.outbound.relist import LIVE
from server.outbound.tables import PickLine, PickList
from server.outbound.wire.lists import LineState
from server.stock.tables import Balance, Container, Reservation, ReservationState
from server.work.fsck import documents
from server.work.wire import TaskKind


def ended_with_their_lines(session: Session) -> Iterator[str]:
    """I-12: no line is open on a list that has ended, and a picked line has all it asked for."""
    query = (
        sa.select(PickList.id, PickList.state, PickLine.number, PickLine.state.label("line_state"))
        .join(PickLine, PickLine.pick_list == PickList.id)
        .where(
            sa.or_(
                sa.and_(PickLine.state == LineState.OPEN, PickList.state.not_in(LIVE)),
                (PickLine.state == LineState.PICKED) != (PickLine.picked == PickLine.asked),
            )
        )
    )
    for row in session.execute(query):
        number = pick_list_number(row.id)
        yield f"Line {row.number} is {row.line_state} on {number}, which is {row.state}."


def asked_is_promised(session: Session) -> Iterator[str]:
    """I-09: open pick lines ask for no more than is promised to their order line on the shelf.

    More is allowed while a broken promise waits for its follower: then the order line lacks goods.
    """
    asked = (
        sa.select(total(PickLine.asked - PickLine.picked))
        .where(PickLine.order_line == OrderLine.id, PickLine.state == LineState.OPEN)
        .correlate(OrderLine)
        .scalar_subquery()
    )
    broken = (
        sa.exists()
        .where(Reservation.order_line == OrderLine.id, Reservation.state == ReservationState.BROKEN)
        .correlate(OrderLine)
    )
    shelved = (
        sa.select(total(Reservation.quantity))
        .join(Balance, Balance.id == Reservation.balance)
        .join(Container, Container.id == Balance.container)
        .where(
            Reservation.order_line == OrderLine.id,
            Reservation.state == ReservationState.OPEN,
            Container.document != SalesOrder.number,  # not in its tote yet
        )
        .correlate(OrderLine, SalesOrder)
        .scalar_subquery()
    )
    query = (
        sa.select(SalesOrder.number, OrderLine.number.label("line"), asked, shelved)
        .join(SalesOrder, SalesOrder.id == OrderLine.order)
        .where(asked > shelved, ~broken)
    )
    for order, line, wanted, promised in session.execute(query):
        yield f"Pick lists ask for {wanted} of {order}/{line}, {promised} are promised there."


def picked_as_listed(session: Session) -> Iterator[str]:
    """I-11: no order line counts more as picked than its pick lines do."""
    listed = (
        sa.select(total(PickLine.picked))
        .where(PickLine.order_line == OrderLine.id)
        .correlate(OrderLine)
        .scalar_subquery()
    )
    query = (
        sa.select(SalesOrder.number, OrderLine.number.label("line"), OrderLine.picked, listed)
        .join(SalesOrder, SalesOrder.id == OrderLine.order)
        .where(OrderLine.picked > listed)
    )
    for order, line, picked, sums in session.execute(query):
        yield f"{order}/{line} counts {picked} as picked, its pick lists {sums}."


def _documents(*, live: bool) -> sa.Select[Any, Any]:
    wanted = PickList.state.in_(LIVE) if live else PickList.state.not_in(LIVE)
    number = sa.literal("PL") + sa.cast(PickList.id, sa.String)
    return sa.select(PickList.warehouse, number).where(wanted)


_BACK = (
    sa.select(SalesOrder.warehouse, SalesOrder.number)
    .join(OrderLine, OrderLine.order == SalesOrder.id)
    .group_by(SalesOrder.warehouse, SalesOrder.number)
)
documents([TaskKind.PICK], closed=_documents(live=False), unfinished=_documents(live=True))
documents(
    [TaskKind.PUT_BACK],
    closed=_BACK.having(total(OrderLine.to_put_back) == 0),
    unfinished=_BACK.having(total(OrderLine.to_put_back) > 0),
)

CHECKS = [
    ("I-09", asked_is_promised),
    ("I-11", picked_as_listed),
    ("I-12", ended_with_their_lines),
]
