"""Zones: make one, rename it, list them."""

import sqlalchemy as sa
from msgspec import convert

from server.act import Act
from server.db import page_of, paged
from server.door import Reading
from server.errors import exists, require_version
from server.places.find import zone
from server.places.tables import Zone
from server.places.wire import ZoneCreate, ZoneEdit, ZoneView
from server.wire import Page


def create_zone(act: Act, command: ZoneCreate) -> ZoneView:
    """Refused: 409 `exists`."""
    taken = sa.select(Zone.id).where(Zone.warehouse == act.warehouse, Zone.code == command.code)
    if act.session.scalar(taken):
        raise exists("zone", command.code)
    row = Zone(warehouse=act.warehouse, code=command.code, name=command.name)
    act.session.add(row)
    act.session.flush()
    return convert(row, ZoneView, from_attributes=True)


def edit_zone(act: Act, command: ZoneEdit, code: str) -> ZoneView:
    """Refused: 404 `not_found`, 409 `stale`."""
    row = zone(act.session, act.warehouse, code)
    act.session.refresh(row, with_for_update=True)
    require_version(f"Zone {code}", command.version, row.version)
    row.name, row.version = command.name, row.version + 1
    return convert(row, ZoneView, from_attributes=True)


def list_zones(reading: Reading, cursor: str | None, limit: int) -> Page[ZoneView]:
    query = sa.select(Zone, Zone.code).where(Zone.warehouse == reading.warehouse)
    rows, following = paged(reading.session, query, ((Zone.code, str),), cursor, limit)
    return page_of([convert(row.Zone, ZoneView, from_attributes=True) for row in rows], following)
