"""What a purchase order expects, as a terminal needs it to receive without asking again."""

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.catalog.tables import Barcode, Item, ItemId, PackLevel
from server.door import Reading
from server.inbound.wire.expected import (
    Expected,
    ExpectedBarcode,
    ExpectedLine,
    ExpectedQuery,
    KnownLot,
)
from server.places.tables import Warehouse
from server.purchasing.progress import lines_of, order_by_number
from server.purchasing.tables import PurchaseOrderLine, Supplier
from server.stock.tables import Lot

NEWEST_LOTS = 50


def expected(reading: Reading, number: str, wanted: ExpectedQuery) -> Expected:
    """Its lines with every barcode; asked blind, not how much is expected. 404 `not_found`."""
    assert reading.scope is not None  # noqa: S101  (the route is warehouse-bound)
    session = reading.session
    order = order_by_number(session, reading.scope.id, number)
    supplier = session.get_one(Supplier, order.supplier)
    lines = sorted(lines_of(session, order.id), key=lambda line: line.number)
    codes = _barcodes(session, {line.item for line in lines})
    zone = ZoneInfo(session.get_one(Warehouse, reading.scope.id).time_zone)
    today: date = reading.now.astimezone(zone).date()
    return Expected(
        purchase_order=order.number,
        supplier=supplier.code,
        supplier_name=supplier.name,
        state=order.state.value,
        expected_on=order.expected_on,
        early=order.expected_on is not None and order.expected_on > today,
        today=today,
        lines=[
            _line(session, line, codes.get(line.item, []), blind=wanted.blind) for line in lines
        ],
    )


def _line(
    session: Session, line: PurchaseOrderLine, codes: list[ExpectedBarcode], *, blind: bool
) -> ExpectedLine:
    item = session.get_one(Item, line.item)
    wanted = line.ordered - line.cancelled
    return ExpectedLine(
        line=line.number,
        sku=item.sku,
        name=item.name,
        tracking=item.tracking,
        expires=item.expires,
        minimum_days=item.minimum_days_receipt,
        weigh=item.catch_weight,
        pack_quantity=line.pack_quantity,
        barcodes=codes,
        expected_on=line.expected_on,
        ordered=None if blind else wanted,
        open=None if blind else max(wanted - line.received, 0),
        lots=_lots(session, item),
    )


def _lots(session: Session, item: Item) -> tuple[KnownLot, ...]:
    if not item.expires:
        return ()
    query = (
        sa.select(Lot.code, Lot.expires_on)
        .where(Lot.item == item.id, Lot.expires_on.is_not(None))
        .order_by(Lot.id.desc())
        .limit(NEWEST_LOTS)
    )
    return tuple(
        KnownLot(code=row[0], expires_on=row[1])
        for row in session.execute(query)
        if row[1] is not None
    )


def _barcodes(session: Session, items: Iterable[ItemId]) -> dict[ItemId, list[ExpectedBarcode]]:
    query = (
        sa.select(Barcode.item, Barcode.text, PackLevel.name, PackLevel.quantity)
        .join(PackLevel, PackLevel.id == Barcode.pack_level)
        .where(Barcode.item.in_(sorted(items)), Barcode.valid_until.is_(None))
        .order_by(Barcode.item, PackLevel.quantity, Barcode.text)
    )
    found: dict[ItemId, list[ExpectedBarcode]] = {}
    for item, text, level, quantity in session.execute(query):
        code = ExpectedBarcode(text=text, level=level, quantity=quantity)
        found.setdefault(item, []).append(code)
    return found
