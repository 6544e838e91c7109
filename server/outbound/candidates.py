"""Reads what may be allocated, and what order lines still lack."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.catalog.tables import Item, ItemId
from server.db import direct
from server.guard import WarehouseId
from server.orders.create import Taken
from server.orders.read import PROMISED
from server.orders.tables import Customer, OrderId, OrderLine, OrderLineId, SalesOrder
from server.orders.wire import OrderState
from server.outbound.choose import Candidate, Demand
from server.places.tables import Location, LocationId, Warehouse
from server.places.wire import LocationStatus, LocationType
from server.stock.read import free
from server.stock.tables import NO_OWNER, Balance, Lot
from server.stock.wire import Status

OPEN_OUT = (LocationStatus.OPEN, LocationStatus.BLOCKED_IN)

_LACKS = (
    sa.select(
        SalesOrder.id.label("order"),
        SalesOrder.number,
        SalesOrder.partial,
        SalesOrder.ship_by,
        Warehouse.time_zone,
        OrderLine.id.label("line"),
        OrderLine.number.label("line_number"),
        OrderLine.item,
        OrderLine.ordered,
        OrderLine.cancelled,
        OrderLine.shipped,
        OrderLine.to_put_back,
        OrderLine.lot,
        OrderLine.minimum_days,
        Item.sku,
        Item.expires,
        Item.minimum_days_shipment,
        Customer.minimum_days.label("customer_days"),
        PROMISED.label("promised"),
    )
    .join(OrderLine, OrderLine.order == SalesOrder.id)
    .join(Item, Item.id == OrderLine.item)
    .join(Warehouse, Warehouse.id == SalesOrder.warehouse)
    .outerjoin(Customer, Customer.id == SalesOrder.customer)
    .where(
        SalesOrder.id.in_(sa.bindparam("orders", expanding=True)),
        SalesOrder.state == OrderState.RELEASED,
        SalesOrder.warehouse == sa.bindparam("of_warehouse"),
    )
    .order_by(SalesOrder.priority, SalesOrder.ship_by, SalesOrder.id, OrderLine.number)
)
_CANDIDATES = (
    sa.select(
        Balance.id,
        Balance.item,
        Balance.location,
        Location.code,
        Location.sequence,
        Location.type,
        Balance.lot,
        Lot.code.label("lot_code"),
        Lot.expires_on,
        Balance.fifo_at,
        (Balance.on_hand - Balance.reserved).label("free"),
    )
    .join(Location, Location.id == Balance.location)
    .join(Lot, Lot.id == Balance.lot)
    .where(
        Balance.warehouse == sa.bindparam("of_warehouse"),
        Balance.item.in_(sa.bindparam("items", expanding=True)),
        Balance.on_hand > Balance.reserved,
        Balance.status == Status.AVAILABLE,
        Balance.owner == NO_OWNER,
        Location.pickable,
        Location.status.in_(OPEN_OUT),
        free(),
    )
)


@dataclass(frozen=True, slots=True)
class Lack:
    """An order line that lacks goods."""

    order: OrderId
    number: str
    line: OrderLineId
    line_number: int
    item: ItemId
    sku: str
    wanted: int
    promised: int
    begun: bool
    """Something of its order is promised or shipped: it is no longer whole or nothing."""
    partial: bool
    ship_by: datetime
    demand: Demand

    @property
    def document(self) -> str:
        return f"{self.number}/{self.line_number}"


def today(session: Session, warehouse: WarehouseId, now: datetime) -> date:
    """The warehouse's own date, by which goods expire."""
    zone = session.execute(
        sa.select(Warehouse.time_zone).where(Warehouse.id == warehouse)
    ).scalar_one()
    return now.astimezone(ZoneInfo(zone)).date()


def lacks(
    session: Session, warehouse: WarehouseId, now: datetime, orders: Sequence[OrderId]
) -> list[Lack]:
    """The released orders' lines, the most urgent order first; also those that lack nothing."""
    session.flush()
    asked = {"orders": list(orders), "of_warehouse": warehouse}
    rows = direct(session, _LACKS, asked).all()
    begun = {row.order for row in rows if row.promised or row.shipped}
    return [_lack(row, now, begun=row.order in begun) for row in rows]


def lacks_of(order: Taken, now: datetime) -> list[Lack]:
    """The lines of an order that was made just now: they lack everything."""
    return [
        Lack(
            order=order.id,
            number=order.number,
            line=line.id,
            line_number=line.number,
            item=line.item.id,
            sku=line.told.sku,
            wanted=line.told.quantity,
            promised=0,
            begun=False,
            partial=order.told.partial,
            ship_by=order.told.ship_by,
            demand=_demand(line.told, line.item, line.told.quantity, now),
        )
        for line in order.lines
    ]


def _lack(row: sa.Row[Any], now: datetime, *, begun: bool) -> Lack:
    owed = row.ordered - row.cancelled - row.shipped + row.to_put_back
    return Lack(
        order=row.order,
        number=row.number,
        line=row.line,
        line_number=row.line_number,
        item=row.item,
        sku=row.sku,
        wanted=owed,
        promised=row.promised,
        begun=begun,
        partial=row.partial,
        ship_by=row.ship_by,
        demand=_demand(row, row, max(0, owed - row.promised), now),
    )


def _demand(line: Any, item: Any, need: int, now: datetime) -> Demand:
    """What goods must meet: the line's wishes, and what item, customer and warehouse ask."""
    days = (line.minimum_days, item.customer_days, item.minimum_days_shipment, 0)
    return Demand(
        need=need,
        expires=item.expires,
        today=now.astimezone(ZoneInfo(item.time_zone)).date(),
        lot=line.lot,
        minimum_days=max(day for day in days if day is not None),
    )


def candidates(
    session: Session,
    warehouse: WarehouseId,
    items: Iterable[ItemId],
    without: Collection[LocationId] = (),
) -> Mapping[ItemId, list[Candidate]]:
    """Free goods per item: available, held by nothing, in pickable places that are open."""
    session.flush()
    asked = {
        "of_warehouse": warehouse,
        "items": sorted(set(items)),
    }
    found: dict[ItemId, list[Candidate]] = {}
    for row in direct(session, _CANDIDATES, asked).all():
        if row.location in without:
            continue
        found.setdefault(row.item, []).append(
            Candidate(
                balance=row.id,
                item=row.item,
                location=row.location,
                code=row.code,
                sequence=row.sequence,
                is_face=row.type is LocationType.PICK_FACE,
                lot=row.lot,
                lot_code=row.lot_code,
                expires_on=row.expires_on,
                fifo_at=row.fifo_at,
                free=row.free,
            )
        )
    return found
