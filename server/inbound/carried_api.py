"""Routes of moving by hand what may wait to be put away."""

from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from server.door import Door
from server.inbound import carried
from server.stock.wire import MoveContainer, Moved, MoveStock


@post(MoveStock.path, opt={"right": "move"}, summary="Move goods")
async def move_stock(door: NamedDependency[Door], data: JSONBody[MoveStock]) -> Response[Moved]:
    """Loose goods, or goods out of or into a container; promised ones with their line."""
    return await door.act(carried.move_stock, data)


@post(MoveContainer.path, opt={"right": "move"}, summary="Move a container")
async def move_container(
    door: NamedDependency[Door], data: JSONBody[MoveContainer]
) -> Response[Moved]:
    """With all that is in it."""
    return await door.act(carried.move_container, data)


router = Router(path="/", route_handlers=[move_stock, move_container], tags=["stock"])
