"""Routes of stock."""

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from server.door import Door
from server.query import asks
from server.stock import hold, read, status
from server.stock import move_container as containers
from server.stock import reverse as reversal
from server.stock.wire import (
    ChangeStatus,
    Held,
    LiftHold,
    Moved,
    MoveView,
    NestContainer,
    ReverseMoves,
    SetHold,
    StockQuery,
    StockRow,
)
from server.wire import Page


@get(
    "/warehouses/{warehouse:str}/stock",
    opt={"right": "inquire"},
    dependencies=asks(StockQuery),
    summary="What stands where",
)
async def stock(door: NamedDependency[Door], wanted: NamedDependency[StockQuery]) -> Page[StockRow]:
    """Stock by location and key; name a serial, lot or container to ask where it is."""
    return await door.read(read.stock, wanted)


@get(
    "/warehouses/{warehouse:str}/moves",
    opt={"right": "inquire"},
    dependencies=asks(StockQuery),
    summary="Who moved it",
)
async def history(
    door: NamedDependency[Door], wanted: NamedDependency[StockQuery]
) -> Page[MoveView]:
    """Moves, the latest first."""
    return await door.read(read.history, wanted)


@post(NestContainer.path, opt={"right": "move"}, summary="Put a container on another")
async def nest_container(
    door: NamedDependency[Door], data: JSONBody[NestContainer]
) -> Response[Moved]:
    """Up to 4 levels; without a parent it is taken out."""
    return await door.act(containers.nest_container, data)


@post(ReverseMoves.path, opt={"right": "move"}, summary="Take a move back")
async def reverse(door: NamedDependency[Door], data: JSONBody[ReverseMoves]) -> Response[Moved]:
    """By the operation id that made it; a change of status needs the right to adjust."""
    return await door.act(reversal.reverse, data)


@post(ChangeStatus.path, opt={"right": "adjust"}, summary="Change the status of goods")
async def change_status(
    door: NamedDependency[Door], data: JSONBody[ChangeStatus]
) -> Response[Moved]:
    """Damaged, to be inspected, fit again; promises on what is no longer fit are broken."""
    return await door.act(status.change_status, data)


@post(SetHold.path, opt={"right": "hold"}, summary="Hold goods")
async def set_hold(door: NamedDependency[Door], data: JSONBody[SetHold]) -> Response[Held]:
    """All of an item, a lot, a place or a container, now and later."""
    return await door.act(hold.set_hold, data)


@post(LiftHold.path, opt={"right": "hold"}, summary="Lift a hold")
async def lift_hold(door: NamedDependency[Door], data: JSONBody[LiftHold]) -> Response[Held]:
    return await door.act(hold.lift_hold, data)


router = Router(
    path="/",
    route_handlers=[
        stock,
        history,
        nest_container,
        reverse,
        change_status,
        set_hold,
        lift_hold,
    ],
    tags=["stock"],
)
