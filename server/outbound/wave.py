"""Waves: a document of orders that is worked off in slices, each slice one act."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.db import core, direct, note_change
from server.door import Reading
from server.errors import Refusal, not_found
from server.orders.tables import OrderId, SalesOrder
from server.orders.wire import OrderState
from server.outbound.allocate import allocate
from server.outbound.lists import make_lists
from server.outbound.numbers import wave as wave_by_number
from server.outbound.numbers import wave_number
from server.outbound.states import WAVE
from server.outbound.tables import PickLine, PickList, PickListId, Wave, WaveId, WaveOrder
from server.outbound.wire.lists import LineState
from server.outbound.wire.plan import WaveCreate, WaveState, WaveView, WorkWave

SLICE = 12
"""Orders per slice: on SQLite a pick waits for the slice before it."""

_W, _WO, _L, _P = (core(table).c for table in (Wave, WaveOrder, PickList, PickLine))
_RULES: dict[str, sa.ColumnElement[bool]] = {
    "orders": SalesOrder.number.in_(sa.bindparam("orders", expanding=True)),
    "ship_before": SalesOrder.ship_by < sa.bindparam("ship_before"),
    "service": SalesOrder.service == sa.bindparam("service"),
    "channel": SalesOrder.channel == sa.bindparam("channel"),
}
_MAKE = sa.insert(core(Wave)).returning(_W.id)
_PLACE = sa.insert(core(WaveOrder))
_COUNT_SLICE = (
    sa.update(core(Wave))
    .where(_W.id == sa.bindparam("row"), _W.state.in_(WAVE.sources_of(WaveState.DONE)))
    .values(
        slices_done=_W.slices_done + 1,
        state=sa.case((_W.slices_done + 1 == _W.slices, WaveState.DONE.value), else_=_W.state),
    )
    .returning(_W.slices_done, _W.state)
)
_OF_WAVE = sa.and_(_L.wave == _W.id, _P.pick_list == _L.id)
_VIEW = sa.select(
    _W.state,
    _W.slices,
    _W.slices_done,
    _W.why,
    sa.select(sa.func.count()).where(_WO.wave == _W.id).scalar_subquery().label("orders"),
    sa.select(sa.func.count()).where(_L.wave == _W.id).scalar_subquery().label("pick_lists"),
    sa.select(sa.func.count()).where(_OF_WAVE).scalar_subquery().label("lines"),
    sa.select(sa.func.count())
    .where(_OF_WAVE, _P.state == LineState.OPEN)
    .scalar_subquery()
    .label("lines_open"),
).where(_W.id == sa.bindparam("row"))


def create_wave(act: Act, command: WaveCreate) -> WaveView:
    """Plans it, and works its first slice. Refused: 404 `not_found`, 409 `nothing_to_pick`."""
    orders = _matching(act, command)
    if not orders:
        raise Refusal(409, "nothing_to_pick", "No released order matches that is in no wave yet.")
    size = max(SLICE // command.cart_slots, 1) * command.cart_slots
    values: dict[str, Any] = {
        "warehouse": act.warehouse,
        "state": WaveState.PLANNED,
        "cart_slots": command.cart_slots,
        "slices": -(-len(orders) // size),
        "slices_done": 0,
        "made_at": act.now,
        "why": _why(command, len(orders)),
    }
    row = WaveId(direct(act.session, _MAKE, values).scalar_one())
    placed = [{"wave": row, "order": order, "slice": n // size} for n, order in enumerate(orders)]
    direct(act.session, _PLACE, placed)
    done, lists = _work(act, row, orders[:size], command.cart_slots)
    lines = sum(lists.values())
    return WaveView(
        wave=wave_number(row),
        state=done.state,
        orders=len(orders),
        slices=values["slices"],
        slices_done=done.slices_done,
        pick_lists=len(lists),
        lines=lines,
        lines_open=lines,
        why=values["why"],
    )


def work_wave(act: Act, command: WorkWave) -> WaveView:
    """Works its next slice; nothing to do is an answer. Refused: 404 `not_found`."""
    row = wave_by_number(act.session, act.warehouse, command.wave, lock=True)
    if row.state is WaveState.PLANNED:
        orders = act.session.scalars(
            sa.select(WaveOrder.order).where(
                WaveOrder.wave == row.id, WaveOrder.slice == row.slices_done
            )
        )
        _work(act, row.id, list(orders), row.cart_slots)
    return wave_view(act.session, row.id)


def read_wave(reading: Reading, number: str) -> WaveView:
    """404 `not_found`."""
    row = wave_by_number(reading.session, reading.warehouse, number)
    return wave_view(reading.session, row.id)


def _work(
    act: Act, wave: WaveId, orders: Sequence[OrderId], cart_slots: int
) -> tuple[Any, Mapping[PickListId, int]]:
    """One slice: goods for its orders, and pick lists of all that is promised to them.

    Answers how far the wave is then, and how many lines each of these lists has.
    """
    allocate(act, orders)
    lists = make_lists(act, orders, cart_slots=cart_slots, wave=wave)
    done = direct(act.session, _COUNT_SLICE, {"row": wave}).one()
    note_change(act.session, Wave, wave, slices_done=done.slices_done, state=done.state)
    return done, lists


def _matching(act: Act, command: WaveCreate) -> list[OrderId]:
    told = {
        "orders": command.orders,
        "ship_before": command.ship_before,
        "service": command.service,
        "channel": command.channel,
    }
    asked = {name: value for name, value in told.items() if value}
    values = asked | {"of_warehouse": act.warehouse, "most": command.most}
    act.session.flush()
    rows = direct(act.session, _matching_query(*asked), values).all()
    if missing := set(command.orders) - {row.number for row in rows}:
        raise not_found("released order", min(missing))
    return [row.id for row in rows]


@cache
def _matching_query(*rules: str) -> sa.Select[*tuple[Any, ...]]:
    """Released orders by urgency that meet the rules; unnamed ones only where no wave has them."""
    wanted = [_RULES[rule] for rule in rules]
    if "orders" not in rules:
        wanted.append(~sa.exists().where(WaveOrder.order == SalesOrder.id))
    return (
        sa.select(SalesOrder.id, SalesOrder.number)
        .where(
            SalesOrder.state == OrderState.RELEASED,
            SalesOrder.warehouse == sa.bindparam("of_warehouse"),
            *wanted,
        )
        .order_by(SalesOrder.priority, SalesOrder.ship_by, SalesOrder.id)
        .limit(sa.bindparam("most", type_=sa.Integer))
    )


def _why(command: WaveCreate, found: int) -> str:
    rules = [
        f"{name} {value}"
        for name, value in (
            ("ship before", command.ship_before),
            ("service", command.service),
            ("channel", command.channel),
        )
        if value
    ]
    chosen = "The orders that were named" if command.orders else "Released orders in no wave yet"
    asked = f", {', '.join(rules)}" if rules else ""
    return f"{chosen}{asked}: {found}, by priority, ship-by and age."


def wave_view(session: Session, wave: WaveId) -> WaveView:
    """How far it is."""
    row = direct(session, _VIEW, {"row": wave}).one()
    return WaveView(
        wave=wave_number(wave),
        state=row.state,
        orders=row.orders,
        slices=row.slices,
        slices_done=row.slices_done,
        pick_lists=row.pick_lists,
        lines=row.lines,
        lines_open=row.lines_open,
        why=row.why,
    )
