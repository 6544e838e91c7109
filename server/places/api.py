"""Routes of places."""

from litestar import Response, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody

from server.door import Door
from server.places import warehouses
from server.places.wire import WarehouseCreate, WarehouseEdit, WarehouseView
from server.wire import Page


@get("/warehouses", opt={"right": "anyone"}, summary="Warehouses")
async def list_warehouses(
    door: NamedDependency[Door], cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 100
) -> Page[WarehouseView]:
    return await door.read(warehouses.list_warehouses, cursor, limit)


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


router = Router(
    path="/", route_handlers=[list_warehouses, create_warehouse, edit_warehouse], tags=["places"]
)
