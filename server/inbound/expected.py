"""What a purchase order expects, as a terminal needs it to receive without asking again."""

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.catalog.said import said
from server.catalog.tables import Barcode, Item, ItemId, PackLevel
from server.door import Reading
from server.identity.site import policy
from server.inbound.left import Line, wanted
from server.inbound.shares import Wanting
from server.inbound.wire.expected import (
    Expected,
    ExpectedBarcode,
    ExpectedLine,
    ExpectedQuery,
    KnownLot,
    OtherOrder,
)
from server.places.tables import Warehouse
from server.purchasing.progress import lines_of, order_by_number
from server.purchasing.tables import PurchaseOrder, PurchaseOrderLine, Supplier
from server.purchasing.wire import PurchaseOrderState
from server.stock.tables import Lot

NEWEST_LOTS = 50
MOST_OTHERS = 20


def expected(reading: Reading, number: str, asked: ExpectedQuery) -> Expected:
    """Its lines with every barcode; blind, not how much is expected. 404 `not_found`."""
    assert reading.scope is not None  # noqa: S101  (the route is warehouse-bound)
    session = reading.session
    order = order_by_number(session, reading.scope.id, number)
    supplier = session.get_one(Supplier, order.supplier)
    blind = asked.blind or policy(session).blind_receiving
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
        lines=_lines(session, wanted(session, order), blind=blind),
        others=_others(session, order, blind=blind),
    )


def _others(session: Session, order: PurchaseOrder, *, blind: bool) -> tuple[OtherOrder, ...]:
    """What else this supplier owes: goods that are not on the order may belong to that."""
    mine = {line.item for line in lines_of(session, order.id)}
    query = sa.select(PurchaseOrder).where(
        PurchaseOrder.warehouse == order.warehouse,
        PurchaseOrder.supplier == order.supplier,
        PurchaseOrder.id != order.id,
        PurchaseOrder.state.in_((PurchaseOrderState.OPEN, PurchaseOrderState.RECEIVING)),
    )
    due = (sa.case((PurchaseOrder.expected_on.is_(None), 1), else_=0), PurchaseOrder.expected_on)
    rows = session.scalars(query.order_by(*due, PurchaseOrder.id).limit(MOST_OTHERS))
    found = [
        (row, [each for each in wanted(session, row) if each[0].item not in mine and each[1].open])
        for row in rows
    ]
    return tuple(
        OtherOrder(purchase_order=row.number, lines=_lines(session, lines, blind=blind))
        for row, lines in found
        if lines
    )


def _lines(session: Session, lines: Sequence[Line], *, blind: bool) -> list[ExpectedLine]:
    """By number, each with the barcodes of its item."""
    codes = _barcodes(session, {line.item for line, _ in lines})
    return [
        _line(session, line, wanting, codes.get(line.item, []), blind=blind)
        for line, wanting in sorted(lines, key=lambda each: each[0].number)
    ]


def _line(
    session: Session,
    line: PurchaseOrderLine,
    wanting: Wanting,
    codes: list[ExpectedBarcode],
    *,
    blind: bool,
) -> ExpectedLine:
    item = session.get_one(Item, line.item)
    return ExpectedLine(
        line=line.number,
        sku=item.sku,
        name=said(session, item),
        tracking=item.tracking,
        expires=item.expires,
        minimum_days=item.minimum_days_receipt,
        weigh=item.catch_weight,
        pack_quantity=line.pack_quantity,
        barcodes=codes,
        expected_on=line.expected_on,
        ordered=None if blind else line.ordered - line.cancelled,
        open=None if blind else wanting.open,
        spare=None if blind else wanting.spare,
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
