"""Brings pick lists in line with promises: lines whose goods are gone end, new ones come."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa

from server.act import Act
from server.db import core, direct, note_change
from server.errors import not_found
from server.orders.tables import OrderId, OrderLine
from server.outbound.lists import line_values, make_lists, unlisted
from server.outbound.numbers import pick_list_number
from server.outbound.read import PROMISED_HERE
from server.outbound.states import PICK_LIST
from server.outbound.tables import PickLine, PickList, PickListId, PickSlot
from server.outbound.wire.lists import LineState, PickListState
from server.places.tables import LocationId
from server.stock.tables import Balance, Reservation, ReservationState
from server.work import tasks
from server.work.wire import TaskKind

LIVE = (PickListState.READY, PickListState.PICKING)

_L, _P, _B, _R = (core(table).c for table in (PickList, PickLine, Balance, Reservation))
_TOUCH = (
    sa.update(core(PickList))
    .where(_L.id == sa.bindparam("row"), _L.warehouse == sa.bindparam("of_warehouse"))
    .values(version=_L.version + 1)
    .returning(_L.state, _L.rides_on, _L.version)
)
_END = {
    ended: sa.update(core(PickList))
    .where(_L.id == sa.bindparam("row"), _L.state.in_(PICK_LIST.sources_of(ended)))
    .values(state=ended)
    .execution_options(unread=True)  # the list is held: where it stands is known
    for ended in (PickListState.DONE, PickListState.CANCELLED)
}
_OF_LIST = _P.pick_list == sa.bindparam("list")
_LINES_OPEN = sa.select(sa.func.count()).where(_OF_LIST, _P.state == LineState.OPEN)
_RIDES = sa.exists().where(
    _OF_LIST,
    _R.order_line == _P.order_line,
    _R.state == ReservationState.OPEN,
    _B.id == _R.balance,
    _B.location == sa.bindparam("riding"),
)
"""SQL: picked goods of the list are still on the cart or in hands."""

_LEFT = sa.select(
    _LINES_OPEN.scalar_subquery().label("open"),
    _RIDES.label("rides"),
    sa.exists().where(_OF_LIST, _P.picked > 0).label("picked"),
)


class Listed(NamedTuple):
    """Where a pick list stands that this act holds."""

    id: PickListId
    state: PickListState
    rides_on: LocationId | None
    version: int


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
        settle_list(act, touch(act, pick_list))
    return added


def _shrink(act: Act, order: OrderId, gone: LineState) -> set[PickListId]:
    """An open line asks for no more than is promised where it is to be taken, and goes there."""
    rows = act.session.execute(
        sa.select(PickLine, PROMISED_HERE.label("promised"), Balance.location)
        .join(OrderLine, OrderLine.id == PickLine.order_line)
        .join(Balance, Balance.id == PickLine.balance)
        .where(OrderLine.order == order, PickLine.state == LineState.OPEN)
        .order_by(PickLine.id)
        .with_for_update(of=PickLine)
        .execution_options(populate_existing=True)
    ).all()
    touched = set()
    for line, promised, stands in rows:
        if promised >= line.asked - line.picked and line.location == stands:
            continue
        touched.add(line.pick_list)
        line.location = stands  # an LPN was carried elsewhere with the promise
        if promised >= line.asked - line.picked:
            continue
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


def touch(act: Act, pick_list: PickListId) -> Listed:
    """Counts the list's version on, and holds it; 404 `not_found`, also for another warehouse's."""
    act.session.flush()
    asked = {"row": pick_list, "of_warehouse": act.warehouse}
    row = direct(act.session, _TOUCH, asked).one_or_none()
    if row is None:
        raise not_found("pick list", pick_list_number(pick_list))
    note_change(act.session, PickList, pick_list, version=row.version)
    return Listed(pick_list, row.state, row.rides_on, row.version)


def settle_list(act: Act, pick_list: Listed) -> tuple[Listed, int]:
    """Ends a list that was touched when nothing is left to walk or to drop.

    Answers where it stands then and how many of its lines are open.
    """
    act.session.flush()
    asked = {"list": pick_list.id, "riding": pick_list.rides_on}
    left = direct(act.session, _LEFT, asked).one()
    if pick_list.state not in LIVE or left.open or left.rides:
        return pick_list, left.open
    state = PickListState.DONE if left.picked else PickListState.CANCELLED
    PICK_LIST.require(f"Pick list {pick_list_number(pick_list.id)}", pick_list.state, state)
    direct(act.session, _END[state], {"row": pick_list.id})
    note_change(act.session, PickList, pick_list.id, state=state)
    ended = tasks.finish if left.picked else tasks.cancel
    ended(act, TaskKind.PICK, pick_list_number(pick_list.id))
    return pick_list._replace(state=state), 0


def lines_open(act: Act, pick_list: PickListId) -> int:
    act.session.flush()
    return int(direct(act.session, _LINES_OPEN, {"list": pick_list}).scalar_one())
