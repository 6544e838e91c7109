"""What the lines of a purchase order still take: one truth for booking and for whoever receives."""

from dataclasses import replace

from sqlalchemy.orm import Session

from server.catalog.tables import ItemId
from server.identity.site import policy
from server.inbound.shares import Wanting, wanting
from server.inbound.wire.receipts import StillOpen
from server.purchasing.progress import ENDED, lines_of, over_percent
from server.purchasing.tables import PurchaseOrder, PurchaseOrderLine

Line = tuple[PurchaseOrderLine, Wanting]


def wanted(session: Session, order: PurchaseOrder, item: ItemId | None = None) -> list[Line]:
    """The lines (of an item) in the order they are filled; an order that has ended wants none."""
    percent = over_percent(session, order)
    lines = [
        (line, wanting(line.id, line.ordered - line.cancelled, line.received, percent))
        for line in lines_of(session, order.id)
        if item is None or line.item == item
    ]
    if order.state in ENDED:
        return [(line, replace(one, open=0, spare=0)) for line, one in lines]
    return lines


def left_of(session: Session, order: PurchaseOrder, item: ItemId) -> tuple[StillOpen, ...] | None:
    """What each line of an item still takes; None where who receives is to count blind."""
    if policy(session).blind_receiving:
        return None
    return tuple(
        StillOpen(line=line.number, open=one.open, spare=one.spare)
        for line, one in wanted(session, order, item)
    )
