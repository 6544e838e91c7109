"""Makes pick lists of what is promised on shelves: n orders on a cart, in walk order."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.db import core, total
from server.orders.tables import OrderId, OrderLine, SalesOrder
from server.orders.wire import OrderState
from server.outbound.numbers import pick_list_number
from server.outbound.tables import PickLine, PickList, PickListId, PickSlot, WaveId
from server.outbound.walk import Floor, floor, places
from server.outbound.wire import LineState, PickListState
from server.places.tables import Location
from server.stock.tables import Balance, Reservation, ReservationState
from server.work.tasks import add
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


def unlisted(act: Act, orders: Iterable[OrderId]) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    """What is promised on shelves and no open pick line asks for, by urgency of the order."""
    left = total(Reservation.quantity) - _ASKED
    return act.session.execute(
        sa.select(
            SalesOrder.id.label("order"),
            SalesOrder.priority,
            SalesOrder.ship_by,
            Reservation.order_line,
            Reservation.balance,
            Balance.item,
            Balance.location,
            Balance.lot,
            left.label("quantity"),
        )
        .join(OrderLine, OrderLine.id == Reservation.order_line)
        .join(SalesOrder, SalesOrder.id == OrderLine.order)
        .join(Balance, Balance.id == Reservation.balance)
        .join(Location, Location.id == Balance.location)
        .where(
            Reservation.state == ReservationState.OPEN,
            SalesOrder.id.in_(list(orders)),
            SalesOrder.state == OrderState.RELEASED,
            Balance.warehouse == act.warehouse,
            Location.pickable,
        )
        .group_by(
            SalesOrder.id,
            SalesOrder.priority,
            SalesOrder.ship_by,
            Reservation.order_line,
            Reservation.balance,
            Balance.item,
            Balance.location,
            Balance.lot,
        )
        .having(left > 0)
        .order_by(SalesOrder.priority, SalesOrder.ship_by, SalesOrder.id, Reservation.order_line)
    ).all()


def make_lists(
    act: Act, orders: Iterable[OrderId], *, cart_slots: int = 1, wave: WaveId | None = None
) -> list[PickListId]:
    """Pick lists with their tasks for all that is promised to these orders and not yet listed."""
    by_order = [list(rows) for _, rows in groupby(unlisted(act, orders), lambda row: row.order)]
    if not by_order:
        return []
    ground = floor(act.session, act.warehouse)
    spots = places(act.session, (row.location for rows in by_order for row in rows))
    carts = [by_order[n : n + cart_slots] for n in range(0, len(by_order), cart_slots)]
    return [_list_row(act, cart, wave, ground, spots) for cart in carts]


def _list_row(
    act: Act, cart: Sequence[Sequence[Any]], wave: WaveId | None, ground: Floor, spots: Any
) -> PickListId:
    lines = [(slot, row) for slot, rows in enumerate(cart, start=1) for row in rows]
    walk = ground.route([spots[row.location] for _, row in lines])
    values = {
        "warehouse": act.warehouse,
        "wave": wave,
        "state": PickListState.READY,
        "priority": min(rows[0].priority for rows in cart),
        "due_at": min(rows[0].ship_by for rows in cart),
        "why": _why(len(cart), walk.why),
        "made_at": act.now,
        "version": 1,
    }
    found = PickListId(act.session.execute(_MAKE_LIST, values).scalar_one())
    act.session.execute(
        sa.insert(core(PickSlot)),
        [
            {"pick_list": found, "slot": slot, "order": rows[0].order}
            for slot, rows in enumerate(cart, start=1)
        ],
    )
    act.session.execute(
        sa.insert(core(PickLine)),
        [
            line_values(found, number, *lines[index])
            for number, index in enumerate(walk.order, start=1)
        ],
    )
    first = lines[walk.order[0]][1].location
    add(
        act,
        TaskKind.PICK,
        pick_list_number(found),
        location=first,
        priority=values["priority"],
        due=values["due_at"],
    )
    return found


_MAKE_LIST = sa.insert(core(PickList)).returning(PickList.id)


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
