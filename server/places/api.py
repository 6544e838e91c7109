"""Routes of places."""

from litestar import Response, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.csv_door import csv_file
from server.door import Door
from server.places import bulk, check_digits, csv_locations, locations, read, warehouses, zones
from server.places.bulk_wire import LocationsCreate, LocationsTouched
from server.places.wire import (
    CheckDigitsRotate,
    LocationBlock,
    LocationCreate,
    LocationQuery,
    LocationView,
    WarehouseCreate,
    WarehouseEdit,
    WarehouseView,
    ZoneCreate,
    ZoneEdit,
    ZoneView,
)
from server.query import asks
from server.wire import Code, Page, PageQuery

CSV = LocationCreate.path + "/csv"


@get(
    "/warehouses",
    opt={"right": "anyone"},
    dependencies=asks(PageQuery),
    summary="Warehouses",
)
async def list_warehouses(
    door: NamedDependency[Door], wanted: NamedDependency[PageQuery]
) -> Page[WarehouseView]:
    return await door.read(warehouses.list_warehouses, wanted.cursor, wanted.limit)


@post(WarehouseCreate.path, opt={"right": "admin"}, summary="Open a warehouse")
async def create_warehouse(
    door: NamedDependency[Door], data: JSONBody[WarehouseCreate]
) -> Response[WarehouseView]:
    return await door.act(warehouses.create_warehouse, data)


@put(WarehouseEdit.path, opt={"right": "places.write"}, summary="Change a warehouse")
async def edit_warehouse(
    door: NamedDependency[Door], data: JSONBody[WarehouseEdit]
) -> Response[WarehouseView]:
    return await door.act(warehouses.edit_warehouse, data)


@get(
    "/warehouses/{warehouse:str}/zones",
    opt={"right": "inquire"},
    dependencies=asks(PageQuery),
    summary="Zones",
)
async def list_zones(
    door: NamedDependency[Door], wanted: NamedDependency[PageQuery]
) -> Page[ZoneView]:
    return await door.read(zones.list_zones, wanted.cursor, wanted.limit)


@post(ZoneCreate.path, opt={"right": "places.write"}, summary="Make a zone")
async def create_zone(
    door: NamedDependency[Door], data: JSONBody[ZoneCreate]
) -> Response[ZoneView]:
    return await door.act(zones.create_zone, data)


@put(ZoneEdit.path, opt={"right": "places.write"}, summary="Rename a zone")
async def edit_zone(
    door: NamedDependency[Door], data: JSONBody[ZoneEdit], code: FromPath[Code]
) -> Response[ZoneView]:
    return await door.act(zones.edit_zone, data, code)


@get(
    "/warehouses/{warehouse:str}/locations",
    opt={"right": "inquire"},
    dependencies=asks(LocationQuery),
    summary="Locations",
)
async def list_locations(
    door: NamedDependency[Door], wanted: NamedDependency[LocationQuery]
) -> Page[LocationView]:
    """By code; of one zone or one type (`kind`) when named."""
    return await door.read(read.list_locations, wanted)


@get(
    "/warehouses/{warehouse:str}/locations/{code:str}",
    opt={"right": "inquire"},
    summary="A location",
)
async def get_location(door: NamedDependency[Door], code: FromPath[Code]) -> LocationView:
    return await door.read(read.get_location, code)


@post(LocationCreate.path, opt={"right": "places.write"}, summary="Make a location")
async def create_location(
    door: NamedDependency[Door], data: JSONBody[LocationCreate]
) -> Response[LocationView]:
    return await door.act(locations.create_location, data)


@post(LocationsCreate.path, opt={"right": "places.write"}, summary="Make whole aisles")
async def create_locations(
    door: NamedDependency[Door], data: JSONBody[LocationsCreate]
) -> Response[LocationsTouched]:
    return await door.act(bulk.create_locations, data)


@post(LocationBlock.path, opt={"right": "supervise"}, summary="Open, block or lock a location")
async def block_location(
    door: NamedDependency[Door], data: JSONBody[LocationBlock]
) -> Response[LocationView]:
    return await door.act(locations.block_location, data)


@post(CheckDigitsRotate.path, opt={"right": "places.write"}, summary="New check digits")
async def rotate_check_digits(
    door: NamedDependency[Door], data: JSONBody[CheckDigitsRotate]
) -> Response[LocationsTouched]:
    return await door.act(check_digits.rotate, data)


@get(
    CSV,
    opt={"right": "places.write"},
    summary="Locations out by CSV",
)
async def export_locations(door: NamedDependency[Door]) -> Response[bytes]:
    return csv_file(await door.read(csv_locations.export_locations), "locations")


router = Router(
    path="/",
    route_handlers=[
        list_warehouses,
        create_warehouse,
        edit_warehouse,
        list_zones,
        create_zone,
        edit_zone,
        list_locations,
        get_location,
        create_location,
        create_locations,
        block_location,
        rotate_check_digits,
        export_locations,
    ],
    tags=["places"],
)
