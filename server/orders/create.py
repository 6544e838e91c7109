"""Takes sales orders in: one, or a file of them."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.catalog.find import require_active
from server.catalog.tables import DEFAULT_CLIENT, Item
from server.db import core, direct
from server.errors import Refusal, not_found
from server.orders.addresses import columns_of
from server.orders.tables import Customer, CustomerId, OrderLine, SalesOrder
from server.orders.wire import OrderCreate, OrderCreated, OrderState

_I = core(Item).c
_ITEMS = sa.select(_I.id, _I.sku, _I.name, _I.active).where(
    _I.client == sa.bindparam("of_client"), _I.sku.in_(sa.bindparam("skus", expanding=True))
)
_TAKEN = (
    sa.select(SalesOrder.channel, SalesOrder.reference, SalesOrder.number)
    .where(
        sa.tuple_(SalesOrder.channel, SalesOrder.reference).in_(
            sa.bindparam("told", expanding=True)
        )
    )
    .limit(1)
)
_MAKE_LINES = sa.insert(core(OrderLine))


def create_orders(act: Act, commands: Sequence[OrderCreate]) -> list[SalesOrder]:
    """Stores orders, none of them released yet, and answers their rows.

    Refused: 409 `exists` (channel and reference), 404 `not_found` (item, customer, warehouse),
    409 `item_inactive`.
    """
    _check_new(act, commands)
    items = _items(act, commands)
    customers = _customers(act, commands)
    rows = [_row(act, n, told, customers) for n, told in enumerate(commands)]
    act.session.add_all(rows)
    act.session.flush()
    for told, row in zip(commands, rows, strict=True):
        row.number = f"SO{row.id}"
        direct(act.session, _MAKE_LINES, [*_lines(row, told, items)])
        event = OrderCreated(channel=told.channel, reference=told.reference, ship_by=told.ship_by)
        act.record(event, row.number)
    return rows


def _check_new(act: Act, commands: Sequence[OrderCreate]) -> None:
    told = [(command.channel, command.reference) for command in commands]
    twice = next((pair for pair in told if told.count(pair) > 1), None) if len(told) > 1 else None
    act.session.flush()
    taken = direct(act.session, _TAKEN, {"told": told}).first()
    if taken:
        raise Refusal(
            409,
            "exists",
            f"Order {taken.reference} of channel {taken.channel} is here as {taken.number}.",
        )
    if twice:
        raise Refusal(409, "exists", f"Order {twice[1]} of channel {twice[0]} is told twice.")


def _customers(act: Act, commands: Sequence[OrderCreate]) -> dict[str, CustomerId]:
    codes = sorted({told.customer for told in commands if told.customer})
    if not codes:
        return {}
    rows = act.session.execute(
        sa.select(Customer.code, Customer.id).where(Customer.code.in_(codes))
    )
    found = {row.code: row.id for row in rows}
    if missing := next((code for code in codes if code not in found), None):
        raise not_found("customer", missing)
    return found


def _row(act: Act, n: int, told: OrderCreate, customers: dict[str, CustomerId]) -> SalesOrder:
    return SalesOrder(
        # Its number is made from the row's identity, which is known after the insert.
        number=f"NEW-{act.entry}-{n}",
        channel=told.channel,
        reference=told.reference,
        customer=customers[told.customer] if told.customer else None,
        service=told.service,
        ship_by=told.ship_by,
        priority=told.priority,
        partial=told.partial,
        gift_note=told.gift_note,
        state=OrderState.HELD if told.hold else OrderState.NEW,
        hold=told.hold,
        warehouse=act.who.scope(told.warehouse).id if told.warehouse else None,
        auto_release=told.release,
        created_at=act.now,
        **columns_of(told.ship_to),
    )


def _items(act: Act, commands: Sequence[OrderCreate]) -> dict[str, Any]:
    """The ordered items that are there, by SKU."""
    skus = {line.sku for told in commands for line in told.lines}
    asked = {"of_client": DEFAULT_CLIENT, "skus": sorted(skus)}
    return {row.sku: row for row in direct(act.session, _ITEMS, asked)}


def _lines(row: SalesOrder, told: OrderCreate, items: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(told.lines, start=1):
        if (item := items.get(line.sku)) is None:
            raise not_found("item", line.sku)
        require_active(item)
        yield {
            "order": row.id,
            "number": number,
            "item": item.id,
            "ordered": line.quantity,
            "cancelled": 0,
            "picked": 0,
            "packed": 0,
            "shipped": 0,
            "to_put_back": 0,
            "lot": line.lot,
            "minimum_days": line.minimum_days,
        }
