"""Recall: everything of a lot or item anywhere, who waits for it, and who got it, in one answer."""

from collections.abc import Iterator

import sqlalchemy as sa

from server.catalog.find import item_by_sku
from server.door import Reading
from server.errors import not_found
from server.orders.tables import SalesOrder
from server.places.tables import Location, Warehouse
from server.places.wire import Virtual
from server.scans.wire import Recall, RecalledAt, RecalledTo, RecallQuery
from server.stock.tables import (
    NO_CONTAINER,
    Balance,
    Container,
    Lot,
    LotId,
    MoveRow,
    Reservation,
    ReservationState,
)


def recall(reading: Reading, query: RecallQuery) -> Recall:
    """What stands, is promised, picked or packed in the caller's buildings, and what left.

    Refused: 404 `not_found` for an item or lot that nobody knows.
    """
    item = item_by_sku(reading.session, query.sku)
    lot = None
    if query.lot is not None:
        lot = reading.session.scalar(
            sa.select(Lot.id).where(Lot.item == item.id, Lot.code == query.lot)
        )
        if lot is None:
            raise not_found(f"lot of {query.sku} called", query.lot)
    return Recall(
        sku=item.sku,
        lot=query.lot,
        standing=list(_standing(reading, item.id, lot)),
        left=list(_passed(reading, item.id, lot, Virtual.CUSTOMER)),
        came=list(_passed(reading, item.id, lot, Virtual.SUPPLIER)),
    )


def _standing(reading: Reading, item: int, lot: LotId | None) -> Iterator[RecalledAt]:
    """Each row, and for a promised one each line that waits for it."""
    query = (
        sa.select(
            Warehouse.code.label("warehouse"),
            Location.code.label("location"),
            Container.code.label("container"),
            Balance,
        )
        .join(Location, Location.id == Balance.location)
        .join(Warehouse, Warehouse.id == Balance.warehouse)
        .join(Container, Container.id == Balance.container)
        .where(
            Balance.item == item,
            Balance.on_hand > 0,
            Balance.warehouse.in_(reading.who.warehouses.values()),
        )
        .order_by(Warehouse.code, Location.code, Balance.id)
    )
    for row in reading.session.execute(query if lot is None else query.where(Balance.lot == lot)):
        promised = sa.select(Reservation.document).where(
            Reservation.balance == row.Balance.id, Reservation.state == ReservationState.OPEN
        )
        yield RecalledAt(
            warehouse=row.warehouse,
            location=row.location,
            container=row.container if row.Balance.container != NO_CONTAINER else None,
            status=row.Balance.status,
            quantity=row.Balance.on_hand,
            promised=sorted(set(reading.session.scalars(promised))),
        )


def _passed(
    reading: Reading, item: int, lot: LotId | None, beyond: Virtual
) -> Iterator[RecalledTo]:
    """By document line, what went beyond the floor there less what came back from there."""
    out = beyond is Virtual.CUSTOMER
    ahead, back = (
        (MoveRow.target_location, MoveRow.source_location)
        if out
        else (MoveRow.source_location, MoveRow.target_location)
    )
    net = sa.func.sum(
        sa.case((ahead == Location.id, MoveRow.quantity), else_=0)
        - sa.case((back == Location.id, MoveRow.quantity), else_=0)
    )
    query = (
        sa.select(Warehouse.code, MoveRow.document, net.label("quantity"))
        .join(Warehouse, Warehouse.id == MoveRow.warehouse)
        .join(
            Location,
            sa.and_(Location.warehouse == Warehouse.id, Location.code == beyond.value),
        )
        .where(
            MoveRow.item == item,
            sa.or_(ahead == Location.id, back == Location.id),
            MoveRow.warehouse.in_(reading.who.warehouses.values()),
        )
        .group_by(Warehouse.code, MoveRow.document)
        .having(net > 0)
        .order_by(Warehouse.code, MoveRow.document)
    )
    rows = reading.session.execute(query if lot is None else query.where(MoveRow.lot == lot)).all()
    names = _customers(reading, {row.document.partition("/")[0] for row in rows})
    for row in rows:
        yield RecalledTo(
            warehouse=row.code,
            document=row.document,
            quantity=int(row.quantity),  # PostgreSQL sums bigint as numeric
            customer=names.get(row.document.partition("/")[0]),
        )


def _customers(reading: Reading, orders: set[str]) -> dict[str, str]:
    query = sa.select(SalesOrder.number, SalesOrder.ship_name, SalesOrder.ship_city).where(
        SalesOrder.number.in_(sorted(orders))
    )
    return {
        row.number: f"{row.ship_name}, {row.ship_city}"[:200]
        for row in reading.session.execute(query)
    }
