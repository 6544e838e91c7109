"""Inquiry: scan anything, and first a verdict, then what is known of it."""

from collections.abc import Callable

from server.door import Reading
from server.scans.documents import count, order, purchase_order, receipt, task
from server.scans.goods import container, item, location, lot, serial
from server.scans.lookup import lookup
from server.scans.wire import Candidate, Inquiry, InquiryQuery, ScanKind, ScanQuery

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


def inquire(reading: Reading, query: InquiryQuery) -> Inquiry:
    """What is known of a code; several meanings are listed, nothing known is a verdict too."""
    found = lookup(reading, ScanQuery(text=query.code, sku=query.sku))
    candidates = [one for one in found.candidates if query.kind in {None, one.kind}]
    if not candidates:
        return Inquiry(verdict=f"Nothing known by that: {found.understood}."[:200])
    if len(candidates) > 1:
        kinds = " or ".join(sorted({one.kind.value for one in candidates}))
        return Inquiry(verdict=f"Which one: {kinds}?", candidates=tuple(candidates))
    [one] = candidates
    show = SHOWS.get(one.kind)
    if show is None:
        return Inquiry(verdict=f"{one.code}: {one.words}"[:200], kind=one.kind, code=one.code)
    return show(reading, one)
