"""Reads orders: one with its lines, many in a list, and what has shipped since a position."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.catalog.tables import Item
from server.db import core, direct, page_of, paged, total
from server.door import Reading
from server.orders.addresses import address_of
from server.orders.find import order_by_number
from server.orders.progress import line_progress, order_progress
from server.orders.tables import Customer, OrderLine, SalesOrder
from server.orders.wire import (
    OrderLineView,
    OrderQuery,
    OrderState,
    OrderSummary,
    OrderView,
)
from server.places.tables import Warehouse
from server.stock.tables import Reservation, ReservationState
from server.wire import Page

PROMISED = (
    sa.select(total(Reservation.quantity))
    .where(Reservation.order_line == OrderLine.id, Reservation.state == ReservationState.OPEN)
    .correlate(OrderLine)
    .scalar_subquery()
)
"""SQL: base units promised to an order line now, on the shelf or picked."""

_LINES = (
    sa.select(core(OrderLine), Item.sku, Item.name, PROMISED.label("promised"))
    .select_from(OrderLine)
    .join(Item, Item.id == OrderLine.item)
    .where(OrderLine.order == sa.bindparam("order"))
    .order_by(OrderLine.number)
)
_CODES = sa.select(
    sa.select(Customer.code)
    .where(Customer.id == sa.bindparam("customer"))
    .scalar_subquery()
    .label("customer"),
    sa.select(Warehouse.code)
    .where(Warehouse.id == sa.bindparam("warehouse"))
    .scalar_subquery()
    .label("warehouse"),
)


def read_order(reading: Reading, number: str) -> OrderView:
    """404 `not_found`."""
    return order_view(reading.session, order_by_number(reading.session, number))


def order_view(session: Session, order: SalesOrder) -> OrderView:
    """The order as the wire shows it, with what is promised to each line."""
    lines = [_line_view(order.state, row) for row in _lines(session, order)]
    asked = {"customer": order.customer, "warehouse": order.warehouse}
    codes = direct(session, _CODES, asked).one()
    return OrderView(
        number=order.number,
        channel=order.channel,
        reference=order.reference,
        customer=codes.customer,
        ship_to=address_of(order),
        service=order.service,
        ship_by=order.ship_by,
        priority=order.priority,
        partial=order.partial,
        gift_note=order.gift_note,
        warehouse=codes.warehouse,
        state=order.state,
        hold=order.hold,
        progress=order_progress(order.state, [line.progress for line in lines]),
        created_at=order.created_at,
        version=order.version,
        lines=lines,
    )


def _lines(session: Session, order: SalesOrder) -> Sequence[Any]:
    session.flush()
    return direct(session, _LINES, {"order": order.id}).all()


def list_orders(reading: Reading, query: OrderQuery) -> Page[OrderSummary]:
    """Orders by number's age, the oldest first."""
    found = _summaries().where(*_conditions(query))
    rows, following = paged(
        reading.session, found, ((SalesOrder.id, int),), query.cursor, query.limit
    )
    return page_of([_summary(row) for row in rows], following)


def _line_view(state: OrderState, line: Any) -> OrderLineView:
    allocated = line.shipped + line.promised
    wanted = line.ordered - line.cancelled
    return OrderLineView(
        line=line.number,
        sku=line.sku,
        name=line.name,
        ordered=line.ordered,
        cancelled=line.cancelled,
        allocated=allocated,
        picked=line.picked,
        packed=line.packed,
        shipped=line.shipped,
        to_put_back=line.to_put_back,
        lot=line.lot,
        minimum_days=line.minimum_days,
        progress=line_progress(state, wanted, line, allocated),
    )


def _summaries() -> sa.Select[Any]:
    lines = (
        sa.select(
            OrderLine.order,
            sa.func.count().label("lines"),
            total(OrderLine.ordered).label("units"),
            total(OrderLine.ordered - OrderLine.cancelled - OrderLine.shipped).label("open"),
        )
        .group_by(OrderLine.order)
        .subquery()
    )
    return (
        sa.select(
            SalesOrder.number,
            SalesOrder.channel,
            SalesOrder.reference,
            SalesOrder.state,
            SalesOrder.ship_by,
            SalesOrder.priority,
            SalesOrder.service,
            Warehouse.code.label("warehouse"),
            lines.c.lines,
            lines.c.units,
            lines.c.open,
            SalesOrder.id,
        )
        .join(lines, lines.c.order == SalesOrder.id)
        .outerjoin(Warehouse, Warehouse.id == SalesOrder.warehouse)
    )


def _conditions(query: OrderQuery) -> list[sa.ColumnElement[bool]]:
    wanted: list[sa.ColumnElement[bool]] = []
    if query.in_state:
        wanted.append(SalesOrder.state == query.in_state)
    if query.channel:
        wanted.append(SalesOrder.channel == query.channel)
    if query.reference:
        wanted.append(SalesOrder.reference == query.reference)
    if query.warehouse:
        wanted.append(Warehouse.code == query.warehouse)
    if query.ship_before:
        wanted.append(SalesOrder.ship_by < query.ship_before)
    return wanted


def _summary(row: Any) -> OrderSummary:
    return OrderSummary(
        number=row.number,
        channel=row.channel,
        reference=row.reference,
        state=row.state,
        ship_by=row.ship_by,
        priority=row.priority,
        service=row.service,
        warehouse=row.warehouse,
        lines=row.lines,
        units=row.units,
        open_units=row.open,
    )
