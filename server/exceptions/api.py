"""Routes of exceptions."""

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from server.door import Door
from server.exceptions.problem import (
    advise_device,
    read_advice,
    report_problem,
    settle_problem,
)
from server.exceptions.read import list_exceptions
from server.exceptions.resolve import resolve_exception
from server.exceptions.wire import (
    AdviceQuery,
    AdviceView,
    AdviseDevice,
    ExceptionQuery,
    ExceptionView,
    ProblemReported,
    ProblemSettled,
    ReportProblem,
    ResolveException,
    SettleProblem,
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


@post(AdviseDevice.path, opt={"right": "supervise"}, summary="Say what a device does with it")
async def advise(
    door: NamedDependency[Door], data: JSONBody[AdviseDevice]
) -> Response[ExceptionView]:
    return await door.act(advise_device, data)


@post(SettleProblem.path, opt={"right": "anyone"}, summary="Say what became of a refused command")
async def settle(
    door: NamedDependency[Door], data: JSONBody[SettleProblem]
) -> Response[ProblemSettled]:
    return await door.act(settle_problem, data)


@get(
    "/warehouses/{warehouse:str}/exceptions/advice",
    opt={"right": "anyone"},
    dependencies=asks(AdviceQuery),
    summary="What was said about what the asking device was refused",
)
async def advice(door: NamedDependency[Door], wanted: NamedDependency[AdviceQuery]) -> AdviceView:
    return await door.read(read_advice, wanted)


router = Router(
    path="/",
    route_handlers=[exceptions, resolve, report, advise, settle, advice],
    tags=["exceptions"],
)
