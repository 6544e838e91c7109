"""Warehouses: open one, change it, list them."""

from zoneinfo import ZoneInfo

import sqlalchemy as sa

from server.act import Act
from server.db import page_of, paged
from server.door import Reading
from server.errors import Refusal, stale
from server.guard import WarehouseId
from server.places.find import stripped
from server.places.tables import Location, Warehouse
from server.places.wire import (
    LocationType,
    Virtual,
    WarehouseCreate,
    WarehouseEdit,
    WarehouseView,
)
from server.wire import Page


def create_warehouse(act: Act, command: WarehouseCreate) -> WarehouseView:
    """Refused: 409 `exists`, 422 `unknown_time_zone`."""
    _check_zone(command.time_zone)
    taken = act.session.scalar(sa.select(Warehouse.id).where(Warehouse.code == command.code))
    if taken:
        raise Refusal(409, "exists", f"There is a warehouse {command.code} already.")
    row = Warehouse(code=command.code, name=command.name, time_zone=command.time_zone)
    act.session.add(row)
    act.session.flush()
    act.session.add_all(_virtual_places(row.id))
    return _view(row)


def edit_warehouse(act: Act, command: WarehouseEdit) -> WarehouseView:
    """Refused: 409 `stale`, 422 `unknown_time_zone`."""
    _check_zone(command.time_zone)
    row = act.session.get_one(Warehouse, act.warehouse, with_for_update=True)
    if row.version != command.version:
        raise stale(f"Warehouse {row.code}", command.version, row.version)
    row.name, row.time_zone, row.version = command.name, command.time_zone, row.version + 1
    return _view(row)


def list_warehouses(reading: Reading, cursor: str | None, limit: int) -> Page[WarehouseView]:
    """The warehouses that the caller may see, by code."""
    query = sa.select(Warehouse.name, Warehouse.time_zone, Warehouse.version, Warehouse.code).where(
        Warehouse.id.in_(reading.who.warehouses.values())
    )
    rows, following = paged(reading.session, query, ((Warehouse.code, str),), cursor, limit)
    return page_of([_view(row) for row in rows], following)


def _view(row: Warehouse | sa.Row[tuple[str, str, int, str]]) -> WarehouseView:
    return WarehouseView(
        code=row.code, name=row.name, time_zone=row.time_zone, version=row.version or 1
    )


def _virtual_places(warehouse: WarehouseId) -> list[Location]:
    return [
        Location(
            warehouse=warehouse,
            code=place.value,
            stripped_code=stripped(place.value),
            type=LocationType.VIRTUAL,
        )
        for place in Virtual
    ]


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise Refusal(
            422, "unknown_time_zone", f"'{name}' is not a time zone, 'Europe/Berlin' is one."
        ) from error
