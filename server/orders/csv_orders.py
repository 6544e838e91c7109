"""Sales orders as CSV files: one row per line, the lines of one order below each other."""

from collections.abc import Sequence
from typing import Annotated

import sqlalchemy as sa
from msgspec import Meta, Struct

from server.act import Act
from server.catalog.tables import Item
from server.csv_door import Done, Sheet, import_csv
from server.errors import Refusal
from server.orders.addresses import address_of, columns_of
from server.orders.create import create_order
from server.orders.find import lines_of
from server.orders.states import OPEN
from server.orders.tables import SalesOrder
from server.orders.wire import Address, OrderCreate, OrderHold, OrderLineCreate, Reference
from server.wire import (
    Code,
    Country,
    CsvImport,
    CsvReport,
    Days,
    Instant,
    Line,
    Mark,
    Name,
    Note,
    Priority,
    Quantity,
)


class OrderRow(Struct, frozen=True, kw_only=True):
    """One line of one order; what concerns the whole order is alike on all its rows."""

    channel: Code = "MANUAL"
    reference: Reference
    sku: Code
    quantity: Quantity
    lot: Mark | None = None
    minimum_days: Days | None = None
    customer: Code | None = None
    name: Name
    company: Line = ""
    street: Name
    street2: Line = ""
    postcode: Annotated[str, Meta(pattern=r"\A[ -~]*\Z", max_length=16)] = ""
    city: Name
    region: Line = ""
    country: Country
    phone: Annotated[str, Meta(pattern=r"\A[ -~]*\Z", max_length=40)] = ""
    email: Line = ""
    service: Code = "STANDARD"
    ship_by: Instant
    priority: Priority = 5
    partial: bool = False
    gift_note: Note = ""
    hold: OrderHold | None = None
    warehouse: Code | None = None


_LINE = ("sku", "quantity", "lot", "minimum_days")
_ADDRESS = Address.__struct_fields__
_HEAD = tuple(
    name
    for name in OrderRow.__struct_fields__
    if name not in _LINE and name not in _ADDRESS and name != "reference"
)


def import_orders(act: Act, command: CsvImport, content: bytes) -> CsvReport:
    """Takes new orders in, to be released by themselves; a file holds a reference once.

    An order that is known is changed where its lines are the same; quantities are cancelled, not
    imported. Refused: 422 `bad_rows`, 422 `bad_table`, 422 `too_many_rows`.
    """
    sheet = Sheet("orders", OrderRow, "reference", _put, many=True)
    return import_csv(act, command, content, sheet)


def _put(act: Act, rows: Sequence[OrderRow], _columns: tuple[str, ...]) -> Done:
    told = _order(rows)
    known = act.session.scalar(
        sa.select(SalesOrder)
        .where(SalesOrder.channel == told.channel, SalesOrder.reference == told.reference)
        .with_for_update()
    )
    if known is None:
        create_order(act, told)
        return Done.CREATED
    return _change(act, known, told)


def _order(rows: Sequence[OrderRow]) -> OrderCreate:
    """422 `contradiction` where rows of one order differ in what concerns the whole."""
    first = rows[0]
    for name in (*_HEAD, *_ADDRESS):
        values = {getattr(row, name) for row in rows}
        if len(values) > 1:
            told = " and ".join(sorted(f"'{value}'" for value in values))
            raise Refusal(
                422, "contradiction", f"{name} of {first.reference} is {told}: it has only one."
            )
    head = {name: getattr(first, name) for name in _HEAD}
    lines = [OrderLineCreate(**{name: getattr(row, name) for name in _LINE}) for row in rows]
    address = Address(**{name: getattr(first, name) for name in _ADDRESS})
    return OrderCreate(reference=first.reference, ship_to=address, lines=lines, **head)


def _change(act: Act, order: SalesOrder, told: OrderCreate) -> Done:
    """409 `lines_differ`, 409 `wrong_state` for a change of what is done or cancelled."""
    items = act.session.execute(
        sa.select(Item.id, Item.sku).where(
            Item.id.in_([line.item for line in lines_of(act.session, order.id)])
        )
    )
    skus = {row.id: row.sku for row in items}
    lines = lines_of(act.session, order.id)
    known = [(skus[line.item], line.ordered, line.lot) for line in lines]
    if known != [(line.sku, line.quantity, line.lot) for line in told.lines]:
        raise Refusal(
            409, "lines_differ", f"{order.number} has other lines: cancel it, or what is too much."
        )
    new = {name: getattr(told, name) for name in _EDITABLE}
    old = {name: getattr(order, name) for name in _EDITABLE}
    if new == old and told.ship_to == address_of(order):
        return Done.UNCHANGED
    if order.state not in OPEN:
        raise Refusal(409, "wrong_state", f"Order {order.number} is {order.state} already.")
    for name, value in (new | columns_of(told.ship_to)).items():
        setattr(order, name, value)
    order.version += 1
    return Done.UPDATED


_EDITABLE = ("service", "ship_by", "priority", "partial", "gift_note")
