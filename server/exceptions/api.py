"""Routes of exceptions."""

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from server.door import Door
from server.exceptions.problem import report_problem
from server.exceptions.read import list_exceptions
from server.exceptions.resolve import resolve_exception
from server.exceptions.wire import (
    ExceptionQuery,
    ExceptionView,
    ProblemReported,
    ReportProblem,
    ResolveException,
)
from server.query import asks
from server.wire import Page


@get(
    "/warehouses/{warehouse:str}/exceptions",
    opt={"right": "supervise"},
    dependencies=asks(ExceptionQuery),
    summary="What waits for a person",
)
async def exceptions(
    door: NamedDependency[Door], wanted: NamedDependency[ExceptionQuery]
) -> Page[ExceptionView]:
    return await door.read(list_exceptions, wanted)


@post(ResolveException.path, opt={"right": "supervise"}, summary="Accept or resolve an exception")
async def resolve(
    door: NamedDependency[Door], data: JSONBody[ResolveException]
) -> Response[ExceptionView]:
    return await door.act(resolve_exception, data)


@post(ReportProblem.path, opt={"right": "anyone"}, summary="Say what a device was refused")
async def report(
    door: NamedDependency[Door], data: JSONBody[ReportProblem]
) -> Response[ProblemReported]:
    return await door.act(report_problem, data)


router = Router(path="/", route_handlers=[exceptions, resolve, report], tags=["exceptions"])
