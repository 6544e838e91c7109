"""The route of undo."""

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from server.door import Door
from server.query import asks
from server.undo import reverse
from server.undo.read import done_lately
from server.undo.wire import DoneLately, DoneQuery, Reverse, Undone


@post(Reverse.path, opt={"right": "inquire"}, summary="Take back what an operation did")
async def undo(door: NamedDependency[Door], data: JSONBody[Reverse]) -> Response[Undone]:
    """One's own last half hour; older acts and others' need the right to supervise."""
    return await door.act(reverse.reverse, data)


@get(
    "/warehouses/{warehouse:str}/operations/done",
    opt={"right": "supervise"},
    dependencies=asks(DoneQuery),
    summary="What somebody has done lately that may be taken back",
)
async def done(door: NamedDependency[Door], wanted: NamedDependency[DoneQuery]) -> DoneLately:
    return await door.read(done_lately, wanted)


router = Router(path="/", route_handlers=[undo, done], tags=["undo"])
