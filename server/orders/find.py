"""Finds orders and their lines by the numbers that people and papers say."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.errors import not_found
from server.orders.tables import OrderId, OrderLine, SalesOrder


def order_by_number(session: Session, number: str, *, lock: bool = False) -> SalesOrder:
    """404 `not_found`."""
    query = sa.select(SalesOrder).where(SalesOrder.number == number)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    if (row := session.scalar(query)) is None:
        raise not_found("order", number)
    return row


def lines_of(session: Session, order: OrderId, *, lock: bool = False) -> list[OrderLine]:
    """The order's lines by number."""
    query = sa.select(OrderLine).where(OrderLine.order == order).order_by(OrderLine.number)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(query))
