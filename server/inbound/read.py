"""Reading receipts: what is expected, what has come, what is still missing."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.catalog.tables import Item
from server.db import page_of, paged
from server.door import Reading
from server.errors import not_found
from server.exceptions.tables import FloorException
from server.identity.site import policy
from server.inbound.tables import Receipt, ReceiptLine, ReceiptLineId
from server.inbound.wire.receipts import (
    ReceiptQuery,
    ReceiptState,
    ReceiptSummary,
    ReceiptView,
    ReceivedLine,
    ShortLine,
)
from server.places.tables import Location
from server.purchasing.progress import lines_of
from server.purchasing.tables import PurchaseOrder, PurchaseOrderId, PurchaseOrderLine
from server.stock.tables import NO_CONTAINER, NO_LOT, Container, Lot
from server.wire import Page


def one_receipt(reading: Reading, number: str) -> ReceiptView:
    """404 `not_found`."""
    assert reading.scope is not None  # noqa: S101  (the route is warehouse-bound)
    query = sa.select(Receipt).where(
        Receipt.warehouse == reading.scope.id, Receipt.number == number
    )
    if (row := reading.session.scalar(query)) is None:
        raise not_found("receipt", number)
    return receipt_view(reading.session, row)


def list_receipts(reading: Reading, wanted: ReceiptQuery) -> Page[ReceiptSummary]:
    """The oldest first."""
    assert reading.scope is not None  # noqa: S101  (the route is warehouse-bound)
    counted = (
        sa.select(sa.func.count())
        .where(ReceiptLine.receipt == Receipt.id, ReceiptLine.reversed_at.is_(None))
        .correlate(Receipt)
        .scalar_subquery()
    )
    query = (
        sa.select(Receipt, Location.code, PurchaseOrder.number, counted, Receipt.id)
        .join(Location, Location.id == Receipt.dock)
        .outerjoin(PurchaseOrder, PurchaseOrder.id == Receipt.purchase_order)
        .where(Receipt.warehouse == reading.scope.id)
    )
    if wanted.in_state is not None:
        query = query.where(Receipt.state == wanted.in_state)
    if wanted.purchase_order:
        query = query.where(PurchaseOrder.number == wanted.purchase_order)
    sort = ((Receipt.id, int),)
    rows, following = paged(reading.session, query, sort, wanted.cursor, wanted.limit)
    return page_of([_summary(row) for row in rows], following)


def _summary(row: Any) -> ReceiptSummary:
    receipt, dock, order, lines, _ = row
    return ReceiptSummary(
        number=receipt.number,
        state=receipt.state,
        dock=dock,
        purchase_order=order,
        reference=receipt.reference,
        opened_at=receipt.opened_at,
        lines=lines,
    )


def receipt_view(session: Session, row: Receipt) -> ReceiptView:
    """The receipt as the wire shows it."""
    order = session.get(PurchaseOrder, row.purchase_order) if row.purchase_order else None
    ids = session.scalars(sa.select(ReceiptLine.id).where(ReceiptLine.receipt == row.id)).all()
    flagged = (
        sa.select(FloorException.sentence)
        .where(FloorException.warehouse == row.warehouse, FloorException.document == row.number)
        .order_by(FloorException.id)
    )
    return ReceiptView(
        number=row.number,
        state=row.state,
        dock=session.get_one(Location, row.dock).code,
        purchase_order=order.number if order else None,
        reference=row.reference,
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        closed_at=row.closed_at,
        lines=tuple(line_views(session, ids)),
        short=tuple(short_lines(session, order.id)) if order and _told(session, row) else (),
        exceptions=tuple(words[:200] for words in session.scalars(flagged)),
    )


def _told(session: Session, row: Receipt) -> bool:
    """Whether it may be said what has not come: who counts blind is told at the end."""
    return row.state is ReceiptState.CLOSED or not policy(session).blind_receiving


def line_views(session: Session, ids: Sequence[ReceiptLineId]) -> list[ReceivedLine]:
    """Receipt lines as the wire shows them, by number."""
    query = (
        sa.select(ReceiptLine, Item.sku, Lot, Container.code, Location.code, PurchaseOrderLine)
        .join(Item, Item.id == ReceiptLine.item)
        .join(Lot, Lot.id == ReceiptLine.lot)
        .join(Container, Container.id == ReceiptLine.container)
        .join(Location, Location.id == ReceiptLine.location)
        .outerjoin(PurchaseOrderLine, PurchaseOrderLine.id == ReceiptLine.purchase_order_line)
        .where(ReceiptLine.id.in_(ids))
        .order_by(ReceiptLine.number)
    )
    return [_line_view(*row) for row in session.execute(query)]


def _line_view(
    line: ReceiptLine,
    sku: str,
    lot: Lot,
    container: str,
    location: str,
    order_line: PurchaseOrderLine | None,
) -> ReceivedLine:
    return ReceivedLine(
        line=line.number,
        purchase_order_line=order_line.number if order_line else None,
        sku=sku,
        quantity=line.quantity,
        lot=lot.code if lot.id != NO_LOT else None,
        expires_on=lot.expires_on,
        container=container if line.container != NO_CONTAINER else None,
        location=location,
        status=line.status,
        condition=line.condition,
        reason=line.reason,
        received_at=line.received_at,
        reversed=line.reversed_at is not None,
    )


def short_lines(session: Session, order: PurchaseOrderId) -> list[ShortLine]:
    """What has not come of an order, by line."""
    names = sa.select(Item.id, Item.sku).join(PurchaseOrderLine, PurchaseOrderLine.item == Item.id)
    skus = dict(session.execute(names.where(PurchaseOrderLine.purchase_order == order)).all())
    return [
        ShortLine(line=line.number, sku=skus[line.item], open=missing)
        for line in sorted(lines_of(session, order), key=lambda line: line.number)
        if (missing := line.ordered - line.cancelled - line.received) > 0
    ]
