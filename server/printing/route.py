"""Which printer prints what: by kind of document and station, with one fallback."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from labels.render import CATALOGUE
from server.act import Act
from server.errors import Refusal, not_found
from server.guard import WarehouseId
from server.printing.tables import Printer, PrinterId, PrinterRoute, PrintJob
from server.printing.wire import PrinterState, RouteSet, RouteView

TRY_AGAIN = timedelta(seconds=60)


def set_route(act: Act, command: RouteSet) -> RouteView:
    """Makes or replaces the route of a kind at a station.

    Refused: 404 for a printer that is not there, 422 `label_unknown_design`, `media_too_small`.
    """
    design = command.design or command.document
    printer = printer_by_code(act.session, act.warehouse, command.printer)
    fallback = None
    if command.fallback:
        fallback = printer_by_code(act.session, act.warehouse, command.fallback)
    for chosen in filter(None, (printer, fallback)):
        check_fits(chosen, design)
    row = act.session.get(PrinterRoute, (act.warehouse, command.document, command.station))
    if row is not None:
        act.session.delete(row)
        act.session.flush()
    act.session.add(
        PrinterRoute(
            warehouse=act.warehouse,
            kind=command.document,
            station=command.station,
            design=design,
            printer=printer.id,
            fallback=fallback.id if fallback else None,
        )
    )
    return RouteView(
        document=command.document,
        station=command.station,
        design=design,
        printer=printer.code,
        fallback=fallback.code if fallback else None,
    )


def routed(act: Act, job: PrintJob) -> bool:
    """Gives the job its printer, and the design that fits there; False without a route.

    The station's own route wins over the one for any station; a printer that is not ready gives
    way to its fallback when that one is.
    """
    row = act.session.scalars(
        sa.select(PrinterRoute)
        .where(
            PrinterRoute.warehouse == job.warehouse,
            PrinterRoute.kind == job.kind,
            PrinterRoute.station.in_({job.station, ""}),
        )
        .order_by(PrinterRoute.station.desc())
    ).first()
    if row is None:
        return False
    job.printer = row.printer
    if row.fallback and not _ready(act, row.printer) and _ready(act, row.fallback):
        job.printer = row.fallback
    if job.content is None and row.design != job.design:
        job.design = row.design
        job.version = max(version for name, version in CATALOGUE if name == row.design)
    return True


def _ready(act: Act, printer: PrinterId) -> bool:
    """One in trouble is worth another try after a minute."""
    row = act.session.get_one(Printer, printer)
    if row.state is PrinterState.TROUBLE:
        return row.tried_at is None or row.tried_at < act.now - TRY_AGAIN
    return row.state is PrinterState.READY


def printer_by_code(session: Session, warehouse: WarehouseId, code: str) -> Printer:
    """404 `not_found`."""
    row = session.scalar(
        sa.select(Printer).where(Printer.warehouse == warehouse, Printer.code == code)
    )
    if row is None:
        raise not_found("printer", code)
    return row


def check_fits(printer: Printer, design: str) -> None:
    """422 `label_unknown_design`, 422 `media_too_small`; media of unknown size takes anything."""
    sizes = [(d.width, d.height) for (name, _), d in CATALOGUE.items() if name == design]
    if not sizes:
        raise Refusal(422, "label_unknown_design", f"There is no design '{design}'.")
    width, height = sizes[-1]
    if width > (printer.width_mm or width) or height > (printer.height_mm or height):
        raise Refusal(
            422,
            "media_too_small",
            f"Printer {printer.code} has media of {printer.width_mm or 'any'} x"
            f" {printer.height_mm or 'any'} mm, the design {design} is {width:g} x {height:g} mm.",
        )
