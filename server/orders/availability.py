"""What may be promised: sellable on hand, less what is reserved and what waits for goods."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from server.catalog.tables import Item
from server.db import page_of, paged, total
from server.door import Reading
from server.guard import WarehouseId
from server.orders.read import PROMISED
from server.orders.tables import OrderLine, SalesOrder
from server.orders.wire import AvailabilityQuery, AvailabilityView, OrderState
from server.places.tables import Location, Warehouse
from server.stock.read import free
from server.stock.tables import Balance
from server.stock.wire import Status
from server.wire import Page

Rows = sa.Select[*tuple[Any, ...]]


def availability(reading: Reading, query: AvailabilityQuery) -> Page[AvailabilityView]:
    """Per item and warehouse that the caller may see (I-10), base units."""
    sums = _sums(reading.who.warehouses.values()).subquery()
    found = (
        sa.select(sums.c.sellable, sums.c.reserved, sums.c.waiting, Item.sku, Warehouse.code)
        .join(Item, Item.id == sums.c.item)
        .join(Warehouse, Warehouse.id == sums.c.warehouse)
    )
    if query.sku:
        found = found.where(Item.sku == query.sku)
    if query.warehouse:
        found = found.where(Warehouse.code == query.warehouse)
    sort = ((Item.sku, str), (Warehouse.code, str))
    rows, following = paged(reading.session, found, sort, query.cursor, query.limit)
    return page_of([_view(row) for row in rows], following)


def _sums(warehouses: Iterable[WarehouseId]) -> Rows:
    both = sa.union_all(_standing(), _waiting()).subquery()
    return (
        sa.select(
            both.c.warehouse,
            both.c.item,
            total(both.c.sellable).label("sellable"),
            total(both.c.reserved).label("reserved"),
            total(both.c.waiting).label("waiting"),
        )
        .where(both.c.warehouse.in_(list(warehouses)))
        .group_by(both.c.warehouse, both.c.item)
    )


def _standing() -> Rows:
    """Goods in sellable places; picked ones, in totes, stay reserved and count on both sides."""
    return (
        sa.select(
            Balance.warehouse,
            Balance.item,
            Balance.on_hand.label("sellable"),
            Balance.reserved,
            sa.literal(0).label("waiting"),
        )
        .join(Location, Location.id == Balance.location)
        .where(Location.sellable, Balance.status == Status.AVAILABLE, free())
    )


def _waiting() -> Rows:
    owed = OrderLine.ordered - OrderLine.cancelled - OrderLine.shipped
    return (
        sa.select(
            SalesOrder.warehouse,
            OrderLine.item,
            sa.literal(0).label("sellable"),
            sa.literal(0).label("reserved"),
            (owed + OrderLine.to_put_back - PROMISED).label("waiting"),
        )
        .join(SalesOrder, SalesOrder.id == OrderLine.order)
        .where(SalesOrder.state == OrderState.RELEASED)
    )


def _view(row: Any) -> AvailabilityView:
    return AvailabilityView(
        warehouse=row.code,
        sku=row.sku,
        sellable=row.sellable,
        reserved=row.reserved,
        waiting=row.waiting,
        available=max(0, row.sellable - row.reserved - row.waiting),
    )
