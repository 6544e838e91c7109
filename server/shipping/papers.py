"""The papers of a carton: its label, and the packing slip with it."""

from collections import Counter
from collections.abc import Iterable

from server.act import Act
from server.orders.addresses import address_of
from server.printing.jobs import Paper, print_jobs
from server.shipping.packing import Line
from server.shipping.picked import Filling
from server.shipping.wire import CloseCarton
from server.stock.tables import NO_LOT


def print_papers(
    act: Act,
    order: Line,
    code: str,
    number: int,
    command: CloseCarton,
    fillings: Iterable[Filling],
) -> list[str]:
    """Stores the print jobs of a carton's label and slip; answers their numbers."""
    common = {
        "sender": [order.sender],
        "to": _lines(order),
        "order": order.order_number,
        "carton": code,
    }
    slip = {
        "date": act.now.date().isoformat(),
        "lines": _content(fillings),
        "note": order.gift_note[:200],
    }
    label = _label(order, code, number, command)
    papers = [
        Paper(design="carton", facts=common | label, cause=code),
        Paper(design="packing_slip_roll", facts=common | slip, cause=code),
    ]
    return print_jobs(act, papers, printer=command.printer)


def _lines(order: Line) -> list[str]:
    to = address_of(order)
    town = " ".join(part for part in (to.postcode, to.city, to.region) if part)
    lines = (to.name, to.company, to.street, to.street2, town, to.country)
    return [line for line in lines if line]


def _label(order: Line, code: str, number: int, command: CloseCarton) -> dict[str, object]:
    facts: dict[str, object] = {
        "number": number,
        "of": number,
        "service": order.service,
        "ship_by": order.ship_by.date().isoformat(),
    }
    if code.isdigit():
        facts["sscc"] = code
    if command.tracking:
        facts["tracking"] = command.tracking
    if command.weight_grams:
        facts["weight_grams"] = command.weight_grams
    return facts


def _content(fillings: Iterable[Filling]) -> list[dict[str, object]]:
    """One line per item and lot, by SKU."""
    packed: Counter[tuple[str, str, str]] = Counter()
    for filling in fillings:
        lot = filling.lot if filling.move.lot != NO_LOT else ""
        packed[filling.line.sku, lot, filling.line.name] += filling.move.quantity
    return [
        {"sku": sku, "name": name, "quantity": quantity, "lot": lot}
        for (sku, lot, name), quantity in sorted(packed.items())
    ]
