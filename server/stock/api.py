"""Routes of stock."""

from litestar import Router, get
from litestar.di import NamedDependency

from server.door import Door, asks
from server.stock import read
from server.stock.wire import MoveView, StockQuery, StockRow
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


router = Router(path="/", route_handlers=[stock, history], tags=["stock"])
