"""Takes a sales order in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.catalog.find import require_active
from server.catalog.tables import DEFAULT_CLIENT, Item
from server.db import CODE, INSERTS, BigId, core, direct
from server.errors import Refusal, not_found
from server.guard import Scope
from server.orders.addresses import columns_of
from server.orders.states import ORDER
from server.orders.tables import Customer, OrderId, OrderLine, OrderLineId, SalesOrder
from server.orders.wire import OrderCreate, OrderCreated, OrderLineCreate, OrderMoved, OrderState
from server.places.tables import Warehouse

_I, _C, _O, _L, _W = (core(table).c for table in (Item, Customer, SalesOrder, OrderLine, Warehouse))
_NAMED = _C.code == sa.bindparam("of_customer", type_=CODE)
_MAKE = {
    dialect: insert(core(SalesOrder))
    .values(customer=sa.select(_C.id).where(_NAMED).scalar_subquery())
    .on_conflict_do_nothing(index_elements=[_O.channel, _O.reference])
    .returning(_O.id)
    for dialect, insert in INSERTS.items()
}
_KNOWN = sa.select(_O.number).where(
    _O.channel == sa.bindparam("of_channel"), _O.reference == sa.bindparam("told")
)
_ITEMS = (
    sa.select(
        _I.id,
        _I.sku,
        _I.name,
        _I.active,
        _I.expires,
        _I.minimum_days_shipment,
        _C.id.label("customer"),
        _C.minimum_days.label("customer_days"),
        _W.time_zone,
    )
    .select_from(core(Item))
    .outerjoin(core(Customer), _NAMED)
    .outerjoin(core(Warehouse), _W.id == sa.bindparam("home", type_=BigId))
    .where(_I.client == sa.bindparam("of_client"), _I.sku.in_(sa.bindparam("skus", expanding=True)))
)
_MAKE_LINES = sa.insert(core(OrderLine)).returning(_L.id, _L.number)
_NAME = (
    sa.update(core(SalesOrder))
    .where(_O.id == sa.bindparam("row"))
    .values(number=sa.bindparam("number"))
    .execution_options(unread=True)  # the row is this act's own
)
_NAME_AND_RELEASE = _NAME.where(_O.state.in_(ORDER.sources_of(OrderState.RELEASED))).values(
    state=OrderState.RELEASED, released_at=sa.bindparam("at"), version=_O.version + 1
)


@dataclass(frozen=True, slots=True)
class TakenLine:
    """A line of an order that this act has made; nothing is done for it yet."""

    id: OrderLineId
    number: int
    told: OrderLineCreate
    item: Any
    """The item's row, with what the customer and the warehouse say about its goods."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An order that this act has made: what was told, and what came of it."""

    id: OrderId
    number: str
    told: OrderCreate
    state: OrderState
    version: int
    home: Scope | None
    """Where it is released to."""
    lines: Sequence[TakenLine]


def create_order(act: Act, told: OrderCreate, home: Scope | None = None) -> Taken:
    """Stores an order, and releases it to `home` where one is given.

    Refused: 409 `exists` (channel and reference), 404 `not_found` (item, customer, warehouse),
    409 `item_inactive`.
    """
    named = act.who.scope(told.warehouse) if told.warehouse else None
    row = _make(act, told, home or named)
    items = _items(act, told, home)
    made = direct(act.session, _MAKE_LINES, [*_line_values(row, told, items)])
    keys = {line.number: line.id for line in made}
    lines = [
        TakenLine(keys[n], n, asked, items[asked.sku])
        for n, asked in enumerate(told.lines, start=1)
    ]
    return _begin(act, Taken(row, f"SO{row}", told, _first_state(told), 1, home, lines))


def _make(act: Act, told: OrderCreate, warehouse: Scope | None) -> OrderId:
    values = {
        # Its number is made from the row's identity, which is known after the insert.
        "number": f"NEW-{act.entry}",
        "channel": told.channel,
        "reference": told.reference,
        "of_customer": told.customer,
        "service": told.service,
        "ship_by": told.ship_by,
        "priority": told.priority,
        "partial": told.partial,
        "gift_note": told.gift_note,
        "state": _first_state(told),
        "hold": told.hold,
        "hold_note": "",
        "warehouse": warehouse.id if warehouse else None,
        "auto_release": told.release,
        "created_at": act.now,
        "version": 1,
        **columns_of(told.ship_to),
    }
    act.session.flush()
    row = direct(act.session, _MAKE[act.session.get_bind().dialect.name], values).scalar()
    if row is None:
        known = {"of_channel": told.channel, "told": told.reference}
        number = direct(act.session, _KNOWN, known).scalar_one()
        raise Refusal(
            409,
            "exists",
            f"Order {told.reference} of channel {told.channel} is here as {number}.",
        )
    return OrderId(row)


def _first_state(told: OrderCreate) -> OrderState:
    return OrderState.HELD if told.hold else OrderState.NEW


def _begin(act: Act, order: Taken) -> Taken:
    """Gives the order its number and, where it is released, that step."""
    told, named = order.told, {"row": order.id, "number": order.number}
    event = OrderCreated(channel=told.channel, reference=told.reference, ship_by=told.ship_by)
    act.record(event, order.number)
    if order.home is None:
        direct(act.session, _NAME, named)
        return order
    direct(act.session, _NAME_AND_RELEASE, named | {"at": act.now})
    act.record(OrderMoved(source=order.state, target=OrderState.RELEASED), order.number)
    return replace(order, state=OrderState.RELEASED, version=order.version + 1)


def _items(act: Act, told: OrderCreate, home: Scope | None) -> dict[str, Any]:
    """The ordered items by SKU, all there and carried."""
    asked = {
        "of_client": DEFAULT_CLIENT,
        "skus": sorted({line.sku for line in told.lines}),
        "of_customer": told.customer,
        "home": home.id if home else None,
    }
    items: dict[str, Any] = {row.sku: row for row in direct(act.session, _ITEMS, asked)}
    if told.customer and any(row.customer is None for row in items.values()):
        raise not_found("customer", told.customer)
    for line in told.lines:
        if (item := items.get(line.sku)) is None:
            raise not_found("item", line.sku)
        require_active(item)
    return items


def _line_values(
    row: OrderId, told: OrderCreate, items: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(told.lines, start=1):
        yield {
            "order": row,
            "number": number,
            "item": items[line.sku].id,
            "ordered": line.quantity,
            "cancelled": 0,
            "picked": 0,
            "packed": 0,
            "shipped": 0,
            "to_put_back": 0,
            "lot": line.lot,
            "minimum_days": line.minimum_days,
        }
