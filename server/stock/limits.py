"""Changing a location's rules under the goods that stand there: what breaks them is told."""

import sqlalchemy as sa

from server.act import Act
from server.places import csv_locations, locations
from server.places.find import location
from server.places.tables import Location, LocationId
from server.places.wire import LocationEdit, LocationView
from server.stock.excess import held_places, note_excess
from server.wire import CsvImport, CsvReport


def edit_location(act: Act, command: LocationEdit, code: str) -> LocationView:
    """A capacity below what stands there is kept, with an `excess` exception.

    Refused: 404 `not_found`, 409 `stale`, 422 `virtual_location`.
    """
    edited = locations.edit_location(act, command, code)
    _note(act, [location(act.session, act.warehouse, code).id])
    return edited


def import_locations(act: Act, command: CsvImport, content: bytes) -> CsvReport:
    """As `places` imports them; each changed one is looked at. Refused: 422 of the file."""
    before = _versions(act)
    report = csv_locations.import_locations(act, command, content)
    after = _versions(act)
    _note(act, [place for place, version in before.items() if after[place] != version])
    return report


def _versions(act: Act) -> dict[LocationId, int]:
    query = sa.select(Location.id, Location.version).where(Location.warehouse == act.warehouse)
    return {LocationId(row.id): row.version for row in act.session.execute(query)}


def _note(act: Act, places: list[LocationId]) -> None:
    act.session.flush()
    note_excess(act, held_places(act, places))
