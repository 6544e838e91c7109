"""Which printer prints what: by kind of document and station, with one fallback."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from labels.render import CATALOGUE
from server.act import Act
from server.db import core, direct
from server.errors import Refusal, not_found
from server.guard import WarehouseId
from server.printing.tables import Printer, PrinterId, PrinterRoute, PrintJob
from server.printing.wire import PrinterState, RouteSet, RouteView

TRY_AGAIN = timedelta(seconds=60)
NEWEST: dict[str, int] = dict(sorted(CATALOGUE))

_ROUTE = core(PrinterRoute).c
_FIRST, _OTHER = core(Printer).alias("first"), core(Printer).alias("other")
_ROUTES = (
    sa.select(
        _ROUTE.kind,
        _ROUTE.design,
        _ROUTE.printer,
        _ROUTE.fallback,
        _FIRST.c.state,
        _FIRST.c.tried_at,
        _OTHER.c.state.label("other_state"),
        _OTHER.c.tried_at.label("other_tried_at"),
    )
    .join(_FIRST, _FIRST.c.id == _ROUTE.printer)
    .outerjoin(_OTHER, _OTHER.c.id == _ROUTE.fallback)
    .where(
        _ROUTE.warehouse == sa.bindparam("here"),
        _ROUTE.kind.in_(sa.bindparam("kinds", expanding=True)),
        _ROUTE.station.in_([sa.bindparam("station"), ""]),
    )
    .order_by(_ROUTE.station)  # so that the station's own route comes last and wins
)


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


class Routing(NamedTuple):
    """Where a kind of document is printed now, and in which design."""

    printer: PrinterId
    design: str


def routings(act: Act, kinds: Iterable[str], station: str) -> dict[str, Routing]:
    """By kind, for those that have a route.

    The station's own route wins over the one for any station; a printer that is not ready gives
    way to its fallback when that one is.
    """
    asked = {"here": act.warehouse, "kinds": [*kinds], "station": station}
    return {row.kind: _routing(act, row) for row in direct(act.session, _ROUTES, asked)}


def _routing(act: Act, row: sa.Row[*tuple[Any, ...]]) -> Routing:
    first = _ready(act, row.state, row.tried_at)
    if not first and row.fallback and _ready(act, row.other_state, row.other_tried_at):
        return Routing(row.fallback, row.design)
    return Routing(row.printer, row.design)


def _ready(act: Act, state: PrinterState, tried_at: datetime | None) -> bool:
    """One in trouble is worth another try after a minute."""
    if state is PrinterState.TROUBLE:
        return tried_at is None or tried_at < act.now - TRY_AGAIN
    return state is PrinterState.READY


def routed(act: Act, job: PrintJob) -> bool:
    """Gives the job its printer, and the design that fits there; False without a route."""
    found = routings(act, [job.kind], job.station).get(job.kind)
    if found is None:
        return False
    job.printer = found.printer
    if job.content is None and found.design != job.design:
        job.design, job.version = found.design, newest(found.design)
    return True


def newest(design: str) -> int:
    """The newest version of a design; 422 `label_unknown_design`."""
    if design not in NEWEST:
        known = ", ".join(sorted(NEWEST))
        raise Refusal(
            422, "label_unknown_design", f"There is no design '{design}'; there are: {known}."
        )
    return NEWEST[design]


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
