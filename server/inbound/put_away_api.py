"""Routes of putting away."""

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.door import Door
from server.inbound.confirm import confirm_put_away
from server.inbound.put_away_read import list_put_aways, one_put_away
from server.inbound.undo_put import cancel_put_away, plan_put_away, reverse_put_away
from server.inbound.wire.put_away import (
    CancelPutAway,
    ConfirmPutAway,
    PlanPutAway,
    PutAwayDone,
    PutAwayQuery,
    PutAwayView,
    ReversePutAway,
)
from server.query import asks
from server.wire import Code, Page


@get(
    "/warehouses/{warehouse:str}/put-aways",
    opt={"right": "inquire"},
    dependencies=asks(PutAwayQuery),
    summary="What is to be put away",
)
async def put_aways(
    door: NamedDependency[Door], wanted: NamedDependency[PutAwayQuery]
) -> Page[PutAwayView]:
    return await door.read(list_put_aways, wanted)


@get(
    "/warehouses/{warehouse:str}/put-aways/{number:str}",
    opt={"right": "inquire"},
    summary="One put-away: goods, targets and why",
)
async def put_away(door: NamedDependency[Door], number: FromPath[Code]) -> PutAwayView:
    return await door.read(one_put_away, number)


@post(PlanPutAway.path, opt={"right": "put_away"}, summary="Where does this go?")
async def post_plan(
    door: NamedDependency[Door], data: JSONBody[PlanPutAway]
) -> Response[PutAwayView]:
    return await door.act(plan_put_away, data)


@post(ConfirmPutAway.path, opt={"right": "put_away"}, summary="The goods stand there now")
async def post_confirm(
    door: NamedDependency[Door], data: JSONBody[ConfirmPutAway]
) -> Response[PutAwayDone]:
    return await door.act(confirm_put_away, data)


@post(CancelPutAway.path, opt={"right": "put_away"}, summary="Nobody puts it away")
async def post_cancel(
    door: NamedDependency[Door], data: JSONBody[CancelPutAway]
) -> Response[PutAwayView]:
    return await door.act(cancel_put_away, data)


@post(ReversePutAway.path, opt={"right": "put_away"}, summary="Take a put back")
async def post_reverse(
    door: NamedDependency[Door], data: JSONBody[ReversePutAway]
) -> Response[PutAwayView]:
    return await door.act(reverse_put_away, data)


router = Router(
    path="/",
    route_handlers=[put_aways, put_away, post_plan, post_confirm, post_cancel, post_reverse],
    tags=["put away"],
)
