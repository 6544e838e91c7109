"""Printers: make one known, change it, stop it."""

import sqlalchemy as sa

from labels.printers import BadAddress, printer
from server.act import Act
from server.errors import Refusal, stale
from server.printing.read import printer_view
from server.printing.route import printer_by_code
from server.printing.tables import Printer
from server.printing.wire import PrinterCreate, PrinterEdit, PrinterState, PrinterView

RESOLUTIONS = (203, 300, 600)


def create_printer(act: Act, command: PrinterCreate) -> PrinterView:
    """Refused: 409 `exists`, 422 `bad_address`, `bad_resolution`."""
    _check(command)
    taken = act.session.scalar(
        sa.select(Printer.id).where(
            Printer.warehouse == act.warehouse, Printer.code == command.code
        )
    )
    if taken:
        raise Refusal(409, "exists", f"There is a printer {command.code} already.")
    row = Printer(
        warehouse=act.warehouse,
        code=command.code,
        name=command.name,
        address=command.address,
        language=command.language,
        dpi=command.dpi,
        width_mm=command.width_mm,
        height_mm=command.height_mm,
        station=command.station,
    )
    act.session.add(row)
    act.session.flush()
    return printer_view(row, 0)


def edit_printer(act: Act, command: PrinterEdit, code: str) -> PrinterView:
    """Also how a printer is stopped and started. Refused: 404, 409 `stale`, 422 as at creation."""
    _check(command)
    row = printer_by_code(act.session, act.warehouse, code)
    if row.version != command.version:
        raise stale(f"Printer {code}", command.version, row.version)
    row.name, row.address, row.language = command.name, command.address, command.language
    row.dpi, row.station = command.dpi, command.station
    row.width_mm, row.height_mm = command.width_mm, command.height_mm
    row.state = PrinterState.STOPPED if command.stopped else PrinterState.READY
    row.trouble, row.version = "", row.version + 1
    return printer_view(row, 0)


def _check(command: PrinterCreate | PrinterEdit) -> None:
    try:
        printer(command.address)
    except BadAddress as error:
        raise Refusal(422, "bad_address", str(error)) from error
    if command.dpi not in RESOLUTIONS:
        raise Refusal(
            422, "bad_resolution", f"{command.dpi} dpi is not one of 203, 300 and 600 dpi."
        )
