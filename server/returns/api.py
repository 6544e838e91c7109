"""Routes of returns."""

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.door import Door
from server.query import asks
from server.returns import read, receive
from server.returns.wire import CloseReturn, OpenReturn, ReturnLine, ReturnQuery, ReturnView
from server.wire import Page


@get(
    "/warehouses/{warehouse:str}/returns",
    opt={"right": "inquire"},
    dependencies=asks(ReturnQuery),
    summary="Returns",
)
async def list_returns(
    door: NamedDependency[Door], wanted: NamedDependency[ReturnQuery]
) -> Page[ReturnView]:
    return await door.read(read.list_returns, wanted)


@get("/warehouses/{warehouse:str}/returns/{number:str}", opt={"right": "returns"})
async def read_return(door: NamedDependency[Door], number: FromPath[str]) -> ReturnView:
    return await door.read(read.read_return, number)


@post(OpenReturn.path, opt={"right": "returns"}, summary="A parcel is back")
async def open_return(
    door: NamedDependency[Door], data: JSONBody[OpenReturn]
) -> Response[ReturnView]:
    return await door.act(receive.open_return, data)


@post(ReturnLine.path, opt={"right": "returns"}, summary="Goods of a return stand there now")
async def return_line(
    door: NamedDependency[Door], data: JSONBody[ReturnLine]
) -> Response[ReturnView]:
    return await door.act(receive.return_line, data)


@post(CloseReturn.path, opt={"right": "returns"}, summary="All of a return is booked")
async def close_return(
    door: NamedDependency[Door], data: JSONBody[CloseReturn]
) -> Response[ReturnView]:
    return await door.act(receive.close_return, data)


router = Router(
    path="/",
    route_handlers=[list_returns, read_return, open_return, return_line, close_return],
    tags=["returns"],
)
