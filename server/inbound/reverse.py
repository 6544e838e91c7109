"""Takes back a received line, until its goods have moved."""

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import Item
from server.errors import Refusal, not_found
from server.inbound.read import receipt_view
from server.inbound.receipts import locked_receipt
from server.inbound.tables import Receipt, ReceiptLine
from server.inbound.wire import ReceiptLineReversed, ReceiptView, ReverseReceiveLine
from server.purchasing.progress import book_received, locked_order
from server.stock.reverse import reverse_moves
from server.stock.spot import note_emptied
from server.stock.tables import Container


def reverse_receive_line(act: Act, command: ReverseReceiveLine) -> ReceiptView:
    """The goods go back to where they came from, and the order's totals with them.

    Refused: 404, 409 `already_reversed`, 409 `not_reversible` when the goods have moved on: then a
    correction says where they are.
    """
    receipt = locked_receipt(act, command.receipt)
    if receipt.purchase_order is not None:
        locked_order(act, receipt.purchase_order)
    first = _line(act, receipt, command.line)
    reverse_moves(act, first.operation)
    together = sa.select(ReceiptLine).where(ReceiptLine.operation == first.operation)
    for line in act.session.scalars(together.order_by(ReceiptLine.number)).all():
        _take_back(act, receipt, line)
    note_emptied(act, act.session.get(Container, first.container) if first.container else None)
    act.session.flush()
    return receipt_view(act.session, receipt)


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
