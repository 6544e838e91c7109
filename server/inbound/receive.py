"""Receives a line: goods have come and stand somewhere; what disagrees with the plan is flagged."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from server.act import Act
from server.errors import not_found
from server.exceptions.report import report
from server.exceptions.wire import ExceptionKind
from server.inbound.arrival import Arrival, arrival
from server.inbound.errands import put_away_container, put_away_loose
from server.inbound.incoming import Goods, made_out
from server.inbound.known_serials import apart
from server.inbound.left import left_of, wanted
from server.inbound.lpns import print_lpn
from server.inbound.read import line_views
from server.inbound.receipts import ARRIVES_AT, receipt_of
from server.inbound.shares import Share, shares
from server.inbound.tables import Receipt, ReceiptLine
from server.inbound.wire.put_away import PutAwayPlanned
from server.inbound.wire.receipts import GoodsReceived, ReceiptState, Received, ReceiveLine
from server.places.find import virtual
from server.places.wire import Virtual
from server.purchasing.progress import book_received, goods_have_come, locked_order
from server.purchasing.tables import PurchaseOrder, PurchaseOrderLine
from server.stock.ledger import post, serial
from server.stock.moves import Key, Move, Place
from server.stock.serials import has_serials
from server.stock.tables import NO_CONTAINER, NO_OWNER
from server.stock.wire import Status


@dataclass(frozen=True, slots=True)
class _Booking:
    """What one command books: where, what, and for which order."""

    receipt: Receipt
    order: PurchaseOrder | None
    goods: Goods
    arrival: Arrival
    command: ReceiveLine


def receive_line(act: Act, command: ReceiveLine) -> Received:
    """Goods stand in the book where the worker put them; a receipt line per status and order line.

    Never refused for disagreeing with the plan: over tolerance becomes `overage`, another item
    than ordered too, too short a life `quarantine`, damage `damaged`, each with an exception.
    Refused: 404 for a receipt, order, item or place that is not there; 422 for what the item needs
    and was not told (`lot_missing`, `expiry_missing`, `serials_missing`, `weight_missing`); 409
    `serial_known` (told late the piece is kept unidentified); 409 of the shelf's rules without
    `reason` (see `arrival`).
    """
    receipt = receipt_of(act, command)
    order = locked_order(act, receipt.purchase_order) if receipt.purchase_order else None
    commands = apart(act, command)
    goods = [made_out(act, one) for one in commands]
    there = arrival(act, commands[0], receipt.dock, goods[0])
    bookings = [
        _Booking(receipt, order, what, there, one)
        for what, one in zip(goods, commands, strict=True)
    ]
    lines: list[ReceiptLine] = []
    told: list[str] = []
    for booking in bookings:
        parts = _parts(act, booking)
        lines += [_book(act, booking, part) for part in _numbered(act, booking, parts)]
        told += _flag(act, booking, parts)
    if order is not None:
        goods_have_come(order)
    act.session.flush()
    errands = _errands(act, there, lines)
    return Received(
        receipt=receipt.number,
        lines=line_views(act.session, [line.id for line in lines]),
        container=there.container_code,
        location=there.location.code,
        job=_label(act, bookings[0]),
        tag=goods[-1].tag,
        put_aways=tuple(errands),
        exceptions=tuple(words[:200] for words in told),
        left=left_of(act.session, order, goods[0].item.id) if order else None,
    )


def _label(act: Act, booking: _Booking) -> str | None:
    """The label of a new LPN, where one was asked for."""
    command, code = booking.command, booking.arrival.container_code
    kind = booking.arrival.fresh
    if code is None or kind is None or not command.print_label:
        return None
    contents = [f"{command.quantity} x {booking.goods.item.sku}"]
    return print_lpn(act, code, kind.value, contents, command.printer)


def _errands(act: Act, there: Arrival, lines: Sequence[ReceiptLine]) -> list[PutAwayPlanned]:
    """What stands at a dock is put away: an LPN as one, loose goods line by line."""
    if there.location.type not in ARRIVES_AT:
        return []
    if there.container != NO_CONTAINER:
        return [put_away_container(act, there.container, there.location.id)]
    return [
        put_away_loose(
            act,
            Key(line.location, line.item, line.lot, NO_CONTAINER, NO_OWNER, line.status),
            line.quantity,
        )
        for line in lines
    ]


@dataclass(frozen=True, slots=True)
class _Part:
    """A share of what came, with the number of its line and the serials that go with it."""

    share: Share
    number: int
    serials: Sequence[str]
    grams: int | None


def _parts(act: Act, booking: _Booking) -> list[Share]:
    """Which order lines the goods fill; without an order they fill none and are not over."""
    quantity = booking.command.quantity
    if booking.order is None:
        return [Share(None, quantity)]
    lines = wanted(act.session, booking.order, booking.goods.item.id)
    chosen = booking.command.line
    if chosen is not None and chosen not in {line.number for line, _ in lines}:
        raise not_found(f"line of {booking.order.number} for that item", chosen)
    lines.sort(key=lambda each: each[0].number != chosen)  # the chosen one first, the rest as due
    return shares([one for _, one in lines], quantity)


def _numbered(act: Act, booking: _Booking, parts: Sequence[Share]) -> list[_Part]:
    query = sa.select(sa.func.coalesce(sa.func.max(ReceiptLine.number), 0))
    last = act.session.execute(query.where(ReceiptLine.receipt == booking.receipt.id)).scalar_one()
    command = booking.command
    numbered, begun = [], 0
    for n, share in enumerate(parts, start=1):
        ended = begun + share.quantity
        numbered.append(
            _Part(
                share,
                last + n,
                command.serials[begun:ended],
                _grams(command.weight_grams, begun, ended, command.quantity),
            )
        )
        begun = ended
    return numbered


def _grams(whole: int | None, begun: int, ended: int, quantity: int) -> int | None:
    """The weight of the pieces from `begun` to `ended`; all parts together weigh the whole."""
    if whole is None:
        return None
    return whole * ended // quantity - whole * begun // quantity


def _book(act: Act, booking: _Booking, part: _Part) -> ReceiptLine:
    share, goods, there = part.share, booking.goods, booking.arrival
    status = Status.OVERAGE if share.over and goods.fit is Status.AVAILABLE else goods.fit
    row = ReceiptLine(
        warehouse=act.warehouse,
        receipt=booking.receipt.id,
        number=part.number,
        purchase_order_line=share.line,
        item=goods.item.id,
        lot=goods.lot,
        quantity=share.quantity,
        over=share.quantity if share.over and share.line else 0,
        weight_grams=part.grams,
        container=there.container,
        location=there.location.id,
        status=status,
        condition=booking.command.condition,
        reason=booking.command.reason or (booking.command.over_reason if share.over else ""),
        operation=act.operation,
        received_at=act.now,
    )
    act.session.add(row)
    target = Place(there.location.id, there.container, NO_OWNER, status)
    post(act, _moves(act, booking, part, target))
    if share.line is not None:
        book_received(act, share.line, share.quantity, row.over)
    act.session.flush()
    _tell(act, booking, row)
    return row


def _moves(act: Act, booking: _Booking, part: _Part, target: Place) -> list[Move]:
    goods = booking.goods
    whole = Move(
        item=goods.item.id,
        quantity=part.share.quantity,
        lot=goods.lot,
        weight_grams=part.grams,
        source=Place(virtual(act.session, act.warehouse, Virtual.SUPPLIER), status=target.status),
        target=target,
        document=f"{booking.receipt.number}/{part.number}",
    )
    if not has_serials(goods.item):  # whatever else was printed on the pieces
        return [whole]
    ids = [serial(act, goods.item.id, code, lot=goods.lot) for code in part.serials]
    weights = [_grams(part.grams, n, n + 1, len(ids)) for n in range(len(ids))]
    return [
        replace(whole, quantity=1, serial=one, weight_grams=weight)
        for one, weight in zip(ids, weights, strict=True)
    ]


def _tell(act: Act, booking: _Booking, row: ReceiptLine) -> None:
    act.record(
        GoodsReceived(
            receipt=booking.receipt.number,
            line=row.number,
            purchase_order=booking.order.number if booking.order else None,
            sku=booking.goods.item.sku,
            quantity=row.quantity,
            status=row.status,
        ),
        booking.receipt.number,
    )


def _flag(act: Act, booking: _Booking, parts: Sequence[Share]) -> list[str]:
    """Puts what a person must look at on the list; answers the sentences."""
    remarks = [*booking.goods.remarks, *_over(act, booking, parts)]
    if booking.receipt.state is ReceiptState.CLOSED:
        words = f"Goods were received on {booking.receipt.number} after it was closed."
        remarks.append((ExceptionKind.CLOSED_RECEIPT, words))
    return [
        report(
            act,
            kind,
            booking.receipt.number,
            words,
            location=booking.arrival.location.id,
            item=booking.goods.item.id,
            quantity=booking.command.quantity,
        )
        for kind, words in remarks
    ]


def _over(act: Act, booking: _Booking, parts: Sequence[Share]) -> list[tuple[ExceptionKind, str]]:
    if booking.order is None or booking.goods.tag:
        return []
    sku, number = booking.goods.item.sku, booking.order.number
    told = []
    for share in parts:
        if share.over and share.line is None:
            words = f"{share.quantity} of {sku} came, {number} did not order any."
            told.append((ExceptionKind.WRONG_ITEM, words))
        elif share.over:
            line = act.session.get_one(PurchaseOrderLine, share.line)
            words = (
                f"{share.quantity} of {sku} came beyond what {number}/{line.number} takes:"
                f" {line.ordered} were ordered. {booking.command.over_reason}"
            )
            told.append((ExceptionKind.OVER_RECEIPT, words.strip()))
    return told
