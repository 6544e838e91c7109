"""Brings pick lists in line with promises: lines whose goods are gone end, new ones come."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.db import core
from server.orders.tables import OrderId, OrderLine
from server.outbound.lists import line_values, make_lists, unlisted
from server.outbound.numbers import pick_list_number
from server.outbound.read import PROMISED_HERE
from server.outbound.tables import PickLine, PickList, PickListId, PickSlot
from server.outbound.wire import LineState, PickListState
from server.stock.tables import Balance, Reservation, ReservationState
from server.work import tasks
from server.work.wire import TaskKind

LIVE = (PickListState.READY, PickListState.PICKING)


def relist(
    act: Act, orders: Iterable[OrderId], *, gone: LineState = LineState.MOVED
) -> list[PickLine]:
    """Lines whose promise is gone end as `gone`; new promises of listed orders become lines.

    They are appended to the order's list while it is being walked, else they make one of their
    own. Orders that were never listed wait for their wave. Answers the lines that were added.
    """
    act.session.flush()
    touched: set[PickListId] = set()
    added: list[PickLine] = []
    for order in sorted(set(orders)):
        touched |= _shrink(act, order, gone)
        listed = _list_of(act, order)
        if listed is None:
            continue
        pick_list, slot, live = listed
        rows = unlisted(act, [order])
        if rows and live:
            added += _append(act, pick_list, slot, rows)
            touched.add(pick_list)
        elif rows:
            touched |= set(make_lists(act, [order]))
    for pick_list in sorted(touched):
        settle_list(act, pick_list)
    return added


def _shrink(act: Act, order: OrderId, gone: LineState) -> set[PickListId]:
    """An open line asks for no more than is promised where it is to be taken."""
    rows = act.session.execute(
        sa.select(PickLine, PROMISED_HERE.label("promised"))
        .join(OrderLine, OrderLine.id == PickLine.order_line)
        .where(OrderLine.order == order, PickLine.state == LineState.OPEN)
        .order_by(PickLine.id)
        .with_for_update(of=PickLine)
        .execution_options(populate_existing=True)
    ).all()
    touched = set()
    for line, promised in rows:
        if promised >= line.asked - line.picked:
            continue
        touched.add(line.pick_list)
        if promised:
            line.asked = line.picked + promised
        elif line.picked:
            line.asked, line.state = line.picked, LineState.PICKED
        else:
            line.state = gone
    act.session.flush()
    return touched


def _list_of(act: Act, order: OrderId) -> tuple[PickListId, int, bool] | None:
    """The order's newest pick list, its slot there, and whether it is still being walked."""
    row = act.session.execute(
        sa.select(PickSlot.pick_list, PickSlot.slot, PickList.state)
        .join(PickList, PickList.id == PickSlot.pick_list)
        .where(PickSlot.order == order, PickList.warehouse == act.warehouse)
        .order_by(PickList.state.in_(LIVE).desc(), PickList.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.pick_list, row.slot, row.state in LIVE)


def _append(act: Act, pick_list: PickListId, slot: int, rows: Iterable[Any]) -> list[PickLine]:
    """At the end of the walk, or beside an open line of the same place."""
    lines = act.session.scalars(
        sa.select(PickLine).where(PickLine.pick_list == pick_list).order_by(PickLine.sequence)
    ).all()
    number = max((line.number for line in lines), default=0)
    last = max((line.sequence for line in lines), default=0)
    beside = {line.location: line.sequence for line in lines if line.state is LineState.OPEN}
    same = {(line.order_line, line.balance): line for line in lines if line.state is LineState.OPEN}
    added = []
    for row in rows:
        if (line := same.get((row.order_line, row.balance))) is not None:
            line.asked += row.quantity
            continue
        number, last = number + 1, last + 1
        values = line_values(pick_list, number, slot, row)
        line = PickLine(**values | {"sequence": beside.get(row.location, last)})
        act.session.add(line)
        added.append(line)
    act.session.flush()
    return added


def settle_list(act: Act, pick_list: PickListId) -> PickListState:
    """Counts the list's version on and ends it when nothing is left to walk or to drop."""
    row = act.session.get_one(PickList, pick_list, with_for_update=True, populate_existing=True)
    row.version += 1
    if row.state not in LIVE or lines_open(act, pick_list) or _rides(act, row):
        act.session.flush()
        return row.state
    picked = act.session.scalar(
        sa.select(PickLine.id).where(PickLine.pick_list == pick_list, PickLine.picked > 0).limit(1)
    )
    row.state = PickListState.DONE if picked else PickListState.CANCELLED
    ended = tasks.finish if picked else tasks.cancel
    ended(act, TaskKind.PICK, pick_list_number(pick_list))
    act.session.flush()
    return row.state


def lines_open(act: Act, pick_list: PickListId) -> int:
    query = sa.select(sa.func.count()).where(
        PickLine.pick_list == pick_list, PickLine.state == LineState.OPEN
    )
    return act.session.execute(query).scalar_one()


def _rides(act: Act, row: PickList) -> bool:
    """Whether picked goods of the list are still on the cart or in hands."""
    if row.rides_on is None:
        return False
    riding = (
        sa.select(core(Balance).c.id)
        .join(Reservation, Reservation.balance == Balance.id)
        .join(PickLine, PickLine.order_line == Reservation.order_line)
        .where(
            PickLine.pick_list == row.id,
            Balance.location == row.rides_on,
            Reservation.state == ReservationState.OPEN,
        )
    )
    return act.session.scalar(riding.limit(1)) is not None
