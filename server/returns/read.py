"""Reading returns."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.catalog.said import language_of, said_in
from server.catalog.tables import Item
from server.db import page_of, paged
from server.door import Reading
from server.errors import not_found
from server.orders.tables import OrderId, OrderLine, SalesOrder
from server.places.tables import Location
from server.returns.dispose import PROPOSALS
from server.returns.tables import Return, ReturnLineRow
from server.returns.wire import ReturnedLine, ReturnQuery, ReturnView, ShippedLine
from server.wire import Page


def list_returns(reading: Reading, wanted: ReturnQuery) -> Page[ReturnView]:
    """Returns in the order in which they were opened."""
    query = (
        sa.select(Return, Return.id)
        .outerjoin(SalesOrder, SalesOrder.id == Return.order)
        .where(Return.warehouse == (reading.scope.id if reading.scope else None))
    )
    if wanted.in_state is not None:
        query = query.where(Return.state == wanted.in_state)
    if wanted.order is not None:
        query = query.where(SalesOrder.number == wanted.order)
    rows, following = paged(
        reading.session, query, ((Return.id, int),), wanted.cursor, wanted.limit
    )
    return page_of([return_view(reading.session, row.Return) for row in rows], following)


def read_return(reading: Reading, number: str) -> ReturnView:
    """404 `not_found`."""
    row = reading.session.scalar(
        sa.select(Return).where(
            Return.number == number,
            Return.warehouse == (reading.scope.id if reading.scope else None),
        )
    )
    if row is None:
        raise not_found("return", number)
    return return_view(reading.session, row)


def return_view(session: Session, row: Return) -> ReturnView:
    """The return as it is now."""
    order = session.get(SalesOrder, row.order) if row.order else None
    return ReturnView(
        return_number=row.number,
        state=row.state,
        order=order.number if order else None,
        reference=row.reference,
        opened_at=row.opened_at,
        shipped=shipped_lines(session, row.order),
        lines=[_line(found) for found in session.execute(_lines(row))],
        proposals=list(PROPOSALS.values()),
    )


def shipped_lines(session: Session, order: OrderId | None) -> list[ShippedLine]:
    """What was shipped of each line, and what came back of it over all returns."""
    if order is None:
        return []
    back = (
        sa.select(sa.func.coalesce(sa.func.sum(ReturnLineRow.quantity), 0))
        .where(ReturnLineRow.order_line == OrderLine.id)
        .correlate(OrderLine)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(
            OrderLine.number,
            Item.sku,
            said_in(language_of(session)).label("name"),
            OrderLine.shipped,
            back,
        )
        .join(Item, Item.id == OrderLine.item)
        .where(OrderLine.order == order)
        .order_by(OrderLine.number)
    )
    return [
        ShippedLine(line=row[0], sku=row[1], name=row[2], shipped=row[3], returned=int(row[4]))
        for row in rows
    ]


def _lines(row: Return) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            ReturnLineRow, Item.sku, Location.code.label("place"), OrderLine.number.label("of")
        )
        .join(Item, Item.id == ReturnLineRow.item)
        .join(Location, Location.id == ReturnLineRow.location)
        .outerjoin(OrderLine, OrderLine.id == ReturnLineRow.order_line)
        .where(ReturnLineRow.of == row.id)
        .order_by(ReturnLineRow.number)
    )


def _line(found: Any) -> ReturnedLine:
    row = found.ReturnLineRow
    return ReturnedLine(
        number=row.number,
        order_line=found.of,
        sku=found.sku,
        quantity=row.quantity,
        grade=row.grade,
        disposition=row.disposition,
        location=found.place,
        note=row.note,
        flags=row.flags.split("\n") if row.flags else [],
    )
