"""Moments as the clock on the warehouse's wall shows them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.guard import WarehouseId
from server.places.tables import Warehouse


def local(session: Session, warehouse: WarehouseId, at: datetime) -> datetime:
    """`at` in the time zone of the warehouse."""
    return at.astimezone(zone_of(session, warehouse))


def zone_of(session: Session, warehouse: WarehouseId) -> ZoneInfo:
    zone = session.execute(sa.select(Warehouse.time_zone).where(Warehouse.id == warehouse))
    return ZoneInfo(zone.scalar_one())
