"""Finds the order behind what a returned parcel shows."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.orders.tables import OrderId, SalesOrder
from server.shipping.tables import Carton, CartonLine
from server.stock.tables import Container, Serial


def order_of(session: Session, reference: str) -> OrderId | None:
    """By order number, the channel's reference, carton, parcel or serial number; None: unknown."""
    by_carton = (
        sa.select(Carton.order)
        .join(Container, Container.id == Carton.container)
        .where(sa.or_(Carton.tracking == reference, Container.code == reference))
    )
    by_serial = (
        sa.select(Carton.order)
        .join(CartonLine, CartonLine.carton == Carton.id)
        .join(Serial, Serial.id == CartonLine.serial)
        .where(Serial.code == reference)
        .order_by(Carton.id.desc())
    )
    by_number = sa.select(SalesOrder.id).where(
        sa.or_(SalesOrder.number == reference, SalesOrder.reference == reference)
    )
    for query in (by_number, by_carton, by_serial):
        if (found := session.scalars(query.limit(2)).all()) and len(set(found)) == 1:
            return OrderId(found[0])
    return None
