"""Waves: a document of orders that is worked off in slices, each slice one act."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.db import core, total
from server.door import Reading
from server.errors import Refusal, not_found
from server.orders.tables import OrderId, SalesOrder
from server.orders.wire import OrderState
from server.outbound.allocate import allocate
from server.outbound.lists import make_lists
from server.outbound.numbers import wave as wave_by_number
from server.outbound.numbers import wave_number
from server.outbound.plan_wire import WaveCreate, WaveState, WaveView, WorkWave
from server.outbound.tables import PickLine, PickList, Wave, WaveOrder
from server.outbound.wire import LineState

SLICE = 60
"""Orders per slice, so that no act holds its transaction for long."""


def create_wave(act: Act, command: WaveCreate) -> WaveView:
    """Plans it, and works its first slice. Refused: 404 `not_found`, 409 `nothing_to_pick`."""
    orders = _matching(act, command)
    if not orders:
        raise Refusal(409, "nothing_to_pick", "No released order matches that is in no wave yet.")
    size = max(SLICE // command.cart_slots, 1) * command.cart_slots
    row = Wave(
        warehouse=act.warehouse,
        state=WaveState.PLANNED,
        cart_slots=command.cart_slots,
        slices=-(-len(orders) // size),
        made_at=act.now,
        why=_why(command, len(orders)),
    )
    act.session.add(row)
    act.session.flush()
    act.session.execute(
        sa.insert(core(WaveOrder)),
        [{"wave": row.id, "order": order, "slice": n // size} for n, order in enumerate(orders)],
    )
    _work_slice(act, row)
    return wave_view(act.session, row)


def work_wave(act: Act, command: WorkWave) -> WaveView:
    """Works its next slice; nothing to do is an answer. Refused: 404 `not_found`."""
    row = wave_by_number(act.session, act.warehouse, command.wave, lock=True)
    if row.state is WaveState.PLANNED:
        _work_slice(act, row)
    return wave_view(act.session, row)


def read_wave(reading: Reading, number: str) -> WaveView:
    """404 `not_found`."""
    return wave_view(reading.session, wave_by_number(reading.session, reading.warehouse, number))


def _work_slice(act: Act, row: Wave) -> None:
    orders = list(
        act.session.scalars(
            sa.select(WaveOrder.order).where(
                WaveOrder.wave == row.id, WaveOrder.slice == row.slices_done
            )
        )
    )
    allocate(act, orders)
    make_lists(act, orders, cart_slots=row.cart_slots, wave=row.id)
    row.slices_done += 1
    if row.slices_done == row.slices:
        row.state = WaveState.DONE
    act.session.flush()


def _matching(act: Act, command: WaveCreate) -> list[OrderId]:
    query = sa.select(SalesOrder.id, SalesOrder.number).where(
        SalesOrder.state == OrderState.RELEASED, SalesOrder.warehouse == act.warehouse
    )
    if command.orders:
        query = query.where(SalesOrder.number.in_(command.orders))
    else:
        query = query.where(~sa.exists().where(WaveOrder.order == SalesOrder.id))
    if command.ship_before:
        query = query.where(SalesOrder.ship_by < command.ship_before)
    if command.service:
        query = query.where(SalesOrder.service == command.service)
    if command.channel:
        query = query.where(SalesOrder.channel == command.channel)
    urgency = (SalesOrder.priority, SalesOrder.ship_by, SalesOrder.id)
    rows = act.session.execute(query.order_by(*urgency).limit(command.most)).all()
    if missing := set(command.orders) - {row.number for row in rows}:
        raise not_found("released order", min(missing))
    return [row.id for row in rows]


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


def wave_view(session: Session, row: Wave) -> WaveView:
    """How far it is."""
    lists = sa.select(PickList.id).where(PickList.wave == row.id)
    lines = session.execute(
        sa.select(
            sa.func.count(), total(sa.case((PickLine.state == LineState.OPEN, 1), else_=0))
        ).where(PickLine.pick_list.in_(lists))
    ).one()
    orders = sa.select(sa.func.count()).where(WaveOrder.wave == row.id)
    return WaveView(
        wave=wave_number(row.id),
        state=row.state,
        orders=session.execute(orders).scalar_one(),
        slices=row.slices,
        slices_done=row.slices_done,
        pick_lists=len(session.scalars(lists).all()),
        lines=lines[0],
        lines_open=lines[1],
        why=row.why,
    )
