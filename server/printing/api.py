"""Routes of printing."""

from litestar import Response, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.door import Door
from server.printing import ask, badge, printers, read, route, settle
from server.printing.wire import (
    BadgePrinted,
    CancelPrint,
    ConfirmPrint,
    JobQuery,
    JobsMade,
    JobView,
    PrintBadge,
    PrinterCreate,
    PrinterEdit,
    PrinterView,
    PrintLabel,
    PrintLocations,
    Reprint,
    RouteSet,
    RouteView,
)
from server.query import asks
from server.wire import Page, PageQuery


@get(
    PrinterCreate.path,
    opt={"right": "anyone"},
    dependencies=asks(PageQuery),
    summary="Printers, and what waits for each",
)
async def list_printers(
    door: NamedDependency[Door], wanted: NamedDependency[PageQuery]
) -> Page[PrinterView]:
    return await door.read(read.list_printers, wanted.cursor, wanted.limit)


@post(PrinterCreate.path, opt={"right": "places.write"}, summary="Make a printer known")
async def create_printer(
    door: NamedDependency[Door], data: JSONBody[PrinterCreate]
) -> Response[PrinterView]:
    return await door.act(printers.create_printer, data)


@put(PrinterEdit.path, opt={"right": "places.write"}, summary="Change, stop or start a printer")
async def edit_printer(
    door: NamedDependency[Door], printer: FromPath[str], data: JSONBody[PrinterEdit]
) -> Response[PrinterView]:
    return await door.act(printers.edit_printer, data, printer)


@get(
    RouteSet.path,
    opt={"right": "anyone"},
    dependencies=asks(PageQuery),
    summary="Which printer prints what",
)
async def list_routes(
    door: NamedDependency[Door], wanted: NamedDependency[PageQuery]
) -> Page[RouteView]:
    return await door.read(read.list_routes, wanted.cursor, wanted.limit)


@put(RouteSet.path, opt={"right": "places.write"}, summary="Say which printer prints what")
async def set_route(door: NamedDependency[Door], data: JSONBody[RouteSet]) -> Response[RouteView]:
    return await door.act(route.set_route, data)


@get(
    PrintLabel.path,
    opt={"right": "anyone"},
    dependencies=asks(JobQuery),
    summary="Print jobs",
)
async def list_jobs(
    door: NamedDependency[Door], wanted: NamedDependency[JobQuery]
) -> Page[JobView]:
    return await door.read(read.list_jobs, wanted)


@get(PrintLabel.path + "/{job:str}", opt={"right": "anyone"}, summary="One print job")
async def one_job(door: NamedDependency[Door], job: FromPath[str]) -> JobView:
    return await door.read(read.one_job, job)


@post(PrintLabel.path, opt={"right": "print"}, summary="Print a design with these facts")
async def print_label(
    door: NamedDependency[Door], data: JSONBody[PrintLabel]
) -> Response[JobsMade]:
    return await door.act(ask.print_label, data)


@post(PrintLocations.path, opt={"right": "print"}, summary="Print the labels of locations")
async def print_locations(
    door: NamedDependency[Door], data: JSONBody[PrintLocations]
) -> Response[JobsMade]:
    return await door.act(ask.print_locations, data)


@post(PrintBadge.path, opt={"right": "supervise"}, summary="Print a badge for some hours")
async def print_badge(
    door: NamedDependency[Door], data: JSONBody[PrintBadge]
) -> Response[BadgePrinted]:
    return await door.act(badge.print_badge, data)


@post(ConfirmPrint.path, opt={"right": "print"}, summary="Say whether a label came out")
async def confirm_print(
    door: NamedDependency[Door], data: JSONBody[ConfirmPrint]
) -> Response[JobView]:
    return await door.act(settle.confirm_print, data)


@post(CancelPrint.path, opt={"right": "print"}, summary="Cancel a print job")
async def cancel_print(
    door: NamedDependency[Door], data: JSONBody[CancelPrint]
) -> Response[JobView]:
    return await door.act(settle.cancel_print, data)


@post(Reprint.path, opt={"right": "print"}, summary="Print once more, marked as a copy")
async def reprint(door: NamedDependency[Door], data: JSONBody[Reprint]) -> Response[JobView]:
    return await door.act(settle.reprint, data)


router = Router(
    path="/",
    route_handlers=[
        list_printers,
        create_printer,
        edit_printer,
        list_routes,
        set_route,
        list_jobs,
        one_job,
        print_label,
        print_locations,
        print_badge,
        confirm_print,
        cancel_print,
        reprint,
    ],
    tags=["printing"],
)
