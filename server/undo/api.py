"""The route of undo."""

from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from server.door import Door
from server.undo import reverse
from server.undo.wire import Reverse, Undone


@post(Reverse.path, opt={"right": "inquire"}, summary="Take back what an operation did")
async def undo(door: NamedDependency[Door], data: JSONBody[Reverse]) -> Response[Undone]:
    """One's own last half hour; older acts and others' need the right to supervise."""
    return await door.act(reverse.reverse, data)


router = Router(path="/", route_handlers=[undo], tags=["undo"])
