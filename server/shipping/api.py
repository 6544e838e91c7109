"""Routes of shipping."""

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.door import Door
from server.query import asks
from server.shipping import come_back, desk, lanes, pack, read
from server.shipping.collect import carrier_collected
from server.shipping.wire import (
    CarrierCollected,
    CartonCameBack,
    CartonClosed,
    CartonQuery,
    CartonView,
    CloseCarton,
    Collected,
    ConfirmLabel,
    DropCarton,
    PackChoice,
    ReopenCarton,
)
from server.wire import Page


@get(
    "/warehouses/{warehouse:str}/cartons",
    opt={"right": "inquire"},
    dependencies=asks(CartonQuery),
    summary="Cartons",
)
async def list_cartons(
    door: NamedDependency[Door], wanted: NamedDependency[CartonQuery]
) -> Page[CartonView]:
    """Cartons by state, lane, order, code or parcel number; `late` for the evening's list."""
    return await door.read(read.list_cartons, wanted)


@get(
    "/warehouses/{warehouse:str}/packing/{code:str}",
    opt={"right": "pack"},
    summary="What is to be packed of a tote or an order",
)
async def to_pack(door: NamedDependency[Door], code: FromPath[str]) -> PackChoice:
    return await door.read(desk.to_pack, code)


@post(CloseCarton.path, opt={"right": "pack"}, summary="Close a carton")
async def close_carton(
    door: NamedDependency[Door], data: JSONBody[CloseCarton]
) -> Response[CartonClosed]:
    return await door.act(pack.close_carton, data)


@post(ConfirmLabel.path, opt={"right": "pack"}, summary="The label sticks on the carton")
async def confirm_label(
    door: NamedDependency[Door], data: JSONBody[ConfirmLabel]
) -> Response[CartonView]:
    return await door.act(lanes.confirm_label, data)


@post(DropCarton.path, opt={"right": "pack"}, summary="The carton stands in a lane")
async def drop_carton(
    door: NamedDependency[Door], data: JSONBody[DropCarton]
) -> Response[CartonView]:
    return await door.act(lanes.drop_carton, data)


@post(ReopenCarton.path, opt={"right": "pack"}, summary="Open a carton again")
async def reopen_carton(
    door: NamedDependency[Door], data: JSONBody[ReopenCarton]
) -> Response[CartonView]:
    return await door.act(lanes.reopen_carton, data)


@post(CarrierCollected.path, opt={"right": "ship"}, summary="The carrier collected a lane")
async def collected(
    door: NamedDependency[Door], data: JSONBody[CarrierCollected]
) -> Response[Collected]:
    return await door.act(carrier_collected, data)


@post(CartonCameBack.path, opt={"right": "ship"}, summary="A carton was found after departure")
async def came_back(
    door: NamedDependency[Door], data: JSONBody[CartonCameBack]
) -> Response[CartonView]:
    return await door.act(come_back.carton_came_back, data)


router = Router(
    path="/",
    route_handlers=[
        list_cartons,
        to_pack,
        close_carton,
        confirm_label,
        drop_carton,
        reopen_carton,
        collected,
        came_back,
    ],
    tags=["shipping"],
)
