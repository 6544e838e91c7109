"""Receipts: opened when goods come, open over days and trucks, closed when all of it has come."""

from datetime import date
from uuid import uuid4
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from server.act import Act
from server.catalog.find import item_by_sku
from server.errors import Refusal, not_found
from server.exceptions.report import report
from server.exceptions.wire import ExceptionKind
from server.inbound.read import receipt_view, short_lines
from server.inbound.tables import Receipt
from server.inbound.wire.receipts import (
    CloseReceipt,
    GoodsTurnedAway,
    OpenReceipt,
    ReceiptClosed,
    ReceiptOpened,
    ReceiptState,
    ReceiptView,
    ReceiveLine,
    ShortLine,
    TurnAway,
    TurnedAway,
)
from server.places.find import location
from server.places.tables import Location, Warehouse
from server.places.wire import LocationType
from server.purchasing.progress import (
    ENDED,
    end_order,
    locked_order,
    order_by_number,
)
from server.purchasing.tables import PurchaseOrder
from server.purchasing.wire import PurchaseOrderState

ARRIVES_AT = {LocationType.DOCK, LocationType.STAGE, LocationType.DOOR, LocationType.BENCH}
TURNED_AWAY = {
    TurnedAway.SHORT_LIFE: ExceptionKind.SHORT_LIFE,
    TurnedAway.NOT_ORDERED: ExceptionKind.WRONG_ITEM,
}


def open_receipt(act: Act, command: OpenReceipt) -> ReceiptView:
    """The open receipt of that order at that dock, opened if there is none.

    An order that is closed or not yet due is flagged, not refused. Refused: 404 `not_found`, 422
    `not_a_dock`.
    """
    row = opened(act, command.dock, command.purchase_order, command.reference)
    return receipt_view(act.session, row)


def opened(act: Act, dock: str, number: str | None, reference: str = "") -> Receipt:
    """As `open_receipt`, for a line that comes before its receipt."""
    place = _dock(act, dock)
    order = _order(act, number)
    query = sa.select(Receipt).where(
        Receipt.dock == place.id,
        Receipt.purchase_order == order.id if order else Receipt.purchase_order.is_(None),
        Receipt.state == ReceiptState.OPEN,
    )
    found = act.session.scalar(query)
    return found or _open(act, place, order, reference)


def locked_receipt(act: Act, number: str) -> Receipt:
    """The receipt, held until the act ends; 404 `not_found`."""
    query = sa.select(Receipt).where(Receipt.warehouse == act.warehouse, Receipt.number == number)
    row = act.session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise not_found("receipt", number)
    return row


def receipt_of(act: Act, command: ReceiveLine | TurnAway) -> Receipt:
    """The receipt that goods belong to, opened at their dock if need be; 422 `dock_missing`."""
    if command.receipt is not None:
        return locked_receipt(act, command.receipt)
    if command.dock is None:
        raise Refusal(422, "dock_missing", "Name the receipt, or the dock where the goods came in.")
    return locked_receipt(act, opened(act, command.dock, command.purchase_order).number)


def turn_away(act: Act, command: TurnAway) -> ReceiptView:
    """Goods that were not taken in: nothing stands in the book, the purchaser is told.

    The order still expects them. Refused: 404 `not_found`, 422 `dock_missing`, `not_a_dock`.
    """
    row = receipt_of(act, command)
    item = item_by_sku(act.session, command.sku)
    why = "it was not ordered"
    if command.reason is TurnedAway.SHORT_LIFE:
        why = f"it expires on {command.expires_on or 'a day that was not told'}"
    words = f"{command.quantity} of {item.sku} were turned away at the dock: {why}."
    report(
        act,
        TURNED_AWAY[command.reason],
        row.number,
        words,
        location=row.dock,
        item=item.id,
        quantity=command.quantity,
    )
    act.record(
        GoodsTurnedAway(
            receipt=row.number, sku=item.sku, quantity=command.quantity, reason=command.reason
        ),
        row.number,
    )
    return receipt_view(act.session, row)


def close_receipt(act: Act, command: CloseReceipt) -> ReceiptView:
    """Ends a receipt; the order is closed when all of it came, or when nothing more is expected.

    What is missing of an order that is closed so is reported. Refused: 404, 409 `receipt_closed`.
    """
    row = locked_receipt(act, command.receipt)
    if row.state is ReceiptState.CLOSED:
        raise Refusal(409, "receipt_closed", f"Receipt {row.number} is closed already.")
    order = locked_order(act, row.purchase_order) if row.purchase_order else None
    short = short_lines(act.session, order.id) if order else []
    row.state, row.closed_at = ReceiptState.CLOSED, act.now
    closes = order is not None and order.state not in ENDED and (command.close_order or not short)
    if order is not None and closes:
        _report_short(act, row, order, short, command.reason)
        end_order(act, order)
    act.session.flush()
    told = ReceiptClosed(
        receipt=row.number,
        purchase_order=order.number if order else None,
        order_closed=closes,
        short=short,
    )
    act.record(told, row.number)
    return receipt_view(act.session, row)


def today(act: Act) -> date:
    """The warehouse's day: what is expired or early is told by its clock."""
    zone = act.session.get_one(Warehouse, act.warehouse).time_zone
    return act.now.astimezone(ZoneInfo(zone)).date()


def _dock(act: Act, code: str) -> Location:
    place = location(act.session, act.warehouse, code)
    if place.type not in ARRIVES_AT:
        raise Refusal(
            422, "not_a_dock", f"Goods arrive at a dock or stage; {code} is a {place.type.value}."
        )
    return act.session.get_one(Location, place.id, with_for_update={"key_share": True})


def _order(act: Act, number: str | None) -> PurchaseOrder | None:
    if number is None:
        return None
    return locked_order(act, order_by_number(act.session, act.warehouse, number).id)


def _open(act: Act, place: Location, order: PurchaseOrder | None, reference: str) -> Receipt:
    row = Receipt(
        warehouse=act.warehouse,
        number=uuid4().hex.upper(),
        dock=place.id,
        purchase_order=order.id if order else None,
        reference=reference,
        opened_at=act.now,
        opened_by=act.who.name,
    )
    act.session.add(row)
    act.session.flush()
    row.number = f"RC{row.id:06d}"
    act.session.flush()
    act.record(
        ReceiptOpened(receipt=row.number, purchase_order=order.number if order else None),
        row.number,
    )
    if order is not None:
        _flag(act, row, order)
    return row


def _flag(act: Act, row: Receipt, order: PurchaseOrder) -> None:
    """Goods of an order that has ended, or that come before their day, are taken and flagged."""
    if order.state in ENDED or order.state is PurchaseOrderState.DRAFT:
        words = f"Goods have come for {order.number}, which is {order.state.value}."
        report(act, ExceptionKind.CLOSED_ORDER, row.number, words, location=row.dock)
    elif order.expected_on is not None and order.expected_on > today(act):
        words = f"Goods of {order.number} have come on {today(act)}, {order.expected_on} was told."
        report(act, ExceptionKind.EARLY, row.number, words, location=row.dock)


def _report_short(
    act: Act, row: Receipt, order: PurchaseOrder, short: list[ShortLine], reason: str
) -> None:
    for line in short:
        words = f"{line.open} of {line.sku} ({order.number}/{line.line}) have not come. {reason}"
        report(act, ExceptionKind.SHORT_RECEIPT, row.number, words.strip(), quantity=line.open)
