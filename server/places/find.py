"""Finds places by the codes that people and labels say."""

import re

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.errors import not_found
from server.guard import WarehouseId
from server.places.tables import Location, LocationId, Zone
from server.places.wire import Virtual


def stripped(code: str) -> str:
    """The code without separators, as its label's bars carry it (`A-03-12-2` is A03122)."""
    return re.sub(r"[^A-Z0-9]", "", code)


def location(session: Session, warehouse: WarehouseId, code: str) -> Location:
    """404 `not_found`; the code may be written with or without its separators."""
    query = sa.select(Location).where(
        Location.warehouse == warehouse, Location.stripped_code == stripped(code)
    )
    if (row := session.scalar(query)) is None:
        raise not_found("location", code)
    return row


def virtual(session: Session, warehouse: WarehouseId, place: Virtual) -> LocationId:
    """The id of a place beyond the floor; each warehouse is born with all of them."""
    query = sa.select(Location.id).where(
        Location.warehouse == warehouse, Location.code == place.value
    )
    return session.execute(query).scalar_one()


def zone(session: Session, warehouse: WarehouseId, code: str) -> Zone:
    """404 `not_found`."""
    query = sa.select(Zone).where(Zone.warehouse == warehouse, Zone.code == code)
    if (row := session.scalar(query)) is None:
        raise not_found("zone", code)
    return row
