"""What a carton is packed against: the order and its lines with their items, locked by the act."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row

from server.act import Act
from server.catalog.tables import Item
from server.db import core, direct
from server.errors import Refusal, not_found
from server.orders.tables import OrderLine, SalesOrder
from server.orders.wire import OrderState
from server.places.find import stripped
from server.places.tables import Location, Warehouse
from server.shipping.wire import CloseCarton

_O, _L, _I = core(SalesOrder).c, core(OrderLine).c, core(Item).c
_AT = core(Location).c
_LINES = (
    sa.select(
        *(column for column in _O if column.name.startswith("ship_")),
        _O.id.label("order_id"),
        _O.number.label("order_number"),
        _O.warehouse,
        _O.state,
        _O.service,
        _O.gift_note,
        core(Warehouse).c.name.label("sender"),
        _AT.id.label("bench"),
        _L.id,
        _L.number,
        _L.item,
        _L.picked,
        _L.packed,
        _L.to_put_back,
        _I.sku,
        _I.name,
        _I.tracking,
        _I.weight_grams,
    )
    .join(core(OrderLine), _L.order == _O.id)
    .join(core(Item), _I.id == _L.item)
    .outerjoin(core(Warehouse), core(Warehouse).c.id == _O.warehouse)
    .outerjoin(
        core(Location),
        sa.and_(_AT.warehouse == _O.warehouse, _AT.stripped_code == sa.bindparam("at")),
    )
    .where(_O.number == sa.bindparam("of"))
    .order_by(_L.number)
    .with_for_update(of=[core(SalesOrder), core(OrderLine)])
)

Line = Row[*tuple[Any, ...]]
"""An order line with its item, and what is the same on all of them: order, sender, bench."""
Lines = dict[int, Line]


def packing(act: Act, command: CloseCarton) -> tuple[Line, Lines]:
    """The order at the bench, and its lines by number.

    Refused: 404 `not_found`, also for a line that it has not, 409 `order_held`.
    """
    asked = {"of": command.order, "at": stripped(command.bench)}
    lines = {row.number: row for row in direct(act.session, _LINES, asked)}
    if not lines:
        raise not_found("order", command.order)
    order = next(iter(lines.values()))
    if order.warehouse != act.warehouse:
        raise Refusal(404, "not_found", f"There is no order {command.order} in this warehouse.")
    if order.state is OrderState.HELD:
        raise Refusal(
            409, "order_held", f"Order {command.order} is on hold: leave its goods in the tote and"
            " set it aside until the hold is lifted.",
        )  # fmt: skip
    for piece in command.pieces:
        if piece.line not in lines:
            raise Refusal(404, "not_found", f"Order {command.order} has no line {piece.line}.")
    if order.bench is None:
        raise not_found("location", command.bench)
    return order, lines


def left_to_pack(lines: Lines, command: CloseCarton) -> int:
    """Picked base units that are in no carton when this one is closed, nor to be put back."""
    picked = sum(line.picked - line.packed - line.to_put_back for line in lines.values())
    return int(picked) - sum(piece.quantity for piece in command.pieces)


def weigh(lines: Lines, command: CloseCarton) -> bool:
    """Whether the weight proves the content: within min(3 %, half the lightest piece).

    A piece of unknown weight makes that impossible: the carton is then not weight-verified.
    Refused: 409 `weight_off`, unless a reason is told.
    """
    if command.weight_grams is None:
        return False
    grams = [lines[piece.line].weight_grams for piece in command.pieces]
    if not all(grams):
        return False
    expected = sum(each * piece.quantity for each, piece in zip(grams, command.pieces, strict=True))
    tolerance = min(expected * 3 // 100, min(grams) // 2)
    off = command.weight_grams - expected
    if abs(off) <= tolerance:
        return True
    if not command.weight_reason:
        raise Refusal(
            409,
            "weight_off",
            f"The carton weighs {command.weight_grams} g, its pieces {expected} g: recheck,"
            f" {off:+d} g is more than {tolerance} g off. Tell a reason if it is right.",
        )
    return False
