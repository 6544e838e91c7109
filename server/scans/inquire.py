"""Inquiry: scan anything, and first a verdict, then what is known of it."""

from collections.abc import Callable

from server.door import Reading
from server.scans.documents import count, order, purchase_order, receipt, task
from server.scans.find import items_by_words
from server.scans.goods import container, item, location, lot, moves, serial
from server.scans.lookup import lookup
from server.scans.wire import Candidate, Inquiry, InquiryQuery, ScanKind, ScanQuery
from server.stock.wire import StockQuery

Shows = Callable[[Reading, Candidate], Inquiry]

SHOWS: dict[ScanKind, Shows] = {
    ScanKind.LOCATION: location,
    ScanKind.LPN: container,
    ScanKind.TOTE: container,
    ScanKind.SLOT: container,
    ScanKind.ITEM: item,
    ScanKind.LOT: lot,
    ScanKind.SERIAL: serial,
    ScanKind.ORDER: order,
    ScanKind.PO: purchase_order,
    ScanKind.RECEIPT: receipt,
    ScanKind.TASK: task,
    ScanKind.COUNT: count,
}

# Of what the moves are told, and which those are.
MOVES_OF: dict[ScanKind, Callable[[Candidate], StockQuery]] = {
    ScanKind.LOCATION: lambda one: StockQuery(location=one.code),
    ScanKind.LPN: lambda one: StockQuery(container=one.code),
    ScanKind.TOTE: lambda one: StockQuery(container=one.code),
    ScanKind.SLOT: lambda one: StockQuery(container=one.code),
    ScanKind.ITEM: lambda one: StockQuery(sku=one.values.get("item", one.code)),
    ScanKind.LOT: lambda one: StockQuery(sku=one.values["item"], lot=one.code),
    ScanKind.SERIAL: lambda one: StockQuery(sku=one.values["item"], serial=one.code),
    ScanKind.ORDER: lambda one: StockQuery(document=one.code),
}


def inquire(reading: Reading, query: InquiryQuery) -> Inquiry:
    """What is known of a code; several meanings are listed, nothing known is a verdict too."""
    found = lookup(reading, ScanQuery(text=query.code, sku=query.sku))
    candidates = [one for one in found.candidates if query.kind in {None, one.kind}]
    if not candidates and (called := items_by_words(reading, query.code)):
        return Inquiry(verdict=f"Items called so: {len(called)}.", candidates=tuple(called))
    if not candidates:
        return Inquiry(verdict=f"Nothing known by that: {found.understood}."[:200])
    if len(candidates) > 1:
        return Inquiry(verdict="Which one is meant?", candidates=tuple(candidates))
    [one] = candidates
    if query.history and one.kind in MOVES_OF:
        return moves(reading, one, MOVES_OF[one.kind](one))
    show = SHOWS.get(one.kind)
    if show is None:
        return Inquiry(verdict=f"{one.code}: {one.words}"[:200], kind=one.kind, code=one.code)
    return show(reading, one)
