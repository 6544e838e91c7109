"""Purchase orders: make one, change what may still change."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from msgspec import convert
from sqlalchemy.orm import Session

from server.act import Act
from server.catalog.find import items_by_sku, pack_level, require_active
from server.catalog.levels import mark_used
from server.catalog.tables import Item, PackLevel
from server.catalog.wire import LevelName
from server.errors import Refusal, exists, not_found, require_version
from server.purchasing.progress import ENDED, lines_of, locked_order, order_by_number
from server.purchasing.read import view
from server.purchasing.suppliers import supplier
from server.purchasing.tables import PurchaseOrder, PurchaseOrderLine
from server.purchasing.wire import (
    PurchaseLine,
    PurchaseOrderChanged,
    PurchaseOrderCreate,
    PurchaseOrderEdit,
    PurchaseOrderFacts,
    PurchaseOrderState,
    PurchaseOrderView,
)

_FACTS = ("currency", "expected_on", "reference", "note")
_OWN = "PO"  # numbers that we give: this and the row's own id


def create_purchase_order(act: Act, command: PurchaseOrderCreate) -> PurchaseOrderView:
    """Refused: 409 `exists`, 404 `not_found` (supplier, item, level), 409 `item_inactive`, 422."""
    return view(act.session, make_order(act, command))


def make_order(act: Act, command: PurchaseOrderCreate) -> PurchaseOrder:
    number = command.number
    if number is not None:
        _require_free(act, number)
    state = PurchaseOrderState.DRAFT if command.draft else PurchaseOrderState.OPEN
    order = PurchaseOrder(
        warehouse=act.warehouse,
        number=number or act.operation.hex,  # until the row has its id, which is its number
        supplier=supplier(act.session, command.supplier).id,
        state=state,
        created_at=act.now,
        first_promised_on=None if command.draft else command.expected_on,
        **{name: getattr(command, name) for name in _FACTS},
    )
    act.session.add(order)
    act.session.flush()
    order.number = number or f"{_OWN}{order.id}"
    items = _items(act, command.lines)
    for line in command.lines:
        act.session.add(_new_line(act, order, line, items[line.sku]))
    _tell(act, order)
    return order


def edit_purchase_order(act: Act, command: PurchaseOrderEdit, number: str) -> PurchaseOrderView:
    """Refused: 404 `not_found`, 409 `stale`, 409 `wrong_state` (ended), 409 `received_more`, 422.

    A line that has goods keeps its item; the first promise stays what it was once open.
    """
    order = order_by_number(act.session, act.warehouse, number)
    order = locked_order(act, order.id)
    require_version(f"Purchase order {number}", command.version, order.version)
    change_order(act, order, command)
    return view(act.session, order)


def change_order(act: Act, order: PurchaseOrder, command: PurchaseOrderFacts) -> bool:
    """Makes the order as said; False when it was so already."""
    if order.state in ENDED:
        raise Refusal(
            409,
            "wrong_state",
            f"Purchase order {order.number} is {order.state.value}, it can't change any more.",
        )
    items = _items(act, command.lines)
    was = facts_of(act.session, order)
    before = {line.number: line for line in lines_of(act.session, order.id)}
    order.supplier = supplier(act.session, command.supplier).id
    for name in _FACTS:
        setattr(order, name, getattr(command, name))
    if order.first_promised_on is None and order.state is not PurchaseOrderState.DRAFT:
        order.first_promised_on = order.expected_on
    for line in command.lines:
        if line.number in before:
            _change_line(act, order, before[line.number], line, items[line.sku])
        else:
            act.session.add(_new_line(act, order, line, items[line.sku]))
    _cancel_rest(row for number, row in before.items() if number not in _numbers(command.lines))
    act.session.flush()
    if facts_of(act.session, order) == was:
        return False
    order.version += 1
    _tell(act, order)
    return True


def facts_of(session: Session, order: PurchaseOrder) -> PurchaseOrderFacts:
    """The order as an edit would say it."""
    return convert(view(session, order), PurchaseOrderFacts, from_attributes=True)


def _new_line(act: Act, order: PurchaseOrder, line: PurchaseLine, item: Item) -> PurchaseOrderLine:
    require_active(item)
    row = PurchaseOrderLine(
        warehouse=order.warehouse,
        purchase_order=order.id,
        number=line.number,
        item=item.id,
        ordered=line.quantity,
    )
    _fill(act, row, line, item)
    return row


def _change_line(
    act: Act, order: PurchaseOrder, row: PurchaseOrderLine, line: PurchaseLine, item: Item
) -> None:
    if row.received and (row.item != item.id or line.quantity < row.received - row.over):
        raise Refusal(
            409,
            "received_more",
            f"{row.received} have come for line {row.number} of {order.number}: it keeps its item,"
            f" and {line.quantity} can't be all that was ordered.",
        )
    if row.item != item.id:
        row.pack_level = None
    if row.ordered != line.quantity:
        row.cancelled = 0  # a line is revived by ordering another quantity, not by being repeated
    row.item, row.ordered = item.id, line.quantity
    _fill(act, row, line, item)


def _fill(act: Act, row: PurchaseOrderLine, line: PurchaseLine, item: Item) -> None:
    if line.level is None:
        row.pack_level, row.pack_quantity = None, 1
    elif row.pack_level is None or _level_name(act, row) is not line.level:
        level = pack_level(act.session, item, line.level)
        row.pack_level, row.pack_quantity = level.id, level.quantity
    row.price, row.price_per = line.price, line.price_per
    row.supplier_part, row.expected_on = line.supplier_part, line.expected_on
    mark_used(act, item.id, row.pack_level)


def _level_name(act: Act, row: PurchaseOrderLine) -> LevelName:
    return act.session.get_one(PackLevel, row.pack_level).name


def _cancel_rest(rows: Iterable[PurchaseOrderLine]) -> None:
    for row in rows:
        row.cancelled = max(row.cancelled, row.ordered - row.received, 0)


def _numbers(lines: Sequence[PurchaseLine]) -> set[int]:
    return {line.number for line in lines}


def _items(act: Act, lines: Sequence[PurchaseLine]) -> dict[str, Item]:
    """The items of the lines; 404 `not_found`, 422 `line_twice`."""
    if len(_numbers(lines)) < len(lines):
        raise Refusal(422, "line_twice", "Two lines of this order have the same number.")
    items = items_by_sku(act.session, {line.sku for line in lines})
    for line in lines:
        if line.sku not in items:
            raise not_found("item", line.sku)
    return items


def _require_free(act: Act, number: str) -> None:
    if number.startswith(_OWN) and number[len(_OWN) :].isdigit():
        raise Refusal(
            422,
            "number_reserved",
            f"{number} is a number as they are given here: choose another, such as A-{number}.",
        )
    taken = sa.select(PurchaseOrder.id).where(
        PurchaseOrder.warehouse == act.warehouse, PurchaseOrder.number == number
    )
    if act.session.scalar(taken):
        raise exists("purchase order", number)


def _tell(act: Act, order: PurchaseOrder) -> None:
    act.session.flush()
    act.record(PurchaseOrderChanged(number=order.number, state=order.state), order.number)
