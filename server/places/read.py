"""What locations look like from outside."""

import sqlalchemy as sa
from msgspec import convert
from sqlalchemy.orm import Session

from server.db import page_of, paged
from server.door import Reading
from server.places.find import location
from server.places.tables import Location, Zone
from server.places.wire import LocationFacts, LocationQuery, LocationType, LocationView
from server.wire import Page

_OWN = (*(set(LocationFacts.__struct_fields__) - {"zone"}), "code", "status", "reason", "version")


def get_location(reading: Reading, code: str) -> LocationView:
    """404 `not_found`; with or without separators."""
    return view(reading.session, location(reading.session, reading.warehouse, code))


def list_locations(reading: Reading, wanted: LocationQuery) -> Page[LocationView]:
    """Physical locations by code, of one zone or type when named."""
    query = (
        sa.select(Location, Zone.code.label("zone_code"), Location.code)
        .join_from(Location, Zone, Location.zone == Zone.id, isouter=True)
        .where(Location.warehouse == reading.warehouse, Location.type != LocationType.VIRTUAL)
    )
    if wanted.zone:
        query = query.where(Zone.code == wanted.zone)
    if wanted.kind:
        query = query.where(Location.type == wanted.kind)
    sort = ((Location.code, str),)
    rows, following = paged(reading.session, query, sort, wanted.cursor, wanted.limit)
    return page_of([_view(row.Location, row.zone_code) for row in rows], following)


def view(session: Session, row: Location) -> LocationView:
    zone = session.get_one(Zone, row.zone).code if row.zone else None
    return _view(row, zone)


def _view(row: Location, zone: str | None) -> LocationView:
    return convert({"zone": zone} | {name: getattr(row, name) for name in _OWN}, LocationView)
