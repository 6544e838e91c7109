"""Takes back a received line, until its goods have moved."""

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import Item
from server.errors import Refusal, not_found
from server.inbound.errands import ended, planned
from server.inbound.read import receipt_view
from server.inbound.receipts import locked_receipt
from server.inbound.tables import PutAway, PutRow, Receipt, ReceiptLine
from server.inbound.waiting_goods import waiting
from server.inbound.wire.put_away import PutAwayState
from server.inbound.wire.receipts import ReceiptLineReversed, ReceiptView, ReverseReceiveLine
from server.purchasing.progress import book_received, locked_order
from server.stock.reverse import reverse_moves
from server.stock.spot import note_emptied
from server.stock.tables import NO_CONTAINER, Container


def reverse_receive_line(act: Act, command: ReverseReceiveLine) -> ReceiptView:
    """The goods go back to where they came from, and the order's totals with them.

    Refused: 404, 409 `already_reversed`, 409 `not_reversible` when the goods have moved on: then a
    correction says where they are.
    """
    receipt = locked_receipt(act, command.receipt)
    if receipt.purchase_order is not None:
        locked_order(act, receipt.purchase_order)
    first = _line(act, receipt, command.line)
    _require_not_put(act, receipt, first)
    reverse_moves(act, first.operation)
    together = sa.select(ReceiptLine).where(ReceiptLine.operation == first.operation)
    for line in act.session.scalars(together.order_by(ReceiptLine.number)).all():
        _take_back(act, receipt, line)
    _end_errands(act, first)
    note_emptied(act, act.session.get(Container, first.container) if first.container else None)
    act.session.flush()
    return receipt_view(act.session, receipt)


def _require_not_put(act: Act, receipt: Receipt, line: ReceiptLine) -> None:
    """409 `not_reversible`: other goods of the kind may stand there, these have gone."""
    query = (
        sa.select(PutAway.number)
        .join(PutRow, PutRow.put_away == PutAway.id)
        .where(PutAway.operation == line.operation, PutRow.reversed_at.is_(None))
    )
    if line.container == NO_CONTAINER and (number := act.session.scalar(query.limit(1))):
        raise Refusal(
            409,
            "not_reversible",
            f"Line {line.number} of {receipt.number} was put away already, by {number}.",
        )


def _end_errands(act: Act, line: ReceiptLine) -> None:
    """Nothing is put away of goods that have not come; the rest of an LPN is planned anew."""
    query = sa.select(PutAway).where(PutAway.state == PutAwayState.OPEN)
    if line.container == NO_CONTAINER:
        query = query.where(PutAway.operation == line.operation)
    else:
        query = query.where(PutAway.container == line.container)
    for errand in act.session.scalars(query.order_by(PutAway.id)).all():
        if line.container != NO_CONTAINER and any(part.quantity for part in waiting(act, errand)):
            planned(act, errand)
        else:
            ended(act, errand, PutAwayState.CANCELLED)


def _take_back(act: Act, receipt: Receipt, line: ReceiptLine) -> None:
    if line.purchase_order_line is not None:
        book_received(act, line.purchase_order_line, -line.quantity, -line.over)
    line.reversed_at = act.now
    told = ReceiptLineReversed(
        receipt=receipt.number,
        line=line.number,
        sku=act.session.get_one(Item, line.item).sku,
        quantity=line.quantity,
    )
    act.record(told, receipt.number)


def _line(act: Act, receipt: Receipt, number: int) -> ReceiptLine:
    line = act.session.scalar(
        sa.select(ReceiptLine).where(
            ReceiptLine.receipt == receipt.id, ReceiptLine.number == number
        )
    )
    if line is None:
        raise not_found(f"line of {receipt.number} with number", number)
    if line.reversed_at is not None:
        raise Refusal(
            409, "already_reversed", f"Line {number} of {receipt.number} was taken back already."
        )
    return line
