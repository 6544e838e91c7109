"""Reading cartons: what is in them, where they stand, which are late."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.catalog.tables import Item
from server.db import page_of, paged
from server.door import Reading
from server.orders.tables import OrderLine, SalesOrder
from server.places.tables import Location
from server.shipping.tables import Carton, CartonLine
from server.shipping.wire import CartonPiece, CartonQuery, CartonState, CartonView
from server.stock.tables import NO_LOT, Container, Lot, Serial
from server.wire import Page


def list_cartons(reading: Reading, wanted: CartonQuery) -> Page[CartonView]:
    """Cartons in the order in which they were closed."""
    query = (
        sa.select(Carton, Container, Carton.id)
        .join(Container, Container.id == Carton.container)
        .join(SalesOrder, SalesOrder.id == Carton.order)
        .outerjoin(Location, Location.id == Container.location)
        .where(Carton.warehouse == (reading.scope.id if reading.scope else None))
    )
    named = (
        (Carton.state, wanted.in_state),
        (Location.code, wanted.lane),
        (SalesOrder.number, wanted.order),
        (Carton.tracking, wanted.tracking),
        (Container.code, wanted.carton),
    )
    for column, value in named:
        if value is not None:
            query = query.where(column == value)
    if wanted.late:
        query = query.where(Carton.state == CartonState.CLOSED, SalesOrder.ship_by < reading.now)
    rows, following = paged(
        reading.session, query, ((Carton.id, int),), wanted.cursor, wanted.limit
    )
    return page_of(
        [carton_view(reading.session, row.Carton, row.Container) for row in rows], following
    )


def carton_view(session: Session, carton: Carton, box: Container) -> CartonView:
    """The carton as it is now, with its pieces by order line."""
    order = session.get_one(SalesOrder, carton.order)
    place = session.get(Location, box.location) if box.location else None
    return CartonView(
        carton=box.code,
        order=order.number,
        number=carton.number,
        state=carton.state,
        location=place.code if place else None,
        service=carton.service,
        tracking=carton.tracking,
        weight_grams=carton.weight_grams,
        weight_verified=carton.weight_verified,
        closed_at=carton.closed_at,
        ship_by=order.ship_by,
        pieces=[_piece(row) for row in session.execute(_pieces(carton))],
    )


def _pieces(carton: Carton) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            OrderLine.number,
            Item.sku,
            Item.name,
            CartonLine.lot,
            Lot.code.label("lot_code"),
            Serial.code.label("serial"),
            CartonLine.quantity,
        )
        .join(OrderLine, OrderLine.id == CartonLine.order_line)
        .join(Item, Item.id == CartonLine.item)
        .join(Lot, Lot.id == CartonLine.lot)
        .outerjoin(Serial, Serial.id == CartonLine.serial)
        .where(CartonLine.carton == carton.id)
        .order_by(OrderLine.number, CartonLine.id)
    )


def _piece(row: Any) -> CartonPiece:
    return CartonPiece(
        line=row.number,
        sku=row.sku,
        name=row.name,
        lot=row.lot_code if row.lot != NO_LOT else None,
        serial=row.serial,
        quantity=row.quantity,
    )
