"""Makes pick lists of what is promised on shelves: n orders on a cart, in walk order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.db import core, direct, total
from server.orders.tables import OrderId, OrderLine, SalesOrder
from server.orders.wire import OrderState
from server.outbound.numbers import pick_list_number
from server.outbound.tables import PickLine, PickList, PickListId, PickSlot, WaveId
from server.outbound.walk import Floor, floor
from server.outbound.wire.lists import LineState, PickListState
from server.places.tables import Location
from server.stock.tables import Balance, Reservation, ReservationState
from server.work.tasks import NewTask, add_new
from server.work.wire import TaskKind

_ASKED = (
    sa.select(total(PickLine.asked - PickLine.picked))
    .where(
        PickLine.order_line == Reservation.order_line,
        PickLine.balance == Reservation.balance,
        PickLine.state == LineState.OPEN,
    )
    .correlate(Reservation)
    .scalar_subquery()
)

_LEFT = total(Reservation.quantity) - _ASKED
_GOODS = (
    SalesOrder.priority,
    SalesOrder.ship_by,
    Reservation.order_line,
    Reservation.balance,
    Balance.item,
    Balance.location,
    Balance.lot,
    Location.code,
    Location.sequence,
    Location.aisle,
    Location.x_mm,
    Location.y_mm,
)
_UNLISTED = (
    sa.select(
        SalesOrder.id.label("order"),
        *_GOODS,
        _LEFT.label("quantity"),
    )
    .join(OrderLine, OrderLine.id == Reservation.order_line)
    .join(SalesOrder, SalesOrder.id == OrderLine.order)
    .join(Balance, Balance.id == Reservation.balance)
    .join(Location, Location.id == Balance.location)
    .where(
        Reservation.state == ReservationState.OPEN,
        SalesOrder.id.in_(sa.bindparam("orders", expanding=True)),
        SalesOrder.state == OrderState.RELEASED,
        Balance.warehouse == sa.bindparam("of_warehouse"),
        Location.pickable,
    )
    .group_by(SalesOrder.id, *_GOODS)
    .having(_LEFT > 0)
    .order_by(SalesOrder.priority, SalesOrder.ship_by, SalesOrder.id, Reservation.order_line)
)


def unlisted(act: Act, orders: Iterable[OrderId]) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    """What is promised on shelves and no open pick line asks for, by urgency of the order."""
    act.session.flush()
    asked = {"orders": list(orders), "of_warehouse": act.warehouse}
    return direct(act.session, _UNLISTED, asked).all()


def make_lists(
    act: Act, orders: Iterable[OrderId], *, cart_slots: int = 1, wave: WaveId | None = None
) -> dict[PickListId, int]:
    """Pick lists with their tasks for all that is promised to these orders and not yet listed.

    Answers how many lines each has.
    """
    by_order = [list(rows) for _, rows in groupby(unlisted(act, orders), lambda row: row.order)]
    if not by_order:
        return {}
    ground = floor(act.session, act.warehouse)
    carts = [
        _cart(by_order[n : n + cart_slots], ground) for n in range(0, len(by_order), cart_slots)
    ]
    values = [_list_values(act, cart, wave) for cart in carts]
    made = [PickListId(row) for row in direct(act.session, _MAKE_LISTS, values).scalars()]
    lists = list(zip(made, carts, strict=True))
    direct(act.session, _MAKE_SLOTS, [row for one in lists for row in _slot_values(*one)])
    direct(act.session, _MAKE_LINES, [row for one in lists for row in _line_values(*one)])
    add_new(act, TaskKind.PICK, [_task(*one) for one in lists])
    return {row: len(cart.walked) for row, cart in lists}


_MAKE_LISTS = sa.insert(core(PickList)).returning(core(PickList).c.id, sort_by_parameter_order=True)
_MAKE_SLOTS = sa.insert(core(PickSlot))
_MAKE_LINES = sa.insert(core(PickLine))


@dataclass(frozen=True, slots=True)
class Cart:
    """What one worker takes along: orders in their slots, and their stops in walk order."""

    orders: Sequence[Sequence[Any]]
    walked: Sequence[tuple[int, Any]]
    """Slot and promise of each stop."""
    why: str


def _cart(orders: Sequence[Sequence[Any]], ground: Floor) -> Cart:
    lines = [(slot, row) for slot, rows in enumerate(orders, start=1) for row in rows]
    walk = ground.route([row for _, row in lines])
    return Cart(orders, [lines[n] for n in walk.order], _why(len(orders), walk.why))


def _list_values(act: Act, cart: Cart, wave: WaveId | None) -> dict[str, Any]:
    return {
        "warehouse": act.warehouse,
        "wave": wave,
        "state": PickListState.READY,
        "priority": min(rows[0].priority for rows in cart.orders),
        "due_at": min(rows[0].ship_by for rows in cart.orders),
        "why": cart.why,
        "made_at": act.now,
        "version": 1,
    }


def _slot_values(made: PickListId, cart: Cart) -> Iterator[dict[str, Any]]:
    for slot, rows in enumerate(cart.orders, start=1):
        yield {"pick_list": made, "slot": slot, "order": rows[0].order}


def _line_values(made: PickListId, cart: Cart) -> Iterator[dict[str, Any]]:
    for number, (slot, row) in enumerate(cart.walked, start=1):
        yield line_values(made, number, slot, row)


def _task(made: PickListId, cart: Cart) -> NewTask:
    return NewTask(
        document=pick_list_number(made),
        location=cart.walked[0][1].location,
        priority=min(rows[0].priority for rows in cart.orders),
        due_at=min(rows[0].ship_by for rows in cart.orders),
    )


def _why(orders: int, walk: str) -> str:
    riding = "One order." if orders == 1 else f"{orders} orders on one cart, the most urgent first."
    return f"{riding} {walk}"


def line_values(pick_list: PickListId, number: int, slot: int, row: Any) -> dict[str, Any]:
    """The columns of a pick line for one promise on a shelf."""
    return {
        "pick_list": pick_list,
        "number": number,
        "sequence": number,
        "slot": slot,
        "order_line": row.order_line,
        "item": row.item,
        "balance": row.balance,
        "location": row.location,
        "lot": row.lot,
        "asked": row.quantity,
        "picked": 0,
        "state": LineState.OPEN,
        "skipped": 0,
        "reason": "",
    }
