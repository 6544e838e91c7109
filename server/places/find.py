"""Finds places by the codes that people and labels say."""

import re
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.db import core, direct
from server.errors import not_found
from server.guard import WarehouseId
from server.places.tables import Location, LocationId, Zone
from server.places.wire import LocationType, Virtual


def stripped(code: str) -> str:
    """The code without separators, as its label's bars carry it (`A-03-12-2` is A03122)."""
    return re.sub(r"[^A-Z0-9]", "", code)


_L = core(Location).c
_OF_CODE = sa.and_(
    _L.warehouse == sa.bindparam("here"), _L.stripped_code == sa.bindparam("stripped")
)
_BY_CODE = sa.select(Location).where(_OF_CODE)
_LOCATED = sa.select(_L.id, _L.code, _L.type, _L.pickable).where(_OF_CODE)
_VIRTUAL = sa.select(_L.id).where(
    _L.warehouse == sa.bindparam("here"), _L.code == sa.bindparam("beyond")
)


def location(session: Session, warehouse: WarehouseId, code: str) -> Location:
    """404 `not_found`; the code may be written with or without its separators."""
    row = session.scalar(_BY_CODE, {"here": warehouse, "stripped": stripped(code)})
    if row is None:
        raise not_found("location", code)
    return row


class Located(NamedTuple):
    """What most acts ask of a location."""

    id: LocationId
    code: str
    type: LocationType
    pickable: bool


def located(session: Session, warehouse: WarehouseId, code: str) -> Located:
    """404 `not_found`; a third of what `location` costs."""
    asked = {"here": warehouse, "stripped": stripped(code)}
    found = direct(session, _LOCATED, asked).one_or_none()
    if found is None:
        raise not_found("location", code)
    return Located(found.id, found.code, found.type, found.pickable)


def virtual(session: Session, warehouse: WarehouseId, place: Virtual) -> LocationId:
    """The id of a place beyond the floor; each warehouse is born with all of them."""
    asked = {"here": warehouse, "beyond": place.value}
    return LocationId(direct(session, _VIRTUAL, asked).scalar_one())


def zone(session: Session, warehouse: WarehouseId, code: str) -> Zone:
    """404 `not_found`."""
    query = sa.select(Zone).where(Zone.warehouse == warehouse, Zone.code == code)
    if (row := session.scalar(query)) is None:
        raise not_found("zone", code)
    return row
